import { coreMessage } from '../language/core-message.ts';
import { currentLanguage } from '../language/current-language.ts';
import { Foreign } from './foreign.tsx';

/**
 * What the server says in this case. It says it in English, so in another language the meaning of the code comes first.
 *
 * @param warning the code is one of a warning
 */
export function ServerWords({
  code,
  detail,
  warning = false,
}: {
  readonly code: string;
  readonly detail: string;
  readonly warning?: boolean;
}) {
  const title =
    currentLanguage() === 'en' ? undefined : coreMessage(warning ? `warning.${code}` : `code.${code}.title`);
  if (title === undefined) return <Foreign>{detail}</Foreign>;
  return (
    <>
      {title}.<Foreign className="text-ink-soft block text-sm">{detail}</Foreign>
    </>
  );
}
