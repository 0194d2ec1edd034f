import { randomUUID } from 'node:crypto';
import { describeRefusal, isDrawingStatus, NextpanelError, type StoryStatus } from '@nextpanel/core';
import type { EditedStory, Refusal, StoryHead } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { ensureComposed } from '../finalize/ensure-composed.ts';
import { ensureEditions } from '../finalize/ensure-editions.ts';
import { ensureSheets } from '../finalize/ensure-sheets.ts';
import { type ChangeScope, type Scope, storyHead } from './read-story.ts';

export type ChangeContext = Pick<Context, 'state' | 'queues' | 'catalogue' | 'providers' | 'artifacts' | 'log'>;

/** How often a change is tried again when the story was changed by others at the same time. */
const triesMax = 10;

/**
 * Reads the story, changes it, and reads it again when another change came first. Then gives it the jobs it needs now. Throws
 * `not_found`, `invalid_state`, `revision_mismatch`, `edit_conflict` after ten lost races, and whatever `change` throws.
 *
 * @param change makes the change; answers with the transition's outcome and the panels, by id, whose sheets it concerns
 */
export async function changeStory<Outcome extends { readonly kind: string }>(
  context: ChangeContext,
  scope: ChangeScope,
  change: (
    story: StoryHead,
    edited: EditedStory,
  ) => Promise<{ readonly outcome: Outcome | Refusal; readonly relettered?: readonly string[] }>,
): Promise<Exclude<Outcome, Refusal>> {
  for (let tries = 1; ; tries++) {
    const head = await storyHead(context, scope);
    await requireRev(context, scope, head.rev);
    const lockKey = context.queues.lockKey(head.spec.render.provider, scope.id);
    const edited = { id: scope.id, lockKey, change: scope.change ?? randomUUID(), rev: head.rev };
    const { outcome, relettered = [] } = await change(head, edited);
    if (outcome.kind === 'changed' && tries < triesMax) continue;
    refuse(outcome, scope.id);
    if (relettered.length > 0) await ensureSheets(context, scope.id, relettered);
    await goOn(context, scope);
    return outcome as Exclude<Outcome, Refusal>;
  }
}

/** A change that was made already is answered, whatever the story's revision is since. */
async function requireRev({ state }: Pick<Context, 'state'>, scope: ChangeScope, rev: number): Promise<void> {
  const { change, ifRev } = scope;
  if (ifRev === undefined || ifRev === rev) return;
  if (change !== undefined && (await state.edits.wasMade(change))) return;
  throw new NextpanelError(
    'revision_mismatch',
    `the story is at revision ${rev}; the change was made to revision ${ifRev}`,
    { detail: { rev, ifMatch: ifRev } },
  );
}

/** A story that was changed gets the jobs its new state asks for. */
async function goOn(context: ChangeContext, { id }: Scope): Promise<void> {
  const head = await context.state.read.head(id);
  if (head && isDrawingStatus(head.status)) {
    await context.queues.ensureDraw(head.spec.render.provider, { story: id });
  } else if (head?.status === 'composing') await ensureComposed(context, head);
  if (head) await ensureEditions(context, head);
}

/** Throws for an outcome that refuses a change of any kind. */
export function refuse(outcome: { readonly kind: string; readonly status?: unknown }, id: string): void {
  if (outcome.kind === 'gone') throw new NextpanelError('not_found', `there is no story ${id}`);
  if (outcome.kind === 'drawing') {
    throw new NextpanelError(
      'invalid_state',
      'this is being drawn now; wait until its batch is drawn, or pause the story first, then try again',
      { retryable: true },
    );
  }
  if (outcome.kind === 'invalid') {
    const refusal = describeRefusal('change', { status: outcome.status as StoryStatus, waitingOn: null });
    throw new NextpanelError('invalid_state', `${refusal}; submit it again: what was drawn is recalled for free`, {
      detail: { status: outcome.status },
    });
  }
  if (outcome.kind === 'changed') {
    throw new NextpanelError(
      'edit_conflict',
      `other changes of this story came first ${triesMax} times in a row; nothing was changed by this one. Read the story again, then repeat it`,
      { retryable: true },
    );
  }
}
