import type { QueueView } from '@nextpanel/core';
import { explainCode } from '../../data/explain-code.ts';
import { exactClockTime } from './clock-time.ts';

/** Why a story waits for a later time, and until when, in one line. */
export function delayWords({ reason, until }: Pick<QueueView['stories'][number], 'reason' | 'until'>): string {
  const time = until === null ? null : exactClockTime(Date.parse(until));
  switch (reason) {
    case 'provider_paused':
      // It looks again now and then; what counts is the resume, which wakes it at once.
      return 'the provider is paused; goes on when it is resumed';
    case 'rate_limited':
      return time === null ? 'rate limit; goes on in a moment' : `rate limit until ${time}`;
    case 'disk_full':
      return `the disk is full; goes on when there is room${time === null ? '' : `, looks again at ${time}`}`;
    default:
      return `${explainCode(reason).meaning}${time === null ? '' : ` Goes on at ${time}.`}`;
  }
}
