import type { MicroUsd, RequestState, StoryStatus } from '@nextpanel/core';
import type { Keyspace } from '../keyspace.ts';
import type { RunTransition } from '../load-transitions.ts';

/** What is learnt about a request whose outcome is not certain. `cost` null: its estimate. */
export type Evidence =
  | { readonly says: 'found'; readonly source: 'webhook' | 'history'; readonly vendorId: string }
  | { readonly says: 'paid'; readonly source: 'user'; readonly cost: MicroUsd | null }
  | { readonly says: 'unpaid'; readonly source: 'user' | 'history' }
  /** Nothing is known, but the vendor is asked once more for a result that it said was gone. */
  | { readonly says: 'again'; readonly source: 'user' };

/**
 * `unchanged`: its outcome was certain, or the same was stated before. `taken`: another request has the vendor id. `invalid`: a user cannot
 * decide about a request in this state.
 */
export type LearnOutcome =
  | { readonly kind: 'learnt'; readonly status: StoryStatus }
  | { readonly kind: 'unchanged' | 'taken' | 'gone' }
  | { readonly kind: 'invalid'; readonly state: RequestState };

/** What may be learnt about a request at any time, also while a turn has its story. Unfenced, and safe to repeat. */
export interface RequestTransitions {
  learn(story: string, request: string, evidence: Evidence): Promise<LearnOutcome>;
}

export function requestTransitions(run: RunTransition, keys: Keyspace): RequestTransitions {
  return {
    async learn(story, request, evidence) {
      const vendorId = evidence.says === 'found' ? evidence.vendorId : '';
      const cost = evidence.says === 'paid' ? (evidence.cost ?? '') : '';
      const args = [request, evidence.source, evidence.says, vendorId, cost];
      const [kind, word] = (await run('learn-outcome', [keys.story(story)], args)) as [LearnOutcome['kind'], string];
      if (kind === 'learnt') return { kind, status: word as StoryStatus };
      if (kind === 'invalid') return { kind, state: word as RequestState };
      return { kind };
    },
  };
}
