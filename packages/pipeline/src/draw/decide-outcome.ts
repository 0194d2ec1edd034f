import { asNextpanelError, decideRetry, type ErrorCode, NextpanelError, pausingCodes } from '@nextpanel/core';
import type { PickUpOutcome } from '@nextpanel/queue';
import { LostFrame } from '../frames.ts';
import { reportLostFrame } from '../report-lost-frame.ts';
import { BatchFailure } from './batch-failure.ts';
import { rateLimitedMs } from './draw-order.ts';
import { Cancelled, FramesChanged, Superseded, type Turn } from './turn.ts';

const done: PickUpOutcome = { kind: 'done' };

/** How long a story waits before it looks again whether its provider is still paused; a resume wakes it at once. */
export const pausedProviderMs = 30_000;

/** How long a story waits before it looks again whether there is room on the disk. */
const fullDiskMs = 30_000;

/**
 * What a turn that did not end in a commit means: the one place where exceptions become an outcome. Nothing that was kept
 * is lost by any of them.
 */
export async function decideOutcome(turn: Turn, thrown: unknown): Promise<PickUpOutcome> {
  const { context, batch, pickUp } = turn;
  const { batches } = context.state;
  const { fence, number } = batch;
  const providerMs = turn.providerMs();
  const release = async (code: ErrorCode, delayMs: number, data?: Readonly<Record<string, unknown>>) =>
    goOnUnlessResting(await batches.release(fence, number, code, providerMs, data), delayMs);
  if (thrown instanceof Superseded) return done;
  const stopping = pickUp.signal.aborted || pickUp.draining.aborted;
  if (thrown instanceof Cancelled || pickUp.cancelled.aborted) {
    // A process that stops leaves to the next one what the vendor has.
    await release(stopping ? 'interrupted' : 'cancelled', 0);
    return done;
  }
  if (thrown instanceof FramesChanged) return release('frames_changed', 0);
  if (thrown instanceof LostFrame) {
    await reportLostFrame(context, fence.story, thrown);
    return release('frame_lost', 0);
  }
  const all =
    thrown instanceof BatchFailure
      ? thrown.failed
      : [{ panels: [] as readonly number[], error: asNextpanelError(thrown) }];
  const failed = stopping ? all.filter(({ error }) => isForPeople(error)) : all;
  if (failed.length === 0) return release('interrupted', 0);
  const pausing = failed.find(({ error }) => pausingCodes.includes(error.code));
  if (pausing) await pauseForAll(turn, pausing.error);
  if (pausing || failed.some(({ error }) => error.code === 'provider_paused')) {
    const data = { provider: turn.provider.id, reason: pausing?.error.message ?? 'paused' };
    return release('provider_paused', pausedProviderMs, data);
  }
  if (failed.every(({ error }) => error.code === 'rate_limited')) {
    const longest = Math.max(...failed.map(({ error }) => error.retryAfterMs ?? rateLimitedMs));
    return release('rate_limited', longest);
  }
  if (failed.some(({ error }) => error.code === 'disk_full')) return release('disk_full', fullDiskMs);
  const decisions = failed.map((it) => ({ ...it, decision: decideRetry(it.error, batch.tries + 1) }));
  const asking = decisions.filter(({ decision }) => decision.kind === 'ask');
  const [first = decisions[0]] = asking;
  const error = first?.error ?? new NextpanelError('unexpected', 'the batch failed for no known reason');
  const failure = { code: error.code, detail: error.message };
  context.log.warn({ story: fence.story, batch: number, code: error.code, err: error }, 'batch failed');
  if (asking.length === 0) {
    const delays = decisions.map(({ decision }) => (decision.kind === 'retry' ? decision.delayMs : 0));
    return goOnUnlessResting(await batches.retry(fence, number, failure, providerMs), Math.max(...delays));
  }
  const panels = asking.flatMap((it) =>
    it.panels.map((panel) => ({ panel, failure: { code: it.error.code, detail: it.error.message } })),
  );
  await batches.fail(fence, number, failure, panels, providerMs);
  return done;
}

/**
 * What only a person can decide is written down by a process that stops, too: the next one would buy it again. Its own
 * stopping is no such thing.
 */
const isForPeople = ({ retryable, code }: NextpanelError): boolean => !retryable && code !== 'unexpected';

/** A wrong key or an empty account is nobody's story's fault: the provider rests for all, and one alarm is raised. */
async function pauseForAll({ context, provider }: Turn, error: NextpanelError): Promise<void> {
  const first = await context.state.providers.pause(
    provider.id,
    `${error.code}: ${error.message}`,
    provider.fingerprint,
  );
  if (first)
    context.log.error({ provider: provider.id, code: error.code, err: error }, 'provider paused for all stories');
}

/** Paused, cancelled and waiting stories have no job: resuming makes a new one. */
const goOnUnlessResting = (status: string, delayMs: number): PickUpOutcome =>
  status === 'queued' || status === 'drawing' ? { kind: 'yield', delayMs } : done;
