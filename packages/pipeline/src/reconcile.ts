import type { ProviderId } from '@nextpanel/core';
import type { StoryFacts } from '@nextpanel/store';
import type { Context } from './context.ts';
import { ensureComposed } from './finalize/ensure-composed.ts';
import { ensureEditions } from './finalize/ensure-editions.ts';

/** How long refusals alone may keep a story before it warns of it, in milliseconds: users do not watch a waiting story all the time. */
const longRefusalMs = 3_600_000;

/** How late an alarm may be before it counts as lost, in milliseconds. */
const alarmLateMs = 1_000;

type ReconcileContext = Pick<Context, 'state' | 'queues' | 'outages' | 'limits' | 'log'>;

/**
 * Makes BullMQ agree with the stored state, once: stories to draw that have no job get one, others while a vendor has something of
 * them, and so do the sheets and books of stories being composed, and of their editions in other languages. Adding a job that is there does nothing.
 *
 * @returns how many draw jobs were missing
 */
export async function reconcile(context: ReconcileContext): Promise<number> {
  const { state, queues } = context;
  const facts = (await state.read.stories(await state.read.active())).filter((story) => story !== null);
  const drawing = Map.groupBy(
    facts.filter(({ status, toFetch }) => status !== 'composing' || toFetch),
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
  await warnOfRefusals(context, facts);
  for (const story of facts.filter(({ status }) => status === 'composing'))
    await ensureComposed({ state, queues }, story);
  for (const story of await state.read.stories(await state.editions.unfinished()))
    if (story) await ensureEditions({ state, queues }, story);
  for (const provider of drawing.keys()) await queues.line(provider).moveBase();
  await queues.wakeFinalize();
  return missing;
}

/**
 * Wakes stories that wait though their time has come: BullMQ's alarms go by the clocks of machines, which may be wrong or be set.
 * A story that waited for a paused provider is woken once that is resumed, one that waited for a failing provider once it works.
 */
async function wakeLate(
  { state, queues, outages }: ReconcileContext,
  provider: ProviderId,
  stories: readonly StoryFacts[],
): Promise<void> {
  const now = state.clock.now();
  const due = stories.filter(({ notBefore }) => notBefore !== null && notBefore + alarmLateMs <= now);
  const paused = stories.filter(({ waiting, notBefore }) => waiting === 'provider_paused' && notBefore === null);
  const resumed = paused.length > 0 && (await state.providers.paused(provider)) === null ? paused : [];
  const failing = stories.filter(({ waiting }) => waiting === 'provider_down');
  const working = failing.length > 0 && (await outages.read(provider)) === null ? failing : [];
  for (const { id } of working) await state.stories.rest(id, 0);
  // Set by a clock that was hours ahead: they wait for a permit, which may have been granted long ago.
  const far = new Set(await queues.farDraws(provider));
  const parked = stories.filter(({ id, notBefore }) => notBefore === null && far.has(id));
  await queues.wakeDraws(
    provider,
    [...due, ...resumed, ...working, ...parked].map(({ id }) => id),
  );
}

/** A story that nothing but refusals has kept for an hour warns of it, and there is one alert for its provider. */
async function warnOfRefusals({ state, limits, log }: ReconcileContext, stories: readonly StoryFacts[]): Promise<void> {
  const now = state.clock.now();
  const kept = stories.filter(
    ({ waiting, wait, waitsLong }) =>
      waiting === 'rate_limited' && wait !== null && !waitsLong && wait.since + longRefusalMs <= now,
  );
  for (const { id, spec, wait } of kept) {
    if (!(await state.stories.warnOfWait(id, 'rate_limited', longRefusalMs))) continue;
    const { provider } = spec.render;
    if (await limits.alert(provider))
      log.error(
        { provider, words: wait?.detail },
        'the provider has refused every request for an hour because of its rate limit',
      );
  }
}

async function addMissing(queues: Context['queues'], provider: ProviderId, ids: readonly string[]): Promise<number> {
  const missing = await queues.missingDraws(provider, ids);
  for (const story of missing) await queues.ensureDraw(provider, { story });
  return missing.length;
}
