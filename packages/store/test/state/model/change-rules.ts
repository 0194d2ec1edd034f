import { newIds, panelIds } from '@nextpanel/core';
import {
  type Batch,
  batchOf,
  dropSheet,
  everyPanel,
  firstUndrawn,
  forgetIntended,
  giveUpOrdered,
  inGroupsOf,
  isActive,
  isStale,
  keepFurther,
  keepTake,
  newBatch,
  newPanel,
  numberOf,
  type Panel,
  pagesOf,
  placeOf,
  type StoryModel,
  setStatus,
  workingStatus,
} from './story-model.ts';

type Cascade = 'keep' | 'redraw';

/** Only the worker changes a panel whose batch is being drawn. */
const inHand = (story: StoryModel, panel: Panel): boolean => inWork(story, batchOf(story, panel));

const inWork = (story: StoryModel, batch: Batch): boolean => batch.status === 'drawing' && story.lock !== null;

/** What a turn draws was changed while it had no lock: should it take the lock again, its writes are refused. */
function fenceOff(story: StoryModel, touched: readonly Batch[]): void {
  if (story.lock === null && touched.some(({ status }) => status === 'drawing')) story.fence += 1;
}

/** A resting story leaves its requests at the vendor; a change of what was asked for does without them. */
const willCollect = ({ status }: StoryModel): boolean => status === 'queued' || status === 'drawing';

const isAtVendor = (story: StoryModel, batch: Batch): boolean =>
  [...batch.requests].some((id) => story.requests.get(id)?.state === 'ordered');

const isBusy = (story: StoryModel, batch: Batch): boolean =>
  inWork(story, batch) || (willCollect(story) && isAtVendor(story, batch));

/** A panel is drawn again: its batch waits, the others of the batch keep theirs; what was paid for it stays as a take. */
function reopen(batch: Batch, panel?: Panel): void {
  if (batch.status === 'drawn') {
    Object.assign(batch, { status: 'waiting', tries: 0, strikes: 0 });
    for (const it of batch.panels) it.kept ??= it.selected;
  }
  if (panel) panel.stays = false;
  if (!panel?.kept) return;
  keepTake(panel, panel.kept);
  panel.kept = null;
}

/** From batch `number` on: what no longer follows from the selected frames is drawn again. */
export function cascadeFrom(story: StoryModel, number: number): void {
  for (const batch of story.batches.slice(number - 1)) {
    if (!isStale(story, batch) && (batch.status === 'drawn' || !batch.begunWith)) continue;
    if (batch.status === 'drawn') reopen(batch);
    batch.cascade = true;
  }
}

/** Failed batches wait again with fresh tries and strikes. */
export function clearFailures(story: StoryModel): void {
  for (const batch of story.batches) {
    if (batch.status === 'failed') batch.status = 'waiting';
    Object.assign(batch, { tries: 0, strikes: 0, deaths: 0, later: false });
  }
  for (const panel of everyPanel(story)) panel.failure = null;
  story.failure = null;
}

/** After a change the story continues, unless it was stopped or waits for something else. */
function goOnAfter(story: StoryModel, panel: Panel | null): void {
  const waited = story.status === 'needs_attention';
  if (panel?.failure) {
    panel.failure = null;
    const others = story.failure !== null || everyPanel(story).some(({ failure }) => failure !== null);
    if (waited && !others) {
      clearFailures(story);
      setStatus(story, workingStatus(story));
      return;
    }
  }
  if (waited && story.reason === 'approval') {
    const next = firstUndrawn(story);
    const gate = story.approveAfter ?? Number.POSITIVE_INFINITY;
    if (next && placeOf(story, next) <= gate) setStatus(story, 'drawing');
  } else if (isActive(story) || story.status === 'completed') {
    const to = workingStatus(story);
    if (to !== story.status) setStatus(story, to);
  }
}

/** Gone and cancelled stories take no changes, nor do stories that were changed since they were read. */
function refusal(story: StoryModel, rev: number): string | null {
  if (!story.exists) return 'gone';
  if (story.status === 'cancelled') return 'invalid cancelled';
  return story.rev === rev ? null : 'changed';
}

export function editPanel(
  story: StoryModel,
  panel: Panel,
  rev: number,
  change: { readonly spec: string; readonly art: boolean; readonly cascade: Cascade },
): string {
  const refused = refusal(story, rev);
  if (refused !== null) return refused;
  if (change.art && inHand(story, panel)) return 'drawing';
  panel.spec = change.spec;
  story.rev += 1;
  story.edits += 1;
  if (!change.art) {
    dropSheet(story, panel);
    goOnAfter(story, null);
    return 'edited';
  }
  const batch = batchOf(story, panel);
  fenceOff(story, [batch]);
  panel.art += 1;
  keepFurther(panel);
  if (panel.selected !== null) panel.asked = { redraw: 0, count: 1 };
  reopen(batch, panel);
  if (change.cascade === 'redraw') batch.cascade = true;
  goOnAfter(story, panel);
  return 'edited';
}

export function retake(
  story: StoryModel,
  panels: readonly Panel[],
  rev: number,
  { count, cascade }: { readonly count: number; readonly cascade: Cascade },
): string {
  const refused = refusal(story, rev);
  if (refused !== null) return refused;
  for (const panel of panels) {
    if (!isDrawn(panel)) return `not_drawn ${panel.id}`;
    if (inHand(story, panel)) return 'drawing';
  }
  const batch = batchOf(story, panels[0] as Panel);
  story.rev += 1;
  fenceOff(story, [batch]);
  for (const panel of panels) {
    const redraw = panel.asked?.redraw ?? panel.retakes + 1;
    if (!panel.asked) panel.art += 1;
    panel.asked = { redraw, count: (panel.asked?.count ?? 0) + count };
    panel.retakes += count;
    reopen(batch, panel);
  }
  if (cascade === 'redraw') batch.cascade = true;
  goOnAfter(story, panels.length === 1 ? (panels[0] as Panel) : null);
  return 'retaken';
}

const isDrawn = ({ selected, kept }: Panel): boolean => selected !== null || kept !== null;

/** The take counts from now on; what was drawn meanwhile stays as a take. */
function choose(story: StoryModel, panel: Panel, take: number, cascade: Cascade): void {
  const frame = panel.takes[take - 1] as string;
  const batch = batchOf(story, panel);
  fenceOff(story, cascade === 'redraw' ? story.batches : [batch]);
  panel.art += 1;
  keepFurther(panel);
  if (panel.kept !== null) keepTake(panel, panel.kept);
  Object.assign(panel, { selected: frame, chosen: take, asked: null, kept: batch.status === 'drawn' ? null : frame });
  dropSheet(story, panel);
  story.events.push(`take.selected ${numberOf(story, panel)} ${take}`);
  if (cascade === 'redraw') cascadeFrom(story, placeOf(story, batch));
  if (inCascade(batch)) panel.stays = true;
  goOnAfter(story, panel);
}

const inCascade = ({ status, cascade }: Batch): boolean => status !== 'drawn' && cascade;

export function addTake(
  story: StoryModel,
  panel: Panel,
  rev: number,
  frame: string,
  { select, cascade }: { readonly select: 'auto' | 'yes' | 'no'; readonly cascade: Cascade },
): string {
  const refused = refusal(story, rev);
  if (refused !== null) return refused;
  const chosen = select === 'yes' || (select === 'auto' && !isDrawn(panel));
  if (chosen && inHand(story, panel)) return 'drawing';
  story.rev += 1;
  const take = keepTake(panel, frame);
  if (chosen) choose(story, panel, take, cascade);
  else goOnAfter(story, null);
  return `added ${take}`;
}

export function selectTake(story: StoryModel, panel: Panel, rev: number, take: number, cascade: Cascade): string {
  const refused = refusal(story, rev);
  if (refused !== null) return refused;
  const frame = panel.takes[take - 1];
  if (frame === undefined) return `no_take ${panel.takes.length}`;
  const stays = !inCascade(batchOf(story, panel)) || panel.stays;
  if (panel.selected === frame && panel.asked === null && stays && cascade === 'keep') return 'unchanged';
  if (inHand(story, panel)) return 'drawing';
  story.rev += 1;
  choose(story, panel, take, cascade);
  return 'selected';
}

/** What was ordered, drawn or given a take stays in its batch. */
const hasOrders = (story: StoryModel, panel: Panel): boolean =>
  isDrawn(panel) ||
  panel.takes.length > 0 ||
  [...batchOf(story, panel).requests].some((id) => {
    const request = story.requests.get(id);
    return request?.state !== 'intended' && request?.intent?.panels.includes(panel);
  });

/** Nothing of it was ordered or drawn: it may take in others. */
const isUnbegun = (story: StoryModel, batch: Batch): boolean =>
  batch.status === 'waiting' &&
  [...batch.requests].every((id) => story.requests.get(id)?.state === 'intended') &&
  batch.panels.every((panel) => !hasOrders(story, panel));

const nextBatchId = (story: StoryModel): string => {
  const { ids, last } = newIds('b', 1, story.batchIds, new Set());
  story.batchIds = last;
  return ids[0] as string;
};

/**
 * Panels that were never ordered join the batch of a neighbour that was not begun and has room, or become batches of their own:
 * at the chain's end behind the last panel, at its front before the first, else right behind the batch of the panel before. Between
 * two panels of one batch they part it; the first part keeps the attempts. Answers with the batches of their own.
 */
function placePanels(
  story: StoryModel,
  panels: Panel[],
  [after, next]: readonly [Panel | undefined, Panel | undefined],
  { size, cascade }: { readonly size: number; readonly cascade: boolean },
): Batch[] {
  for (const [neighbour, step] of [
    [after, 1],
    [next, 0],
  ] as const) {
    const batch = neighbour && batchOf(story, neighbour);
    if (!batch || !isUnbegun(story, batch) || batch.panels.length + panels.length > story.batchSize) continue;
    batch.panels.splice(batch.panels.indexOf(neighbour) + step, 0, ...panels);
    return [];
  }
  const own = inGroupsOf(panels, size).map((group) => newBatch(nextBatchId(story), group));
  for (const batch of own) batch.cascade = cascade;
  if (!next) story.batches.push(...own);
  else if (!after) story.batches.unshift(...own);
  else {
    const batch = batchOf(story, after);
    const rest = partedBy(story, after, next) ? [part(story, batch, batch.panels.indexOf(after) + 1)] : [];
    story.batches.splice(story.batches.indexOf(batch) + 1, 0, ...own, ...rest);
  }
  return own;
}

/** Whether they stand side by side in one batch. */
const partedBy = (story: StoryModel, after: Panel, next: Panel): boolean => {
  const { panels } = batchOf(story, after);
  return panels[panels.indexOf(after) + 1] === next;
};

function part(story: StoryModel, batch: Batch, keep: number): Batch {
  const panels = batch.panels.splice(keep);
  // Each half keeps the requests that draw its panels; one that was recalled stays with the first.
  const requests = [...batch.requests].filter((id) =>
    story.requests.get(id)?.intent?.panels.some((panel) => panels.includes(panel)),
  );
  for (const id of requests)
    if (story.requests.get(id)?.intent?.panels.every((panel) => panels.includes(panel))) batch.requests.delete(id);
  return {
    ...batch,
    id: nextBatchId(story),
    panels,
    attempts: [],
    suspended: false,
    deaths: 0,
    later: false,
    requests: new Set(requests),
    begunWith: null,
    begunAfter: null,
    // The dead turn's attempt is the first half's.
    status: batch.status === 'drawing' ? 'waiting' : batch.status,
  };
}

/** Whether panels put between these would split a batch that is being drawn. */
function partsBusy(
  story: StoryModel,
  [after, next]: readonly [Panel | undefined, Panel | undefined],
  count: number,
): boolean {
  const joins = [after, next].some((panel) => {
    const batch = panel && batchOf(story, panel);
    return batch && isUnbegun(story, batch) && batch.panels.length + count <= story.batchSize;
  });
  return Boolean(!joins && after && next && partedBy(story, after, next) && inWork(story, batchOf(story, after)));
}

/** The pages that show other panels than before are made again. */
function reorder(story: StoryModel, order: Panel[]): void {
  const names = () => pagesOf(story).map((panels) => panels.map(({ id }) => id).join());
  const before = names();
  story.order = order;
  const after = names();
  for (let page = 0; page < Math.max(before.length, after.length); page += 1)
    if (before[page] !== after[page]) story.sheets.delete(page + 1);
  story.books.clear();
  story.edits += 1;
  story.rev += 1;
}

const touchedBatches = (story: StoryModel, panels: readonly (Panel | undefined)[]): Batch[] =>
  panels.flatMap((panel) => (panel ? [batchOf(story, panel)] : []));

export function insertPanels(
  story: StoryModel,
  after: number,
  rev: number,
  change: { readonly spec: string; readonly panels: readonly string[] },
  options: { readonly size: number; readonly cascade: Cascade },
): string {
  const refused = refusal(story, rev);
  if (refused !== null) return refused;
  if (after > story.order.length) return `beyond ${story.order.length}`;
  const place = [story.order[after - 1], story.order[after]] as const;
  if (partsBusy(story, place, change.panels.length)) return 'drawing';
  fenceOff(story, touchedBatches(story, place));
  const { ids, last } = panelIds(
    change.panels.map(() => ({})),
    story.panelIds,
    new Set(everyPanel(story).map(({ id }) => id)),
  );
  story.panelIds = last;
  const panels = change.panels.map((spec, index) => newPanel(ids[index] as string, spec));
  placePanels(story, panels, place, { size: options.size, cascade: options.cascade === 'redraw' });
  reorder(story, story.order.toSpliced(after, 0, ...panels));
  story.spec = change.spec;
  story.events.push('panels.inserted');
  goOnAfter(story, null);
  return `inserted ${ids.join(' ')}`;
}

function leaveBatch(story: StoryModel, panel: Panel): void {
  const batch = batchOf(story, panel);
  batch.panels.splice(batch.panels.indexOf(panel), 1);
  if (batch.panels.length > 0) return;
  story.batches.splice(story.batches.indexOf(batch), 1);
  story.gone.batches.push(batch);
  forgetIntended(story, batch);
}

/** A panel that was ordered changes its place in the book only; one that was not joins its new neighbours in the chain. */
export function movePanel(story: StoryModel, panel: Panel, rev: number, after: number, spec: string): string {
  const refused = refusal(story, rev);
  if (refused !== null) return refused;
  if (after > story.order.length) return `beyond ${story.order.length}`;
  const from = story.order.indexOf(panel);
  if (after === from || after === from + 1) return 'unchanged';
  const rest = story.order.toSpliced(from, 1);
  const at = after > from ? after - 1 : after;
  if (!hasOrders(story, panel)) {
    const batch = batchOf(story, panel);
    if (inHand(story, panel)) return 'drawing';
    const place = [rest[at - 1], rest[at]] as const;
    // As it will be: its own batch may be the one that is parted.
    if (partsBusyWithout(story, panel, place)) return 'drawing';
    fenceOff(story, touchedBatches(story, [panel, ...place]));
    leaveBatch(story, panel);
    placePanels(story, [panel], place, { size: 1, cascade: batch.cascade });
  }
  reorder(story, rest.toSpliced(at, 0, panel));
  story.spec = spec;
  story.events.push('panels.moved');
  goOnAfter(story, null);
  return 'moved';
}

function partsBusyWithout(
  story: StoryModel,
  panel: Panel,
  place: readonly [Panel | undefined, Panel | undefined],
): boolean {
  const batch = batchOf(story, panel);
  const at = batch.panels.indexOf(panel);
  batch.panels.splice(at, 1);
  const busy = partsBusy(story, place, 1);
  batch.panels.splice(at, 0, panel);
  return busy;
}

/** A drawn panel leaves the book and stays in the chain; one that is not drawn leaves both. Takes and ledger stay. */
export function removePanel(story: StoryModel, panel: Panel, rev: number, spec: string): string {
  const refused = refusal(story, rev);
  if (refused !== null) return refused;
  if (story.order.length === 1) return 'last';
  const batch = batchOf(story, panel);
  const waits = batch.status !== 'drawn' && (panel.kept === null || panel.asked !== null);
  if (waits && inHand(story, panel)) return 'drawing';
  if (!isDrawn(panel) && batch.panels.length === 1 && isAtVendor(story, batch)) return 'at_vendor';
  fenceOff(story, [batch]);
  keepFurther(panel);
  panel.asked = null;
  if (!isDrawn(panel)) {
    leaveBatch(story, panel);
    story.gone.panels.push(panel);
  } else if (waits && panel.kept === null) {
    panel.kept = panel.selected;
    panel.art += 1;
  }
  reorder(
    story,
    story.order.filter((it) => it !== panel),
  );
  story.spec = spec;
  story.events.push('panels.removed');
  goOnAfter(story, panel);
  return 'removed';
}

export function letter(
  story: StoryModel,
  rev: number,
  change: { readonly spec: string; readonly title: string; readonly everySheet: boolean },
  panels: readonly { readonly panel: Panel; readonly spec: string }[],
): string {
  const refused = refusal(story, rev);
  if (refused !== null) return refused;
  Object.assign(story, { spec: change.spec, title: change.title, edits: story.edits + 1, rev: story.rev + 1 });
  if (change.everySheet) {
    story.sheets.clear();
    story.books.clear();
  }
  for (const { panel, spec } of panels) {
    panel.spec = spec;
    dropSheet(story, panel);
  }
  goOnAfter(story, null);
  return 'lettered';
}

/** What is amended; members left out stay. `render` and `books` as in `EditTransitions.amend`. */
export interface AmendmentModel {
  readonly spec: string;
  readonly title?: string;
  readonly budget?: number | null;
  readonly provider: string;
  readonly formats: readonly string[];
  readonly approveAfter: number | null;
  readonly render: boolean;
  readonly books: boolean;
}

export function amend(story: StoryModel, rev: number, { render, books, ...fields }: AmendmentModel): string {
  if (!story.exists) return 'gone';
  if (story.rev !== rev) return 'changed';
  if (render && story.batches.some((batch) => isBusy(story, batch))) return 'drawing';
  if (render) fenceOff(story, story.batches);
  if (fields.provider !== story.provider)
    for (const batch of story.batches) giveUpOrdered(story, batch, { lostOnly: true });
  // Another gate waits for an approval of its own.
  if (fields.approveAfter !== story.approveAfter) story.approved = false;
  Object.assign(story, fields, { rev: story.rev + 1 });
  if (books) {
    story.books.clear();
    story.edits += 1;
  }
  if (story.status !== 'cancelled') goOnAfter(story, null);
  return 'amended';
}
