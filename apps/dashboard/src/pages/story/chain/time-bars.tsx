import { msg, plural, t } from '@lingui/core/macro';
import type { AttemptView } from '@nextpanel/core';
import { formatDuration } from '../../../parts/format-age.ts';
import { formatExactClock } from '../../../parts/format-time.ts';
import { ServerSentence, ServerWords } from '../../../parts/server-words.tsx';
import { sumOf, timesOf } from './batch-times.ts';

const outcomes = {
  drawn: msg`drawn`,
  failed: msg`failed`,
  yielded: msg`postponed`,
  crashed: msg`its worker crashed`,
} as const;

/** How long a batch spent where, as a bar scaled to the longest batch, and in words. */
export function TimeBars({
  attempts,
  longest,
}: {
  readonly attempts: readonly AttemptView[];
  /** Milliseconds that fill the whole width. */
  readonly longest: number;
}) {
  const times = timesOf(attempts);
  const ended = attempts.some(({ endedAt }) => endedAt !== null);
  if (sumOf(times) === 0) return null;
  const width = (ms: number) => ({ width: `${(100 * ms) / longest}%` });
  return (
    <div className="flex flex-col gap-1 text-xs">
      <div aria-hidden="true" className="flex h-1.5 gap-px overflow-hidden rounded-full">
        <span className="bg-line-strong" style={width(times.waitedMs)} />
        <span className="bg-accent" style={width(times.providerMs)} />
        <span className="bg-good" style={width(times.ownMs)} />
      </div>
      <p className="text-ink-soft tabular-nums">
        {timesWords(times, ended)}
        {attempts.at(-1)?.endedAt === null && ` ${t`Being drawn.`}`}
      </p>
      {attempts.length > 1 && <AttemptList attempts={attempts} />}
    </div>
  );
}

function timesWords({ waitedMs, providerMs, ownMs }: ReturnType<typeof timesOf>, ended: boolean): string {
  const waited = formatDuration(waitedMs);
  if (!ended) return t`Waited ${waited}`;
  const [provider, own] = [formatDuration(providerMs), formatDuration(ownMs)];
  return t`Waited ${waited}, with the provider ${provider}, own work ${own}`;
}

function AttemptList({ attempts }: { readonly attempts: readonly AttemptView[] }) {
  return (
    <details>
      <summary className="text-ink-soft w-fit cursor-pointer">
        {plural(attempts.length, { one: '# attempt', other: '# attempts' })}
      </summary>
      <ol className="mt-1 flex flex-col gap-0.5">
        {attempts.map((attempt) => (
          <li key={attempt.number} className="break-words">
            {t`Attempt ${attempt.number} at ${formatExactClock(attempt.startedAt)}:`}{' '}
            {attempt.outcome === null ? t`runs` : t(outcomes[attempt.outcome])}
            {attempt.detail !== null && (
              <>
                {' – '}
                {attempt.code === null ? (
                  <ServerSentence words={attempt.detail} />
                ) : (
                  <ServerWords code={attempt.code} detail={attempt.detail} />
                )}
              </>
            )}
            {attempt.code !== null && <code> {attempt.code}</code>}
          </li>
        ))}
      </ol>
    </details>
  );
}
