import { newIds } from '@nextpanel/core';
import type { ChangedStory } from './changed-story.ts';
import { type EditPlan, put } from './edit-plan.ts';
import { isInHand, isUnbegun } from './edit-rules.ts';
import type { TouchedBatch } from './touched-batch.ts';

/** The chain as a change rebuilds it: its batches by id, each with its panels. */
export interface ChainDraft {
  readonly story: ChangedStory;
  readonly plan: EditPlan;
  /** Those of the chain's batches that the change may alter. */
  readonly batches: readonly TouchedBatch[];
  links: { readonly id: string; readonly panels: readonly string[] }[];
  batchIds: number;
}

export const draftChain = (story: ChangedStory, plan: EditPlan, batches: readonly TouchedBatch[]): ChainDraft => ({
  story,
  plan,
  batches,
  links: [...story.chain],
  batchIds: story.batchIds,
});

/** Where new panels go: behind `after` and before `next` in reading order; null at an end. */
export interface Place {
  readonly after: string | null;
  readonly next: string | null;
}

/**
 * Puts panels that were never ordered into the chain. They join the batch of a neighbour when nothing of it was ordered and it
 * has room; otherwise they get batches of their own: at the end of the chain behind the last panel, at its front before the
 * first, else right behind the batch of the panel they follow. Between two panels of one batch they part it: the chain goes
 * through them, and the second half becomes a batch of its own. Answers with the ids of new batches, or null where that batch
 * is being drawn.
 *
 * @param sizes of batches of their own
 */
export function placePanels(
  draft: ChainDraft,
  panels: readonly string[],
  { after, next }: Place,
  {
    batchSize,
    sizes,
    follow,
  }: { readonly batchSize: number; readonly sizes: readonly number[]; readonly follow: boolean },
): readonly string[] | null {
  const [before, behind] = [linkOf(draft, after), linkOf(draft, next)];
  const takesIn = (link: ChainDraft['links'][number] | undefined) => {
    const batch = draft.batches.find(({ id }) => id === link?.id);
    return link && batch && isUnbegun(batch) && link.panels.length + panels.length <= batchSize;
  };
  if (before && takesIn(before)) {
    setPanels(draft, before.id, before.panels.toSpliced(before.panels.indexOf(after as string) + 1, 0, ...panels));
    return [];
  }
  if (behind && takesIn(behind)) {
    setPanels(draft, behind.id, behind.panels.toSpliced(behind.panels.indexOf(next as string), 0, ...panels));
    return [];
  }
  const own = ownBatches(draft, panels, sizes, follow);
  if (next === null) draft.links.push(...own);
  else if (!before) draft.links.unshift(...own);
  else {
    const at = draft.links.indexOf(before);
    const cut = before.panels.indexOf(after as string) + 1;
    if (before.panels[cut] === next) {
      const rest = partBatch(draft, before.id, cut);
      if (!rest) return null;
      draft.links.splice(at + 1, 0, ...own, rest);
    } else draft.links.splice(at + 1, 0, ...own);
  }
  return own.map(({ id }) => id);
}

/** Takes a panel out of its batch; a batch without panels leaves the chain, and its ledger stays under its id. */
export function leaveBatch(draft: ChainDraft, panel: string): void {
  const link = linkOf(draft, panel);
  if (!link) return;
  const panels = link.panels.filter((id) => id !== panel);
  if (panels.length > 0) {
    setPanels(draft, link.id, panels);
    return;
  }
  draft.links = draft.links.filter(({ id }) => id !== link.id);
  draft.plan.forget.push(link.id);
}

/** Writes the lists that changed. */
export function writeChain({ plan, story, links, batchIds }: ChainDraft): void {
  const ids = links.map(({ id }) => id);
  if (ids.join() !== story.chain.map(({ id }) => id).join()) plan.lists.chain = ids;
  if (batchIds !== story.batchIds) put(plan, 'story', 'batchIds', batchIds);
}

/** Whether a request draws only these panels; one that was recalled names none, and stays where it was. */
const isOnlyOf = (panels: readonly string[], drawn: readonly string[]): boolean =>
  drawn.length > 0 && drawn.every((panel) => panels.includes(panel));

const linkOf = ({ links }: ChainDraft, panel: string | null) =>
  panel === null ? undefined : links.find(({ panels }) => panels.includes(panel));

function setPanels(draft: ChainDraft, id: string, panels: readonly string[]): void {
  draft.links = draft.links.map((link) => (link.id === id ? { id, panels } : link));
  put(draft.plan, 'batches', `${id}.panels`, panels.join(' '));
}

function newBatchIds(draft: ChainDraft, count: number): readonly string[] {
  // An id of a batch is never the user's own.
  const { ids, last } = newIds('b', count, draft.batchIds, new Set());
  draft.batchIds = last;
  return ids;
}

function ownBatches(draft: ChainDraft, panels: readonly string[], sizes: readonly number[], follow: boolean) {
  let at = 0;
  return newBatchIds(draft, sizes.length).map((id, index) => {
    const own = panels.slice(at, at + (sizes[index] ?? 0));
    at += own.length;
    put(draft.plan, 'batches', `${id}.status`, 'waiting');
    put(draft.plan, 'batches', `${id}.panels`, own.join(' '));
    if (follow) put(draft.plan, 'batches', `${id}.cascade`, '1');
    return { id, panels: own };
  });
}

/** Fields of a batch that stay with its first half: the attempts, and the frames it was begun with. */
const ofFirstHalf = ['panels', 'requests', 'attempts', 'pinned', 'anchor', 'from', 'before'];

function partBatch(draft: ChainDraft, id: string, cut: number): ChainDraft['links'][number] | null {
  const { plan } = draft;
  const batch = draft.batches.find((it) => it.id === id);
  const link = draft.links.find((it) => it.id === id);
  if (!batch || !link || isInHand(batch)) return null;
  const [half = ''] = newBatchIds(draft, 1);
  const panels = link.panels.slice(cut);
  setPanels(draft, id, link.panels.slice(0, cut));
  for (const [name, value] of Object.entries(batch.fields)) {
    if (!ofFirstHalf.includes(name)) put(plan, 'batches', `${half}.${name}`, value);
  }
  put(plan, 'batches', `${half}.panels`, panels.join(' '));
  // Each half keeps the requests that draw its panels.
  const drawing = (ids: readonly string[]) =>
    batch.requests.filter((it) => it.panels.some((panel) => ids.includes(panel))).map((it) => it.id);
  put(plan, 'batches', `${half}.requests`, drawing(panels).join(' '));
  put(
    plan,
    'batches',
    `${id}.requests`,
    batch.requests
      .filter((it) => !isOnlyOf(panels, it.panels))
      .map((it) => it.id)
      .join(' '),
  );
  // A dead worker's attempt is the first half's.
  if (batch.status === 'drawing') put(plan, 'batches', `${half}.status`, 'waiting');
  return { id: half, panels };
}
