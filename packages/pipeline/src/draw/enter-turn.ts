import { findModel, isLimited, limitOf, type ModelLimit } from '@nextpanel/core';
import type { Entry, QueueTurn, TurnOutcome } from '@nextpanel/queue';
import { outageWaitMs, outageWords } from './passing-errors.ts';
import type { DrawContext } from './turn.ts';

/** A parked turn is woken when its permit is granted; this alarm, in milliseconds, is for a wake-up that got lost twice. */
const parkedMs = 300_000;

/** `leave` gives back what the turn was started with, unless one of its requests took it over. */
export type Entrance =
  | { readonly kind: 'entered'; readonly leave: () => Promise<void> }
  | { readonly kind: 'parked'; readonly outcome: TurnOutcome };

type EnterContext = Pick<DrawContext, 'state' | 'limits' | 'outages' | 'catalogue' | 'providers'>;

const free: Entrance = { kind: 'entered', leave: async () => undefined };

/**
 * Asks for what a turn needs before anything of its story is claimed: that its provider works, and a permit of its model. What it
 * waits for is stored with the story. A turn whose batch has requests at the vendor needs none, since collecting never waits; nor
 * does one that has nothing to draw, as its claim will say.
 */
export async function enterTurn(
  context: EnterContext,
  { story, provider, tag }: Pick<QueueTurn, 'story' | 'provider' | 'tag'>,
): Promise<Entrance> {
  const { state, limits, outages, catalogue, providers } = context;
  if (!isLimited(provider, catalogue)) return free;
  const next = await state.batches.peek(story);
  if (next.kind === 'early') return { kind: 'parked', outcome: { kind: 'yield', delayMs: next.restMs } };
  if (next.kind === 'none' || next.provider !== provider || next.collects) return free;
  // The vendor's batches have limits of their own.
  if (next.method === 'economy') return free;
  const limit = knownLimit(next, catalogue);
  if (limit === null) return free;
  const asksFree = providers.get(provider)?.reach !== undefined;
  const passage = await outages.ask(provider, { story, request: null }, asksFree);
  if (passage.kind === 'open') {
    await state.stories.waitFor(story, 'provider_down', { detail: outageWords(provider, passage) });
    return { kind: 'parked', outcome: { kind: 'yield', delayMs: outageWaitMs(passage) } };
  }
  const leaveProbe = async () => {
    if (passage.kind === 'probe') await outages.leave(provider, story);
  };
  const entry = await limits.enter(limit, story, tag);
  if (entry.kind === 'entered') {
    const leave = async () => {
      await limits.leave(limit, story).catch(() => undefined);
      await leaveProbe().catch(() => undefined);
    };
    return { kind: 'entered', leave };
  }
  await leaveProbe();
  await showWait(context, story, entry);
  return {
    kind: 'parked',
    outcome: { kind: 'park', delayMs: parkedMs, isGranted: () => limits.isGranted(limit, story) },
  };
}

/** Stores what a parked story waits for. */
async function showWait(
  { state }: EnterContext,
  story: string,
  { why, waitMs, words }: Extract<Entry, { kind: 'parked' }>,
): Promise<void> {
  const until = waitMs > 0 && { until: state.clock.now() + waitMs };
  if (why === 'refused') {
    await state.stories.waitFor(story, 'rate_limited', { ...until, ...(words !== null && { detail: words }) });
  } else {
    await state.stories.waitFor(story, 'model_busy', { ...until });
  }
}

/** null for a model that is gone from the catalogue: the claimed batch fails with the reason. */
function knownLimit(render: Parameters<typeof findModel>[0], catalogue: DrawContext['catalogue']): ModelLimit | null {
  try {
    return limitOf(findModel(render, catalogue), catalogue);
  } catch {
    return null;
  }
}
