import type { ProviderView } from '@nextpanel/core';
import { formatDuration } from '../../parts/format-age.ts';
import { ProgressBar } from '../../parts/progress-bar.tsx';

/** How much of the limit per minute is used, by model. */
export function RateLimits({ provider: { id, limits } }: { readonly provider: ProviderView }) {
  if (limits.length === 0) return null;
  return (
    <div>
      <h4 className="text-ink-soft mb-1 text-sm font-medium">Rate limits, in pictures per minute</h4>
      <ul className="flex flex-col gap-2">
        {limits.map(
          ({
            model,
            concurrency,
            underWay,
            waiting,
            imagesPerMinute,
            usedShare,
            blockedMs,
            learnedPerMinute,
            refusing,
          }) => (
            <li key={model} className="grid grid-cols-1 items-center gap-x-3 sm:grid-cols-2">
              <span className="font-mono text-sm break-all">{model}</span>
              {imagesPerMinute === null ? (
                <span className="text-ink-soft text-sm">no limit set</span>
              ) : (
                <ProgressBar
                  label={`Pictures per minute used of the limit of ${model} at ${id}`}
                  value={Math.round(usedShare * imagesPerMinute)}
                  max={imagesPerMinute}
                />
              )}
              {concurrency !== null && (
                <span className="text-ink-soft text-sm sm:col-span-2">
                  {underWay} of {concurrency} requests in progress
                  {waiting > 0 && `, ${waiting} waiting`}
                </span>
              )}
              {blockedMs > 0 && (
                <span className="text-warn text-sm font-medium sm:col-span-2">
                  Rate limited by the provider for another {formatDuration(blockedMs)}.
                </span>
              )}
              {refusing !== null && (
                <span className="text-ink-soft text-sm break-words sm:col-span-2">
                  It has refused every request since{' '}
                  <time dateTime={refusing.since}>{new Date(refusing.since).toLocaleTimeString()}</time>:{' '}
                  {refusing.words}
                </span>
              )}
              {learnedPerMinute !== null && (
                <span className="text-ink-soft text-sm sm:col-span-2">
                  At most {learnedPerMinute.toFixed(1)} pictures a minute are ordered, as learned from refusals.
                </span>
              )}
            </li>
          ),
        )}
      </ul>
    </div>
  );
}
