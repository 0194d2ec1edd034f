import { type PanelSpec, panelIds } from '@nextpanel/core';
import type { StoredSpec } from '../state/stored.ts';
import type { ChangedStory } from './changed-story.ts';
import { beginEdit, copyBatch, drop, type EditPlan, keepFurther, put, raiseArt, showOther, tell } from './edit-plan.ts';
import { hasOrders, isAtVendor, isDrawn, isInHand } from './edit-rules.ts';
import { type BookPages, layOutAgain } from './lay-out-again.ts';
import { draftChain, leaveBatch, placePanels, writeChain } from './place-panels.ts';
import type { Cascade, Refused } from './plan-art.ts';
import type { TouchedBatch } from './touched-batch.ts';

const drawing: Refused = { kind: 'drawing' };

/** What a change of the reading order works on beside the story. */
export interface Book extends BookPages {
  /** With the price of the story as it will be. */
  readonly spec: StoredSpec;
}

export interface InsertionInput {
  /** Number of the panel they follow; 0: the front. */
  readonly after: number;
  readonly panels: readonly PanelSpec[];
  /** Ids the story has given out, also those of removed panels. */
  readonly taken: ReadonlySet<string>;
  /** Of batches of their own. */
  readonly batchSizes: readonly number[];
  readonly cascade: Cascade;
}

/**
 * Panels are added behind another one. No panel or batch gets another id: what follows only has other numbers.
 *
 * @param batches those of the panels before and behind the place, where there are any
 */
export function planInsertion(
  story: ChangedStory,
  batches: readonly TouchedBatch[],
  book: Book,
  { after, panels, taken, batchSizes, cascade }: InsertionInput,
):
  | EditPlan
  | Refused
  | { readonly kind: 'beyond'; readonly panels: number }
  | { readonly kind: 'taken'; readonly id: string } {
  if (after > story.order.length) return { kind: 'beyond', panels: story.order.length };
  const twice = panels.find(({ id }) => id !== undefined && taken.has(id));
  if (twice?.id !== undefined) return { kind: 'taken', id: twice.id };
  const { ids, last } = panelIds(panels, story.panelIds, taken);
  const plan = beginEdit(story, batches);
  const draft = draftChain(story, plan, batches.map(copyBatch));
  const place = { after: story.order[after - 1] ?? null, next: story.order[after] ?? null };
  const options = { batchSize: book.spec.render.batchSize, sizes: batchSizes, follow: cascade === 'redraw' };
  const own = placePanels(draft, ids, place, options);
  if (own === null) return drawing;
  for (const [index, id] of ids.entries()) put(plan, 'panels', id, JSON.stringify(panels[index]));
  put(plan, 'story', 'panelIds', last);
  put(plan, 'story', 'spec', JSON.stringify(book.spec));
  writeChain(draft);
  const added = ids.map((id, index) => [id, panels[index] as PanelSpec] as const);
  reorder(plan, story, book, story.order.toSpliced(after, 0, ...ids), added);
  tell(plan, 'panels.inserted', {
    after,
    panels: ids.length,
    batches: own.length,
    panelIds: ids,
    batchIds: own,
  });
  plan.answer = ids.join(' ');
  return plan;
}

/**
 * A panel moves behind another one. One that was ordered or drawn changes its number only: chain, reference frames and anchor
 * stay, and nothing becomes stale. One that was not joins its new neighbours in the chain.
 *
 * @param batches its own, and those of its new neighbours
 */
export function planMove(
  story: ChangedStory,
  batches: readonly TouchedBatch[],
  book: Book,
  { panel: id, after }: { readonly panel: string; readonly after: number },
): EditPlan | Refused | { readonly kind: 'unchanged' } | { readonly kind: 'beyond'; readonly panels: number } {
  if (after > story.order.length) return { kind: 'beyond', panels: story.order.length };
  const from = story.order.indexOf(id);
  if (after === from || after === from + 1) return { kind: 'unchanged' };
  const rest = story.order.toSpliced(from, 1);
  const at = after > from ? after - 1 : after;
  const batch = batches.find(({ panels }) => panels.some((panel) => panel.id === id));
  const panel = batch?.panels.find((it) => it.id === id);
  const moves = batch && panel && !hasOrders(batch, panel);
  if (moves && isInHand(batch)) return drawing;
  const plan = beginEdit(story, moves ? batches : []);
  if (moves) {
    const draft = draftChain(story, plan, batches.map(copyBatch));
    leaveBatch(draft, id);
    const place = { after: rest[at - 1] ?? null, next: rest[at] ?? null };
    const options = { batchSize: book.spec.render.batchSize, sizes: [1], follow: batch.cascade };
    if (placePanels(draft, [id], place, options) === null) return drawing;
    writeChain(draft);
  }
  reorder(plan, story, book, rest.toSpliced(at, 0, id));
  put(plan, 'story', 'spec', JSON.stringify(book.spec));
  tell(plan, 'panels.moved', { panels: [from + 1], panelIds: [id], after: at });
  return plan;
}

/**
 * A panel leaves the book. Its takes and its ledger stay under its id. One that is drawn stays in the chain, where others were
 * drawn from it, and nothing is bought for it again; one that is not leaves its batch.
 */
export function planRemoval(
  story: ChangedStory,
  read: TouchedBatch,
  book: Book,
  id: string,
): EditPlan | Refused | { readonly kind: 'last' | 'at_vendor' } {
  if (story.order.length === 1) return { kind: 'last' };
  const batch = copyBatch(read);
  const panel = batch.panels.find((it) => it.id === id);
  if (!panel) throw new Error(`panel ${id} is not in batch ${batch.id}`);
  const waits = batch.status !== 'drawn' && (panel.kept === null || panel.asked !== null);
  if (waits && isInHand(batch)) return drawing;
  // The batch would leave the chain, and what is paid would not be collected.
  if (!isDrawn(panel) && batch.panels.length === 1 && isAtVendor(batch)) return { kind: 'at_vendor' };
  const plan = beginEdit(story, [batch]);
  keepFurther(plan, panel);
  drop(plan, 'redraws', id);
  if (!isDrawn(panel)) {
    const draft = draftChain(story, plan, [batch]);
    leaveBatch(draft, id);
    writeChain(draft);
  } else if (waits && panel.kept === null && panel.selected !== null) {
    raiseArt(plan, panel);
    put(plan, 'kept', id, panel.selected);
  }
  reorder(
    plan,
    story,
    book,
    story.order.filter((it) => it !== id),
  );
  put(plan, 'story', 'spec', JSON.stringify(book.spec));
  tell(plan, 'panels.removed', { panels: [story.order.indexOf(id) + 1], panelIds: [id] });
  plan.answered = id;
  return plan;
}

/** The reading order changes: pages are planned again, and those that show other panels are made again. */
function reorder(
  plan: EditPlan,
  story: ChangedStory,
  book: Book,
  order: readonly string[],
  added: readonly (readonly [id: string, spec: PanelSpec])[] = [],
): void {
  plan.lists.order = order;
  layOutAgain(plan, story, { ...book, specs: new Map([...book.specs, ...added]) }, order);
  plan.books = true;
  showOther(plan, story);
}
