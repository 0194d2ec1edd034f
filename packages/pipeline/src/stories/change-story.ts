import { randomUUID } from 'node:crypto';
import { NextpanelError } from '@nextpanel/core';
import type { EditedStory, Refusal, StoryFacts } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { ensureComposed } from '../finalize/ensure-composed.ts';
import { ensureSheets } from '../finalize/ensure-sheets.ts';
import { type Scope, storyFacts } from './read-story.ts';

export type ChangeContext = Pick<Context, 'state' | 'queues' | 'catalogue' | 'providers' | 'artifacts' | 'log'>;

/** How often a change is tried anew when somebody else changes the same at the same time. */
const triesMax = 10;

/**
 * Reads the story, changes it, and reads it again when somebody else was faster. Then gives it the jobs it needs now. Throws
 * `not_found`, `invalid_state`, and whatever `change` throws.
 *
 * @param change makes the change; answers with the transition's outcome and the panels whose sheets it concerns
 */
export async function changeStory<Outcome extends { readonly kind: string }>(
  context: ChangeContext,
  scope: Scope,
  change: (
    facts: StoryFacts,
    story: EditedStory,
  ) => Promise<{ readonly outcome: Outcome | Refusal; readonly relettered?: readonly number[] }>,
): Promise<Exclude<Outcome, Refusal>> {
  for (let tries = 1; ; tries++) {
    const facts = await storyFacts(context, scope);
    const lockKey = context.queues.lockKey(facts.spec.render.provider, scope.id);
    const { outcome, relettered = [] } = await change(facts, { id: scope.id, lockKey, change: randomUUID() });
    if (outcome.kind === 'changed' && tries < triesMax) continue;
    refuse(outcome, scope.id);
    if (relettered.length > 0) await ensureSheets(context, scope.id, facts.spec, relettered);
    await goOn(context, scope);
    return outcome as Exclude<Outcome, Refusal>;
  }
}

/** A story that was changed gets the jobs its new state asks for. */
async function goOn(context: ChangeContext, scope: Scope): Promise<void> {
  const facts = await context.state.read.story(scope.id);
  if (facts?.status === 'queued' || facts?.status === 'drawing') {
    await context.queues.ensureDraw(facts.spec.render.provider, { story: scope.id });
  } else if (facts?.status === 'composing') await ensureComposed(context, facts);
}

function refuse(outcome: { readonly kind: string; readonly status?: unknown }, id: string): void {
  if (outcome.kind === 'gone') throw new NextpanelError('not_found', `there is no story ${id}`);
  if (outcome.kind === 'drawing') {
    throw new NextpanelError(
      'invalid_state',
      'this is being drawn just now; wait until its batch is drawn, or pause the story first, then try again',
      { retryable: true },
    );
  }
  if (outcome.kind === 'invalid') {
    throw new NextpanelError(
      'invalid_state',
      `a story that is ${String(outcome.status)} cannot be changed; submit it again: what was drawn is recalled for nothing`,
      {
        detail: { status: outcome.status },
      },
    );
  }
  if (outcome.kind === 'changed') {
    throw new NextpanelError('invalid_state', 'somebody else keeps changing the same; try again', { retryable: true });
  }
}
