import { coverPanel, type Move, NextpanelError } from '@nextpanel/core';
import type { BatchFacts } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { type Scope, storyHead } from './read-story.ts';

/** A panel or a batch: by its place, from 1, or by its permanent id. */
export type PartRef = number | { readonly id: string };

type ReadContext = Pick<Context, 'state'>;

/** The id of a panel of the book. Throws `not_found`. */
export async function findPanel({ state }: ReadContext, scope: Scope, ref: PartRef): Promise<string> {
  if (typeof ref === 'number') {
    const id = await state.read.panelAt(scope.id, ref);
    if (id !== null) return id;
  } else if ((await state.read.numbers(scope.id, [ref.id]))[0] !== 0) return ref.id;
  throw await noPanel({ state }, scope, ref);
}

/** The number of the panel that others are put behind, now; 0: the beginning. Throws `invalid`. */
export async function placeAfter({ state }: ReadContext, { id }: Scope, after: Move['after']): Promise<number> {
  if (typeof after === 'number') return after;
  const [number = 0] = await state.read.numbers(id, [after.slice('id:'.length)]);
  if (number > 0) return number;
  throw new NextpanelError('invalid', `the book has no panel ${after} to put it behind`, {
    detail: { pointer: '/after' },
  });
}

/** The id of a panel of the book, or of the cover where it is drawn. Throws `not_found`. */
export async function findPicture(context: ReadContext, scope: Scope, ref: PartRef): Promise<string> {
  if (typeof ref === 'object' && ref.id === coverPanel && (await context.state.read.cover(scope.id)).length > 0)
    return coverPanel;
  return findPanel(context, scope, ref);
}

/** The id of a panel of the book, or of one that was removed: its takes can be looked at. Throws `not_found`. */
export async function findAnyPanel({ state }: ReadContext, scope: Scope, ref: PartRef): Promise<string> {
  if (typeof ref === 'number') return findPanel({ state }, scope, ref);
  if ((await state.read.panels(scope.id, [ref.id])).length > 0) return ref.id;
  throw await noPanel({ state }, scope, ref);
}

export const findBatch = <Batch extends Pick<BatchFacts, 'id' | 'number'>>(
  batches: readonly Batch[],
  ref: PartRef,
): Batch => {
  const found = batches.find(({ id, number }) => (typeof ref === 'number' ? number === ref : id === ref.id));
  if (found) return found;
  throw new NextpanelError('not_found', `the story has ${batches.length} batches; there is no batch ${nameOf(ref)}`);
};

/** For another tenant's story the same as for one that does not exist: it shows no number of panels. */
async function noPanel(context: ReadContext, scope: Scope, ref: PartRef): Promise<NextpanelError> {
  await storyHead(context, scope);
  const panels = (await context.state.read.order(scope.id)).length;
  return new NextpanelError('not_found', `the story has ${panels} panels; there is no panel ${nameOf(ref)}`);
}

export const nameOf = (ref: PartRef): string => (typeof ref === 'number' ? String(ref) : `id:${ref.id}`);
