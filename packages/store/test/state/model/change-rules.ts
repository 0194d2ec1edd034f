import {
  type Batch,
  batchOf,
  dropSheet,
  firstUndrawn,
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
  panelAt,
  panelsOf,
  type StoryModel,
  setStatus,
  sheetsOf,
  workingStatus,
} from './story-model.ts';

type Cascade = 'keep' | 'redraw';

/** Nobody but the worker changes a panel whose batch is in hand, or which a request at the vendor draws. */
function inHand(story: StoryModel, panel: Panel): boolean {
  const batch = batchOf(story, panel);
  const atVendor = [...batch.requests].some((id) => {
    const request = story.requests.get(id);
    return request?.state === 'ordered' && request.intent?.panels.includes(panel);
  });
  return (atVendor && willCollect(story)) || inWork(story, batch);
}

const inWork = (story: StoryModel, batch: Batch): boolean => batch.status === 'drawing' && story.lock !== null;

/** What a pick-up draws was changed while it had no lock: should it take it again, its writes are refused. */
function fenceOff(story: StoryModel): void {
  if (story.lock === null && story.batches.some(({ status }) => status === 'drawing')) story.fence += 1;
}

/** A story that rests leaves what is at the vendor there; whoever changes what was asked for does without it. */
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
    Object.assign(batch, { tries: 0, strikes: 0 });
  }
  for (const panel of panelsOf(story)) panel.failure = null;
  story.failure = null;
}

/** After a change the story goes on by itself, unless somebody stopped it or it waits for something else. */
function goOnAfter(story: StoryModel, panel: Panel | null): void {
  const waited = story.status === 'needs_attention';
  if (panel?.failure) {
    panel.failure = null;
    const others = story.failure !== null || panelsOf(story).some(({ failure }) => failure !== null);
    if (waited && !others) {
      clearFailures(story);
      setStatus(story, workingStatus(story));
      return;
    }
  }
  if (waited && story.reason === 'approval') {
    const next = firstUndrawn(story);
    const gate = story.approveAfter ?? Number.POSITIVE_INFINITY;
    if (next && story.batches.indexOf(next) + 1 <= gate) setStatus(story, 'drawing');
  } else if (isActive(story) || story.status === 'completed') {
    const to = workingStatus(story);
    if (to !== story.status) setStatus(story, to);
  }
}

/** Gone and cancelled stories take no changes. */
function refusal(story: StoryModel): string | null {
  if (!story.exists) return 'gone';
  return story.status === 'cancelled' ? 'invalid cancelled' : null;
}

export function editPanel(
  story: StoryModel,
  n: number,
  change: { readonly seen: string; readonly spec: string; readonly art: boolean; readonly cascade: Cascade },
): string {
  const panel = panelAt(story, n);
  const refused = refusal(story);
  if (refused !== null) return refused;
  if (!panel || panel.spec !== change.seen) return 'changed';
  if (change.art && inHand(story, panel)) return 'drawing';
  panel.spec = change.spec;
  story.edits += 1;
  if (!change.art) {
    dropSheet(story, panel);
    goOnAfter(story, null);
    return 'edited';
  }
  fenceOff(story);
  keepFurther(panel);
  if (panel.selected !== null) panel.asked = { redraw: 0, count: 1 };
  const batch = batchOf(story, panel);
  reopen(batch, panel);
  if (change.cascade === 'redraw') batch.cascade = true;
  goOnAfter(story, panel);
  return 'edited';
}

export function retake(
  story: StoryModel,
  numbers: readonly number[],
  { count, cascade }: { readonly count: number; readonly cascade: Cascade },
): string {
  const refused = refusal(story);
  if (refused !== null) return refused;
  const panels = numbers.map((n) => panelAt(story, n) as Panel);
  for (const panel of panels) {
    if (panel.selected === null && panel.kept === null) return `not_drawn ${numberOf(story, panel)}`;
    if (inHand(story, panel)) return 'drawing';
  }
  fenceOff(story);
  for (const panel of panels) {
    const redraw = panel.asked?.redraw ?? panel.retakes + 1;
    panel.asked = { redraw, count: (panel.asked?.count ?? 0) + count };
    panel.retakes += count;
    reopen(batchOf(story, panel), panel);
  }
  if (cascade === 'redraw') batchOf(story, panels[0] as Panel).cascade = true;
  goOnAfter(story, panels.length === 1 ? (panels[0] as Panel) : null);
  return 'retaken';
}

/** The take counts from now on; what was drawn meanwhile stays as a take. */
function choose(story: StoryModel, panel: Panel, take: number, cascade: Cascade): void {
  const frame = panel.takes[take - 1] as string;
  const batch = batchOf(story, panel);
  fenceOff(story);
  keepFurther(panel);
  if (panel.kept !== null) keepTake(panel, panel.kept);
  Object.assign(panel, { selected: frame, chosen: take, asked: null, kept: batch.status === 'drawn' ? null : frame });
  dropSheet(story, panel);
  story.events.push(`take.selected ${numberOf(story, panel)} ${take}`);
  if (cascade === 'redraw') cascadeFrom(story, story.batches.indexOf(batch) + 1);
  if (inCascade(batch)) panel.stays = true;
  goOnAfter(story, panel);
}

const inCascade = ({ status, cascade }: Batch): boolean => status !== 'drawn' && cascade;

export function addTake(
  story: StoryModel,
  n: number,
  frame: string,
  { select, cascade }: { readonly select: 'auto' | 'yes' | 'no'; readonly cascade: Cascade },
): string {
  const refused = refusal(story);
  if (refused !== null) return refused;
  const panel = panelAt(story, n) as Panel;
  const bare = panel.selected === null && panel.kept === null;
  const chosen = select === 'yes' || (select === 'auto' && bare);
  if (chosen && inHand(story, panel)) return 'drawing';
  const take = keepTake(panel, frame);
  if (chosen) choose(story, panel, take, cascade);
  return `added ${take}`;
}

export function selectTake(story: StoryModel, n: number, take: number, cascade: Cascade): string {
  const refused = refusal(story);
  if (refused !== null) return refused;
  const panel = panelAt(story, n) as Panel;
  const frame = panel.takes[take - 1];
  if (frame === undefined) return `no_take ${panel.takes.length}`;
  const stays = !inCascade(batchOf(story, panel)) || panel.stays;
  if (panel.selected === frame && panel.asked === null && stays && cascade === 'keep') return 'unchanged';
  if (inHand(story, panel)) return 'drawing';
  choose(story, panel, take, cascade);
  return 'selected';
}

/** Panels behind `after` become batches of their own; one they part becomes two, of which the first keeps the attempts. */
export function insertPanels(
  story: StoryModel,
  after: number,
  change: { readonly seen: string; readonly spec: string; readonly panels: readonly string[] },
  options: { readonly size: number; readonly cascade: Cascade },
): string {
  const refused = refusal(story);
  if (refused !== null) return refused;
  const all = panelsOf(story);
  if (after > all.length) return `beyond ${all.length}`;
  if (story.spec !== change.seen) return 'changed';
  const behind = story.batches.filter(({ panels }) => all.indexOf(panels.at(-1) as Panel) + 1 > after);
  if (behind.some((batch) => isBusy(story, batch))) return 'drawing';
  fenceOff(story);
  const at = story.batches.length - behind.length;
  const own = inGroupsOf(change.panels.map(newPanel), options.size).map(newBatch);
  for (const batch of own) batch.cascade = options.cascade === 'redraw';
  const keep = after - all.indexOf(behind[0]?.panels[0] as Panel);
  const parted = behind[0] && keep > 0 ? behind[0] : null;
  if (parted) {
    const rest: Batch = {
      ...parted,
      panels: parted.panels.splice(keep),
      attempts: [],
      requests: new Set(parted.requests),
      begunWith: null,
      // The dead pick-up's attempt is the first half's.
      status: parted.status === 'drawing' ? 'waiting' : parted.status,
    };
    story.batches.splice(at + 1, 0, ...own, rest);
  } else {
    story.batches.splice(at, 0, ...own);
  }
  for (let sheet = Math.ceil((after + 1) / story.perSheet); sheet <= sheetsOf(story); sheet += 1)
    story.sheets.delete(sheet);
  story.books.clear();
  story.spec = change.spec;
  story.edits += 1;
  story.events.push('panels.inserted');
  goOnAfter(story, null);
  return `inserted ${story.batches.indexOf(own[0] as Batch) + 1}`;
}

export function letter(
  story: StoryModel,
  change: { readonly seen: string; readonly spec: string; readonly title: string; readonly everySheet: boolean },
  panels: readonly { readonly number: number; readonly seen: string; readonly spec: string }[],
): string {
  const refused = refusal(story);
  if (refused !== null) return refused;
  if (story.spec !== change.seen) return 'changed';
  if (panels.some(({ number, seen }) => panelAt(story, number)?.spec !== seen)) return 'changed';
  Object.assign(story, { spec: change.spec, title: change.title, edits: story.edits + 1 });
  if (change.everySheet) {
    story.sheets.clear();
    story.books.clear();
  }
  for (const { number, spec } of panels) {
    const panel = panelAt(story, number) as Panel;
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

export function amend(story: StoryModel, seen: string, { render, books, ...fields }: AmendmentModel): string {
  if (!story.exists) return 'gone';
  if (story.spec !== seen) return 'changed';
  if (render && story.batches.some((batch) => isBusy(story, batch))) return 'drawing';
  if (render) fenceOff(story);
  if (fields.provider !== story.provider)
    for (const batch of story.batches) giveUpOrdered(story, batch, { lostOnly: true });
  // Another gate waits for an approval of its own.
  if (fields.approveAfter !== story.approveAfter) story.approved = false;
  Object.assign(story, fields);
  if (books) {
    story.books.clear();
    story.edits += 1;
  }
  if (story.status !== 'cancelled') goOnAfter(story, null);
  return 'amended';
}
