import { t } from '@lingui/core/macro';
import { wordsOf } from '../data/create-query-client.ts';
import { Button } from './button.tsx';

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
      {onRetry !== undefined && <Button size="small" className="mt-3" onClick={onRetry}>{t`Try again`}</Button>}
    </div>
  );
}
