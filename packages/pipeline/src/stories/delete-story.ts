import { randomUUID } from 'node:crypto';
import { describeRefusal, NextpanelError } from '@nextpanel/core';
import type { Context } from '../context.ts';
import { type Scope, storyFacts } from './read-story.ts';

/**
 * Deletes a story permanently. Its records, and what only it used of the artifacts, are removed by the next sweep; what it cost
 * stays in the tenant's sums. Throws `not_found`, and `invalid_state` for one that is being drawn: cancel it first.
 */
export async function deleteStory(context: Pick<Context, 'state' | 'queues' | 'log'>, scope: Scope): Promise<void> {
  const facts = await storyFacts(context, scope);
  const lockKey = context.queues.lockKey(facts.spec.render.provider, scope.id);
  const outcome = await context.state.edits.delete({ id: scope.id, lockKey, change: randomUUID() });
  if (outcome.kind === 'gone') throw new NextpanelError('not_found', `there is no story ${scope.id}`);
  if (outcome.kind === 'invalid') {
    const { status } = outcome;
    throw new NextpanelError('invalid_state', describeRefusal('delete', { status, waitingOn: null }), {
      detail: { status },
    });
  }
  await context.queues.ensureSweep();
  context.log.info({ story: scope.id }, 'story deleted');
}
