import { isDrawingStatus, type NextpanelError, type StoryStatus } from '@nextpanel/core';
import type { TurnOutcome } from '@nextpanel/queue';
import { reportLostFrame } from '../report-lost-frame.ts';
import type { Outcome } from './decide-outcome.ts';
import type { Turn } from './turn.ts';

const done: TurnOutcome = { kind: 'done' };

/** Writes what a turn's outcome means, and answers whether the story's job comes back. */
export async function applyOutcome(turn: Turn, outcome: Outcome): Promise<TurnOutcome> {
  const { context, batch } = turn;
  const { batches } = context.state;
  const { fence, id } = batch;
  const providerMs = turn.providerMs();
  context.measures.batchEnded(turn.provider.id, outcome.kind);
  switch (outcome.kind) {
    case 'stop':
      return done;
    case 'release': {
      const { code, delayMs, wait, pause, lost } = outcome;
      if (lost) await reportLostFrame(context, fence.story, lost);
      if (pause) await pauseProvider(turn, pause);
      const restMs = restOf(outcome);
      const status = await batches.release(fence, id, code, providerMs, { restMs, ...(wait && { wait }) });
      return outcome.done ? done : yieldWhileActive(status, delayMs);
    }
    case 'suspend': {
      const { code, delayMs, facts } = outcome.wait;
      const end = { restMs: delayMs, wait: facts, suspended: true };
      const status = await batches.release(fence, id, code, providerMs, end);
      // A vendor takes minutes to stop what it was drawing for a cancelled story.
      return status === 'cancelled' ? { kind: 'yield', delayMs } : yieldWhileActive(status, delayMs);
    }
    case 'retry': {
      logFailure(turn, outcome.error);
      const { failure, delayMs } = outcome;
      return yieldWhileActive(await batches.retry(fence, id, failure, providerMs, delayMs), delayMs);
    }
    case 'fail': {
      logFailure(turn, outcome.error);
      if (outcome.pause) await pauseProvider(turn, outcome.pause);
      await batches.fail(fence, id, outcome.failure, outcome.panels, providerMs);
      return done;
    }
  }
}

function logFailure({ context, batch }: Turn, error: NextpanelError): void {
  context.log.warn({ story: batch.fence.story, batch: batch.number, code: error.code, err: error }, 'batch failed');
}

/** A wrong key or an empty account is no story's fault: the provider is paused for all of them, with one alert. */
async function pauseProvider({ context, provider }: Turn, error: NextpanelError): Promise<void> {
  const first = await context.state.providers.pause(
    provider.id,
    `${error.code}: ${error.message}`,
    provider.fingerprint,
  );
  if (first)
    context.log.error({ provider: provider.id, code: error.code, err: error }, 'provider paused for all stories');
}

/** A paused provider is checked now and then; a resume of it does not have to know about any rest. */
const restOf = ({ code, delayMs }: Extract<Outcome, { kind: 'release' }>): number =>
  code === 'provider_paused' ? 0 : delayMs;

/** Paused, cancelled and waiting stories have no job: resuming adds a new one. */
const yieldWhileActive = (status: StoryStatus | 'fenced', delayMs: number): TurnOutcome =>
  status !== 'fenced' && isDrawingStatus(status) ? { kind: 'yield', delayMs } : done;
