import type { ProviderId } from '@nextpanel/core';
import type { Context } from './context.ts';
import { ensureComposed } from './finalize/ensure-composed.ts';

/**
 * Makes BullMQ agree with the stored state, once: stories to draw that have no job get one, cancelled ones while a vendor has
 * something of them, and so do the sheets and books of stories being composed. Adding a job that is there does nothing.
 *
 * @returns how many draw jobs were missing
 */
export async function reconcile({ state, queues }: Pick<Context, 'state' | 'queues'>): Promise<number> {
  const facts = (await state.read.stories(await state.read.active())).filter((story) => story !== null);
  const drawing = Map.groupBy(
    facts.filter(({ status }) => status === 'queued' || status === 'drawing' || status === 'cancelled'),
    ({ spec }) => spec.render.provider,
  );
  let missing = 0;
  for (const [provider, stories] of drawing)
    missing += await addMissing(
      queues,
      provider,
      stories.map(({ id }) => id),
    );
  for (const story of facts.filter(({ status }) => status === 'composing'))
    await ensureComposed({ state, queues }, story);
  return missing;
}

async function addMissing(queues: Context['queues'], provider: ProviderId, ids: readonly string[]): Promise<number> {
  const missing = await queues.missingDraws(provider, ids);
  for (const story of missing) await queues.ensureDraw(provider, { story });
  return missing.length;
}
