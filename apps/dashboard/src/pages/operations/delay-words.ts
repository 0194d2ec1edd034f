import { t } from '@lingui/core/macro';
import type { QueueView } from '@nextpanel/core';
import { describeCode } from '../../language/code-words.ts';
import { formatExactClock } from '../../parts/format-time.ts';

/** Why a story is delayed, and until when, in one line. */
export function delayWords({ reason, until }: Pick<QueueView['stories'][number], 'reason' | 'until'>): string {
  const time = until === null ? null : formatExactClock(until);
  switch (reason) {
    case 'provider_paused':
      // It checks now and then, but a resume wakes it immediately.
      return t`the provider is paused; continues when it is resumed`;
    case 'rate_limited':
      return time === null ? t`rate limit; continues in a moment` : t`rate limit until ${time}`;
    case 'disk_full':
      return time === null
        ? t`the disk is full; continues when there is space`
        : t`the disk is full; continues when there is space, checks again at ${time}`;
    default: {
      const { title } = describeCode(reason);
      return time === null ? `${title}.` : t`${title}. Continues at ${time}.`;
    }
  }
}
