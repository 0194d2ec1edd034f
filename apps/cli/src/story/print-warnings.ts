import type { StoryView } from '@nextpanel/core';
import type { Io } from '../io.ts';
import { plainText } from '../terminal/plain-text.ts';

/** One line for each warning of a story, a sheet or an estimate. */
export const describeWarnings = (warnings: readonly Pick<StoryView['warnings'][number], 'detail'>[]): string[] =>
  warnings.map(({ detail }) => `note: ${plainText(detail)}`);

export function printWarnings(io: Pick<Io, 'stderr'>, warnings: StoryView['warnings']): void {
  for (const line of describeWarnings(warnings)) io.stderr.write(`${line}\n`);
}
