import { t } from '@lingui/core/macro';
import { ApiError } from '@nextpanel/client';
import { wordsOf } from '../data/create-query-client.ts';
import { Button } from './button.tsx';
import { Foreign } from './foreign.tsx';

/** More mistakes of one file than this are only counted: they are corrected a few at a time. */
const mostMistakes = 10;

/** What went wrong, in the server's words, and a button to try again. */
export function ProblemNote({
  title,
  error,
  onRetry,
}: {
  readonly title: string;
  readonly error: unknown;
  readonly onRetry?: () => void;
}) {
  return (
    <div role="alert" className="border-bad bg-bad-soft text-ink rounded-xl border p-4">
      <p className="font-semibold">{title}</p>
      <p className="break-words">{wordsOf(error)}</p>
      {error instanceof ApiError && <Mistakes of={error} />}
      {onRetry !== undefined && <Button size="small" className="mt-3" onClick={onRetry}>{t`Try again`}</Button>}
    </div>
  );
}

/** What is wrong with a file that was sent, and where. */
function Mistakes({ of: { problem } }: { readonly of: ApiError }) {
  const { errors = [] } = problem;
  const more = errors.length - mostMistakes;
  if (errors.length === 0) return null;
  return (
    <ul className="mt-2 flex list-inside list-disc flex-col gap-0.5 text-sm">
      {errors.slice(0, mostMistakes).map(({ line, pointer, detail }) => (
        <li key={`${line} ${pointer} ${detail}`} className="break-words">
          {line !== undefined && <span className="font-semibold tabular-nums">{t`Line ${line}`}</span>}{' '}
          {pointer !== '' && (
            <code dir="ltr" className="text-xs">
              {pointer.slice(1)}
            </code>
          )}{' '}
          <Foreign>{detail}</Foreign>
        </li>
      ))}
      {more > 0 && <li>{t`${more} more`}</li>}
    </ul>
  );
}
