import { asNextpanelError, type ErrorCode, type NextpanelError, redisRefusal, redisRetryMs } from '@nextpanel/core';
import type { WaitingFacts } from '@nextpanel/store';
import { LostFrame } from '../frames.ts';

/** Requests that failed, and the ids of the panels they were for; none stands for the whole batch. */
export interface FailedRequest {
  readonly panels: readonly string[];
  readonly error: NextpanelError;
}

/** What a turn waits for that takes longer than a turn should. The story's next turn looks again. */
export interface TurnWait {
  readonly code: ErrorCode;
  /** When to look again, in milliseconds from now. */
  readonly delayMs: number;
  readonly facts: WaitingFacts;
}

/**
 * Why a turn ended without a commit.
 * `superseded`: a later turn owns the story. `cancelled`: the user cancelled it. `frames_changed`: another anchor or
 * reference frame was selected before anything was ordered. `frame_lost`: stored bytes are missing or damaged. `failed`: some
 * requests failed; the others were finished and kept. `waits`: nothing failed, and there is nothing to do for a while.
 */
export type Ending =
  | { readonly kind: 'superseded' | 'cancelled' | 'frames_changed' }
  | { readonly kind: 'frame_lost'; readonly lost: LostFrame }
  | { readonly kind: 'waits'; readonly wait: TurnWait }
  | { readonly kind: 'failed'; readonly failed: readonly FailedRequest[] };

/** Carries an ending out of the step that found it; `drawNextBatch` turns it back into a value. */
export class TurnEnded extends Error {
  override readonly name = 'TurnEnded';
  readonly ending: Ending;

  constructor(ending: Ending) {
    super(
      ending.kind === 'failed' ? ending.failed.map(({ error }) => error.message).join('; ') : `turn ${ending.kind}`,
    );
    this.ending = ending;
  }
}

/** What was drawn together is kept as far as it can be, and some panels of it failed, each for a reason of its own. */
export class PanelsFailed extends Error {
  override readonly name = 'PanelsFailed';
  readonly failed: readonly FailedRequest[];

  constructor(failed: readonly FailedRequest[]) {
    super(failed.map(({ error }) => error.message).join('; '));
    this.failed = failed;
  }
}

/** Whether what was thrown concerns the whole turn, and not one of its requests. */
export const endsAtOnce = (thrown: unknown): boolean => thrown instanceof TurnEnded || thrown instanceof LostFrame;

/** The ending that any thrown value stands for. */
export function endingOf(thrown: unknown): Ending {
  if (thrown instanceof TurnEnded) return thrown.ending;
  if (thrown instanceof LostFrame) return { kind: 'frame_lost', lost: thrown };
  const refusal = redisRefusal(thrown);
  // Nothing failed: what was ordered is where it was, and the next turn continues the attempt.
  if (refusal !== null) {
    const { code, message } = refusal;
    return { kind: 'waits', wait: { code, delayMs: redisRetryMs, facts: { detail: message } } };
  }
  return { kind: 'failed', failed: [{ panels: [], error: asNextpanelError(thrown) }] };
}
