import { findModel, isLimited, limitOf, type ModelLimit } from '@nextpanel/core';
import type { QueueTurn, TurnOutcome } from '@nextpanel/queue';
import type { DrawContext } from './turn.ts';

/** A parked turn is woken when its permit is granted; this alarm, in milliseconds, is for a wake-up that got lost twice. */
const parkedMs = 300_000;

/** `leave` gives back the permit the turn was started with, unless one of its requests took it over. */
export type Entrance =
  | { readonly kind: 'entered'; readonly leave: () => Promise<void> }
  | { readonly kind: 'parked'; readonly outcome: TurnOutcome };

const free: Entrance = { kind: 'entered', leave: async () => undefined };

/**
 * Asks for the permit a turn needs before anything of its story is claimed. A turn whose batch has requests at the vendor needs
 * none, since collecting never waits; nor does one that has nothing to draw, as its claim will say.
 */
export async function enterTurn(
  { state, limits, catalogue }: Pick<DrawContext, 'state' | 'limits' | 'catalogue'>,
  { story, provider }: Pick<QueueTurn, 'story' | 'provider'>,
): Promise<Entrance> {
  if (!isLimited(provider, catalogue)) return free;
  const next = await state.batches.peek(story);
  if (next.kind === 'early') return { kind: 'parked', outcome: { kind: 'yield', delayMs: next.restMs } };
  if (next.kind === 'none' || next.provider !== provider || next.collects) return free;
  const limit = knownLimit(next, catalogue);
  if (limit === null || (limit.concurrency === null && limit.imagesPerMinute === null)) return free;
  const entry = await limits.enter(limit, story);
  if (entry.kind === 'entered')
    return { kind: 'entered', leave: () => limits.leave(limit, story).catch(() => undefined) };
  if (entry.waitMs > 0) await state.stories.waitFor(story, 'rate_limited');
  return {
    kind: 'parked',
    outcome: { kind: 'park', delayMs: parkedMs, isGranted: () => limits.isGranted(limit, story) },
  };
}

/** null for a model that is gone from the catalogue: the claimed batch fails with the reason. */
function knownLimit(render: Parameters<typeof findModel>[0], catalogue: DrawContext['catalogue']): ModelLimit | null {
  try {
    return limitOf(findModel(render, catalogue), catalogue);
  } catch {
    return null;
  }
}
