import type { QueueView } from '@nextpanel/core';
import { describeCode } from '@nextpanel/core/errors';
import { formatExactClock } from '../../parts/format-time.ts';

/** Why a story is delayed, and until when, in one line. */
export function delayWords({ reason, until }: Pick<QueueView['stories'][number], 'reason' | 'until'>): string {
  const time = until === null ? null : formatExactClock(until);
  switch (reason) {
    case 'provider_paused':
      // It checks now and then, but a resume wakes it immediately.
      return 'the provider is paused; continues when it is resumed';
    case 'rate_limited':
      return time === null ? 'rate limit; continues in a moment' : `rate limit until ${time}`;
    case 'disk_full':
      return `the disk is full; continues when there is space${time === null ? '' : `, checks again at ${time}`}`;
    default:
      return `${describeCode(reason).title}.${time === null ? '' : ` Continues at ${time}.`}`;
  }
}
