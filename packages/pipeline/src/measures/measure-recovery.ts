import type { ClaimedBatch } from '@nextpanel/store';
import type { Context } from '../context.ts';

/** Counts how long a batch stood that a dead process had left. Only where it is counted does it ask who that was. Never throws. */
export async function measureRecovery(
  { measures, state }: Pick<Context, 'measures' | 'state'>,
  { recovered, claimedAt, fence }: ClaimedBatch,
): Promise<void> {
  if (!recovered || measures.url === null) return;
  const workers = await state.workers.list().catch(() => []);
  const signs = workers
    .filter(({ holds }) => holds.some(({ story }) => story === fence.story))
    .map(({ seenAt }) => seenAt);
  if (signs.length > 0) measures.recovered(Math.max(0, claimedAt - Math.max(...signs)));
}
