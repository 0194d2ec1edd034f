import { panelsOfPage } from '@nextpanel/core';

/**
 * A story as people and the design speak of it, without Redis: panels stand in a reading order and in batches, a number is a place
 * in a list, money is what the requests say. Frames, sheets and books are names; texts are whatever was given. The rules that move it stand in
 * `turn-rules.ts`, `change-rules.ts` and `story-rules.ts`. A rule that refuses changes nothing.
 */
export interface Panel {
  readonly id: string;
  spec: string;
  /** How often an edit changed its picture. */
  art: number;
  readonly takes: string[];
  selected: string | null;
  /** Number of the take chosen last; it outlives the loss of its frame. */
  chosen: number | null;
  /** Drawn, paid, not committed. */
  kept: string | null;
  /** The same for further takes that were asked for, by their number from 1. */
  readonly further: Map<number, string>;
  /** A user asked for it to be drawn again. */
  asked: { readonly redraw: number; readonly count: number } | null;
  /** Chosen while its batch is drawn again in a cascade: it is not. */
  stays: boolean;
  /** How many retakes were ever asked for. */
  retakes: number;
  failure: string | null;
}

export interface Request {
  readonly id: string;
  state: 'intended' | 'ordered' | 'kept' | 'refused' | 'possibly_paid';
  /** Null for one recalled from a record: it was never intended. */
  readonly intent: {
    readonly batch: Batch;
    readonly panels: readonly Panel[];
    readonly provider: string;
    readonly estimate: number;
  } | null;
  /** What it holds of the budget while its outcome is open. */
  high: number;
  /** Fence of the turn that ordered it. */
  by: number | null;
  vendor: string | null;
  /** Its vendor can be asked for it without an id. */
  findable: boolean;
  /** A user said what it cost. */
  byUser: boolean;
  cost: number;
}

/** The frames that go along with the requests of a batch. */
export interface Along {
  readonly anchor: string | null;
  readonly reference: string | null;
}

export interface Batch {
  readonly id: string;
  status: 'waiting' | 'drawing' | 'drawn' | 'failed';
  readonly panels: Panel[];
  readonly attempts: { readonly fence: number; end: string | null }[];
  /** Its last turn was suspended: the attempt is not over. */
  suspended: boolean;
  tries: number;
  strikes: number;
  keptAtStart: number;
  readonly requests: Set<string>;
  reference: { readonly panel: Panel; readonly frame: string } | null;
  /** The frames it was begun with: they stay its own until it is committed. */
  begunWith: Along | null;
  /** Of which panel that reference frame is. */
  begunAfter: Panel | null;
  cascade: boolean;
  /** What is still at a vendor is looked at much later. */
  later: boolean;
  /** Turns in a row that died while they collected it. */
  deaths: number;
}

export interface StoryModel {
  exists: boolean;
  status: 'queued' | 'drawing' | 'composing' | 'completed' | 'paused' | 'needs_attention' | 'cancelled';
  reason: string | null;
  waiting: string | null;
  /** What is known of the wait. */
  waitingDetail: string;
  fence: number;
  spec: string;
  title: string;
  provider: string;
  formats: readonly string[];
  budget: number | null;
  approveAfter: number | null;
  approved: boolean;
  rev: number;
  edits: number;
  readonly batchSize: number;
  /** Reading order. */
  order: Panel[];
  /** The chain. */
  batches: Batch[];
  /** Batches that left the chain when their last panel did, and panels that are in neither list. */
  readonly gone: { readonly batches: Batch[]; readonly panels: Panel[] };
  panelIds: number;
  batchIds: number;
  /** Of no panel in particular. */
  failure: string | null;
  readonly requests: Map<string, Request>;
  readonly sheets: Map<number, string>;
  readonly books: Map<string, string>;
  /** What went along with every frame there ever was; null for one made by hand. */
  readonly frames: Map<string, Along | null>;
  /** Paused providers with the reason. */
  readonly paused: Map<string, string>;
  /** The batch of a turn that only collects. */
  collecting: Batch | null;
  /** Who holds the lock of the story's job. */
  lock: string | null;
  /** What the event stream says, in short. */
  readonly events: string[];
}

export const newPanel = (id: string, spec: string): Panel => ({
  id,
  spec,
  art: 0,
  takes: [],
  selected: null,
  chosen: null,
  kept: null,
  further: new Map(),
  asked: null,
  stays: false,
  retakes: 0,
  failure: null,
});

export const newBatch = (id: string, panels: Panel[]): Batch => ({
  id,
  status: 'waiting',
  panels,
  attempts: [],
  suspended: false,
  tries: 0,
  strikes: 0,
  keptAtStart: 0,
  requests: new Set(),
  reference: null,
  begunWith: null,
  begunAfter: null,
  cascade: false,
  later: false,
  deaths: 0,
});

/** Consecutive groups of at most `size`. */
export const inGroupsOf = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(size * at, size * (at + 1)));

/** Panels in reading order. */
export const panelsOf = (story: StoryModel): Panel[] => story.order;
/** Every panel there ever was. */
export const everyPanel = (story: StoryModel): Panel[] => [
  ...story.batches.flatMap(({ panels }) => panels),
  ...story.gone.panels,
];
export const panelById = (story: StoryModel, id: string): Panel | undefined =>
  everyPanel(story).find((panel) => panel.id === id);
/** 0 for a removed panel. */
export const numberOf = (story: StoryModel, panel: Panel): number => story.order.indexOf(panel) + 1;
export const placeOf = (story: StoryModel, batch: Batch): number => story.batches.indexOf(batch) + 1;
export const batchOf = (story: StoryModel, panel: Panel): Batch =>
  story.batches.find(({ panels }) => panels.includes(panel)) as Batch;
/** Pages are filled one after another. */
export const pagesOf = ({ order, batchSize }: StoryModel): Panel[][] => inGroupsOf(order, panelsOfPage(batchSize));
export const sheetsOf = (story: StoryModel): number => pagesOf(story).length;
/** The panel that a batch continues from; none for the first batch. */
export const panelBefore = (story: StoryModel, batch: Batch): Panel | undefined =>
  story.batches[story.batches.indexOf(batch) - 1]?.panels.at(-1);
export const firstUndrawn = (story: StoryModel): Batch | undefined =>
  story.batches.find(({ status }) => status !== 'drawn');

export const isActive = ({ status }: Pick<StoryModel, 'status'>): boolean =>
  status === 'queued' || status === 'drawing' || status === 'composing';

/** The status it has by what is there, when nobody stopped it. */
export function workingStatus(story: StoryModel): 'queued' | 'drawing' | 'composing' | 'completed' {
  const everyBatch = [...story.batches, ...story.gone.batches];
  if (firstUndrawn(story)) return everyBatch.some(({ attempts }) => attempts.length > 0) ? 'drawing' : 'queued';
  return story.sheets.size >= sheetsOf(story) && story.formats.every((format) => story.books.has(format))
    ? 'completed'
    : 'composing';
}

export function setStatus(story: StoryModel, status: StoryModel['status'], reason: string | null = null): void {
  story.status = status;
  story.reason = reason;
  const waiting = reason ?? (isActive(story) ? story.waiting : null);
  story.events.push(`story.status ${status} ${waiting ?? ''}`);
}

const sumOf = (story: StoryModel, amount: (request: Request) => number): number =>
  [...story.requests.values()].reduce((sum, request) => sum + amount(request), 0);

export const spentBy = (story: StoryModel): number =>
  sumOf(story, ({ state, cost }) => (state === 'kept' || state === 'refused' ? cost : 0));
export const possiblySpentBy = (story: StoryModel): number =>
  sumOf(story, ({ state, cost }) => (state === 'possibly_paid' ? cost : 0));
/** What was, and may have been, spent at each provider that got anything, as `provider spent possibly`. */
export function spendingOf(story: StoryModel): string[] {
  const sums = new Map<string, { spent: number; possibly: number }>();
  for (const { state, cost, intent } of story.requests.values()) {
    if (!intent) continue;
    const sum = sums.get(intent.provider) ?? { spent: 0, possibly: 0 };
    sums.set(intent.provider, sum);
    if (state === 'possibly_paid') sum.possibly += cost;
    else sum.spent += cost;
  }
  return describeSpending(sums);
}

export const describeSpending = (
  sums: ReadonlyMap<string, { readonly spent: number; readonly possibly: number }>,
): string[] =>
  [...sums].flatMap(([id, { spent, possibly }]) => (spent + possibly > 0 ? [`${id} ${spent} ${possibly}`] : [])).sort();

export const isOpen = ({ state }: Pick<Request, 'state'>): boolean => state === 'intended' || state === 'ordered';
export const heldBy = (story: StoryModel): number => sumOf(story, (request) => (isOpen(request) ? request.high : 0));

/** Keeps a frame among the takes of a panel, once; answers with its number. */
export function keepTake(panel: Panel, frame: string): number {
  if (!panel.takes.includes(frame)) panel.takes.push(frame);
  return panel.takes.indexOf(frame) + 1;
}

/** What is kept of further takes becomes takes: paid frames are never lost. */
export function keepFurther(panel: Panel): void {
  for (const [, frame] of [...panel.further].sort(([a], [b]) => a - b)) keepTake(panel, frame);
  panel.further.clear();
}

/** The sheet that shows a panel, and every book, are made again. */
export function dropSheet(story: StoryModel, panel: Panel): void {
  const page = pagesOf(story).findIndex((panels) => panels.includes(panel));
  if (page < 0) return;
  story.sheets.delete(page + 1);
  story.books.clear();
}

/** Anchor and reference frame of a batch by what is selected now. The first batch has neither. */
export function alongNow(story: StoryModel, batch: Batch): Along {
  if (story.batches[0] === batch) return { anchor: null, reference: null };
  return {
    anchor: story.batches[0]?.panels[0]?.selected ?? null,
    reference: panelBefore(story, batch)?.selected ?? null,
  };
}

/**
 * Whether a selected frame of a batch was drawn from another anchor or reference frame than those selected now. Those of removed
 * panels are not judged.
 */
export function isStale(story: StoryModel, batch: Batch): boolean {
  const first = story.batches[0]?.panels[0];
  const anchor = first?.selected;
  const { reference } = alongNow(story, batch);
  return batch.panels.some((panel) => {
    const from = panel.selected === null ? null : story.frames.get(panel.selected);
    if (!from || numberOf(story, panel) === 0) return false;
    const otherAnchor = from.anchor !== null && panel !== first && anchor && from.anchor !== anchor;
    return Boolean(otherAnchor || (from.reference !== null && reference && from.reference !== reference));
  });
}

/** A vendor can still be asked about it. */
export const isFetchable = ({ state, vendor, findable }: Request): boolean =>
  state === 'ordered' && (vendor !== null || findable);

/** What is still at the vendor is possibly paid, and nobody asks for it any more. */
export function giveUpOrdered(
  story: StoryModel,
  batch: Batch,
  { lostOnly = false }: { readonly lostOnly?: boolean } = {},
): void {
  for (const id of batch.requests) {
    const request = story.requests.get(id);
    if (request?.state !== 'ordered' || (lostOnly && isFetchable(request))) continue;
    request.state = 'possibly_paid';
    request.cost = request.intent?.estimate ?? 0;
  }
}

/** What was intended and never ordered is forgotten: nothing was asked of anybody. */
export function forgetIntended(story: StoryModel, batch: Batch): void {
  for (const id of batch.requests) {
    if (story.requests.get(id)?.state !== 'intended') continue;
    story.requests.delete(id);
    for (const other of [batch, ...story.batches]) other.requests.delete(id);
  }
}
