import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
/** How far back the charts look. */
export interface Range {
  readonly label: MessageDescriptor;
  /** In a sentence: `in the last hour`. */
  readonly words: MessageDescriptor;
  readonly minutes: number;
  /** Minutes drawn as one point: about 60 to 72 points in each. */
  readonly step: number;
}

const hour: Range = { label: msg`1 h`, words: msg`in the last hour`, minutes: 60, step: 1 };
export const firstRange = hour;
export const ranges: readonly Range[] = [
  hour,
  { label: msg`6 h`, words: msg`in the last 6 hours`, minutes: 360, step: 5 },
  { label: msg`24 h`, words: msg`in the last 24 hours`, minutes: 1_440, step: 20 },
];
