import { coreMessage } from '../language/core-message.ts';
import { currentLanguage } from '../language/current-language.ts';
import { translateSentences } from '../language/server-sentence.ts';
import { Foreign } from './foreign.tsx';

/**
 * What the server says in this case, in the language that is shown. Where that cannot be, as with words of a provider, the meaning of
 * the code comes first.
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
  const translated = translateSentences(detail);
  if (translated !== null) return <span className="break-words whitespace-pre-line">{translated}</span>;
  const title =
    currentLanguage() === 'en' ? undefined : coreMessage(warning ? `warning.${code}` : `code.${code}.title`);
  if (title === undefined) return <Foreign>{detail}</Foreign>;
  return (
    <>
      {title}.<Foreign className="text-ink-soft block text-sm">{detail}</Foreign>
    </>
  );
}

/** A sentence of the server in the language that is shown, where it has no code: a gap of a draft, why a picture went along. */
export function ServerSentence({ className, words }: { readonly className?: string; readonly words: string }) {
  const translated = translateSentences(words);
  if (translated === null) return <Foreign {...(className !== undefined && { className })}>{words}</Foreign>;
  return <span className={className}>{translated}</span>;
}
