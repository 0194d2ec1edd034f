import type { ProviderId } from '@nextpanel/core';
import type { StoryFacts } from '@nextpanel/store';
import type { Context } from './context.ts';
import { ensureComposed } from './finalize/ensure-composed.ts';

/** How late an alarm may be before it counts as lost, in milliseconds. */
const alarmLateMs = 1_000;

/**
 * Makes BullMQ agree with the stored state, once: stories to draw that have no job get one, cancelled ones while a vendor has
 * something of them, and so do the sheets and books of stories being composed. Adding a job that is there does nothing.
 *
 * @returns how many draw jobs were missing
 */
export async function reconcile(context: Pick<Context, 'state' | 'queues'>): Promise<number> {
  const { state, queues } = context;
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
  for (const [provider, stories] of drawing) await wakeLate(context, provider, stories);
  for (const story of facts.filter(({ status }) => status === 'composing'))
    await ensureComposed({ state, queues }, story);
  await queues.wakeFinalize();
  return missing;
}

/**
 * Wakes stories that wait though their time has come: BullMQ's alarms go by the clocks of machines, which may be wrong or be set.
 * A story that waited for a paused provider is woken once that is resumed.
 */
async function wakeLate(
  { state, queues }: Pick<Context, 'state' | 'queues'>,
  provider: ProviderId,
  stories: readonly StoryFacts[],
): Promise<void> {
  const now = state.clock.now();
  const due = stories.filter(({ notBefore }) => notBefore !== null && notBefore + alarmLateMs <= now);
  const held = stories.filter(({ waiting, notBefore }) => waiting === 'provider_paused' && notBefore === null);
  const resumed = held.length > 0 && (await state.providers.paused(provider)) === null ? held : [];
  await queues.wakeDraws(
    provider,
    [...due, ...resumed].map(({ id }) => id),
  );
}

async function addMissing(queues: Context['queues'], provider: ProviderId, ids: readonly string[]): Promise<number> {
  const missing = await queues.missingDraws(provider, ids);
  for (const story of missing) await queues.ensureDraw(provider, { story });
  return missing.length;
}
