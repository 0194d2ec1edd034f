import { cascadeFrom } from './change-rules.ts';
import {
  type Along,
  alongNow,
  type Batch,
  dropSheet,
  firstUndrawn,
  forgetIntended,
  giveUpOrdered,
  heldBy,
  isActive,
  isFetchable,
  isOpen,
  keepFurther,
  keepTake,
  numberOf,
  type Panel,
  panelBefore,
  panelById,
  placeOf,
  possiblySpentBy,
  type Request,
  type StoryModel,
  setStatus,
  spentBy,
  workingStatus,
} from './story-model.ts';

/** What a turn knows: its identity, and the batch it claimed. */
export interface Turn {
  readonly token: string;
  readonly fence: number;
  /** Id of the batch. */
  readonly batch: string;
}

/** What a claim hands to the worker, in short. */
export interface Claim {
  readonly fence: number;
  readonly batch: string;
  readonly number: number;
  readonly attempt: number;
  readonly tries: number;
  readonly along: Along;
  /** Of which panel its reference frame is. */
  readonly before: string | null;
  readonly cascade: boolean;
  readonly cancelled: boolean;
  readonly collects: string | null;
  readonly panels: readonly string[];
  readonly requests: readonly string[];
}

const strikesAllowed = 5;

/** The batch a fenced write may touch: only the newest turn's, while it has the lock and the batch is drawing. */
function heldBatch(story: StoryModel, turn: Turn): Batch | null {
  const batch = story.batches.find(({ id }) => id === turn.batch);
  return owns(story, turn) && batch?.status === 'drawing' ? batch : null;
}

const owns = (story: StoryModel, { token, fence }: Turn): boolean =>
  story.exists && story.lock === token && story.fence === fence;

function endAttempt(batch: Batch, outcome: string): void {
  const last = batch.attempts.at(-1);
  if (last) last.end = outcome;
  batch.suspended = false;
}

/** A story that rests and whose worker is gone has no batch under way; a cancelled one has nothing open but what can be asked for. */
export function closeResting(story: StoryModel): void {
  for (const batch of story.batches) {
    if (batch.status === 'drawing') {
      batch.status = 'waiting';
      endAttempt(batch, 'crashed');
    } else if (story.status === 'cancelled' && batch.suspended) {
      endAttempt(batch, 'yielded');
    }
    if (story.status !== 'cancelled') continue;
    forgetIntended(story, batch);
    giveUpOrdered(story, batch, { lostOnly: true });
  }
}

const deathsAllowed = 5;

const toFetch = (story: StoryModel, batch: Batch): boolean =>
  batch.deaths < deathsAllowed &&
  [...batch.requests].some((id) => {
    const request = story.requests.get(id);
    return request !== undefined && isFetchable(request);
  });

/** The first batch of which something can be fetched from a vendor now. */
const firstToFetch = (story: StoryModel, drawnOnly = false): Batch | undefined =>
  story.batches.find((batch) => toFetch(story, batch) && !batch.later && (batch.status === 'drawn' || !drawnOnly));

/** A vendor has something of the story that can be fetched, now or later. */
export const hasToFetch = (story: StoryModel): boolean => story.batches.some((batch) => toFetch(story, batch));

/** A story that rests, of which something can be fetched, or a cancelled one of which a worker is drawing a batch. */
export const isEnding = (story: StoryModel): boolean =>
  hasToFetch(story) || (story.status === 'cancelled' && story.batches.some(({ status }) => status === 'drawing'));

function waitFor(story: StoryModel, code: string, detail = ''): void {
  if (story.waiting === code && story.waitingDetail === detail) return;
  if (code === 'provider_paused' && story.waiting !== code) story.events.push('provider.paused');
  if (code === 'provider_down' && story.waiting !== code) story.events.push('provider.down');
  Object.assign(story, { waiting: code, waitingDetail: detail });
}

function goOn(story: StoryModel): void {
  if (story.waiting === 'provider_paused') story.events.push('provider.resumed');
  if (story.waiting === 'provider_down') story.events.push('provider.up');
  story.waiting = null;
  story.waitingDetail = '';
}

const waitsForApproval = (story: StoryModel): boolean => {
  const next = firstUndrawn(story);
  return (
    story.approveAfter !== null && !story.approved && next !== undefined && placeOf(story, next) > story.approveAfter
  );
};

export function claim(story: StoryModel, token: string, provider: string): Claim | string {
  if (story.lock !== token) return 'lost';
  if (!story.exists) return 'gone';
  const draws = story.status === 'queued' || story.status === 'drawing';
  const died = story.collecting;
  if (died) {
    story.collecting = null;
    died.deaths += 1;
    if (died.deaths >= deathsAllowed && story.status === 'cancelled') giveUpOrdered(story, died);
  }
  if (!draws) closeResting(story);
  if (story.provider !== provider) return `rest ${story.status}`;
  const paused = story.paused.get(provider);
  const code = /^([a-z_]+): /.exec(paused ?? '')?.[1];
  const mayAsk = code !== 'wrong_credentials' && code !== 'forbidden';
  const collected = mayAsk ? firstToFetch(story, draws && paused === undefined) : undefined;
  if (!draws && !collected) {
    if (!mayAsk) return 'provider_paused';
    return hasToFetch(story) ? 'early' : `rest ${story.status}`;
  }
  if (paused !== undefined && !collected) {
    waitFor(story, 'provider_paused', paused);
    return 'provider_paused';
  }
  if (!collected && waitsForApproval(story)) {
    setStatus(story, 'needs_attention', 'approval');
    return 'rest needs_attention';
  }
  const batch = collected ?? (firstUndrawn(story) as Batch);
  const number = placeOf(story, batch);
  story.fence += 1;
  for (const other of story.batches) {
    if (other === batch) continue;
    // Left by a turn that died, or suspended, before a user had an earlier batch drawn again.
    if (other.status === 'drawing') {
      other.status = 'waiting';
      endAttempt(other, 'crashed');
    } else if (other.suspended && !collected) {
      endAttempt(other, 'yielded');
    }
  }
  const kept = batch.panels.filter((panel) => panel.kept !== null).length;
  if (batch.status === 'drawing' && collected) {
    batch.status = 'waiting';
    endAttempt(batch, 'crashed');
  } else if (batch.status === 'drawing') {
    batch.strikes = kept > batch.keptAtStart ? 0 : batch.strikes + 1;
    endAttempt(batch, 'crashed');
    if (batch.strikes >= strikesAllowed) {
      batch.status = 'failed';
      story.failure = 'crash_loop';
      story.events.push(`batch.failed ${number} crash_loop`);
      setStatus(story, 'needs_attention', 'crash_loop');
      return 'rest needs_attention';
    }
  }
  if (collected) {
    story.collecting = batch;
  } else {
    forgetIntended(story, batch);
    const continues = batch.suspended;
    batch.suspended = false;
    if (!continues) batch.attempts.push({ fence: story.fence, end: null });
    batch.status = 'drawing';
    batch.keptAtStart = kept;
    if (story.status === 'queued') setStatus(story, 'drawing');
    if (!continues) story.events.push(`batch.started ${number} ${batch.attempts.length}`);
  }
  const fresh = batch.panels.some((panel) => panel.kept !== null && panel.kept !== panel.selected);
  const ordered = [...batch.requests].some((id) => story.requests.get(id)?.state === 'ordered');
  // Begun, and something of it is drawn or under way: it is finished with the frames it was begun with.
  if (!fresh && !ordered && !collected) batch.begunWith = null;
  const along = batch.begunWith ?? alongNow(story, batch);
  const before = batch.begunWith ? batch.begunAfter : panelBefore(story, batch);
  return {
    fence: story.fence,
    batch: batch.id,
    number,
    attempt: batch.attempts.length,
    tries: batch.tries,
    along,
    before: along.reference === null ? null : (before?.id ?? null),
    cascade: batch.cascade,
    cancelled: story.status === 'cancelled',
    collects: collected ? (batch.status === 'drawn' ? 'drawn' : 'undrawn') : null,
    panels: batch.panels.flatMap((panel) => describeSlots(story, panel)),
    requests: [...batch.requests].map((id) => {
      const { state, vendor } = story.requests.get(id) as Request;
      return `${id} ${state} ${vendor ?? ''}`;
    }),
  };
}

/** A panel and its further takes as handed to a worker: target, text, redraw, what is kept and whether that was carried over. */
function describeSlots(story: StoryModel, panel: Panel): string[] {
  const n = `${panel.id} ${numberOf(story, panel)}`;
  const stays = panel.stays || numberOf(story, panel) === 0;
  const redraw = panel.asked?.redraw ?? 0;
  const carried = panel.kept !== null && panel.kept === panel.selected;
  const further = Array.from({ length: (panel.asked?.count ?? 1) - 1 }, (_, index) => index + 1);
  return [
    `${n} ${redraw} ${panel.asked !== null} ${panel.kept ?? '-'} ${carried} ${stays} ${panel.spec}`,
    ...further.map(
      (i) =>
        `${panel.id}+${i} ${numberOf(story, panel)} ${redraw + i} ${panel.asked !== null} ${panel.further.get(i) ?? '-'} false false ${panel.spec}`,
    ),
  ];
}

export interface IntentModel {
  readonly id: string;
  readonly panels: readonly Panel[];
  readonly estimate: number;
  readonly high: number;
}

export function intend(story: StoryModel, turn: Turn, along: Along, intents: readonly IntentModel[]): string {
  const batch = heldBatch(story, turn);
  if (!batch) return 'fenced';
  if (story.status === 'cancelled') return 'cancelled';
  const paused = story.paused.get(story.provider);
  if (paused !== undefined) return `provider_paused ${paused}`;
  // One sent again holds its estimate already.
  const unheld = intents.filter(({ id }) => !isOpen(story.requests.get(id) ?? { state: 'kept' }));
  const needed =
    spentBy(story) + possiblySpentBy(story) + heldBy(story) + unheld.reduce((sum, { high }) => sum + high, 0);
  if (story.budget !== null && needed > story.budget) return `budget ${story.budget} ${needed}`;
  const selected = alongNow(story, batch);
  const same = along.anchor === selected.anchor && along.reference === selected.reference;
  if (!batch.begunWith && placeOf(story, batch) > 1 && !same) return 'changed';
  const used = intents.filter(({ id }) => (story.requests.get(id)?.state ?? 'intended') !== 'intended');
  if (used.length > 0) return `used ${used.map(({ id }) => id).join(' ')}`;
  if (story.waiting !== 'rate_limited' && story.waiting !== 'provider_down') goOn(story);
  batch.begunAfter = batch.begunWith ? batch.begunAfter : (panelBefore(story, batch) ?? null);
  batch.begunWith ??= along;
  for (const { id, panels, estimate, high } of intents.filter((it) => !story.requests.has(it.id))) {
    const intent = { batch, panels, provider: story.provider, estimate };
    const fresh = { by: null, vendor: null, findable: false, byUser: false, cost: 0 };
    story.requests.set(id, { id, state: 'intended', intent, high, ...fresh });
    batch.requests.add(id);
  }
  return 'intended';
}

/** Of every second order the vendor can be asked what became of it. */
export const isFindable = (id: string): boolean => Number(/\d+/.exec(id)?.[0] ?? 0) % 2 === 0;

export function order(story: StoryModel, turn: Turn, ids: readonly string[]): string {
  if (!owns(story, turn)) return 'fenced';
  if (story.status === 'cancelled') return 'cancelled';
  const requests = ids.map((id) => story.requests.get(id));
  const mine = (it: Request | undefined) =>
    it?.state === 'intended' || (it?.state === 'ordered' && it.by === turn.fence);
  if (!requests.every(mine)) return 'fenced';
  for (const request of requests as Request[]) {
    request.state = 'ordered';
    request.by = turn.fence;
    request.findable = isFindable(request.id);
  }
  return 'ordered';
}

export function saveVendorIds(story: StoryModel, turn: Turn, ids: readonly { id: string; vendorId: string }[]): string {
  if (!owns(story, turn)) return 'fenced';
  if (!ids.every(({ id }) => story.requests.get(id)?.state === 'ordered')) return 'fenced';
  for (const { id, vendorId } of ids) (story.requests.get(id) as Request).vendor = vendorId;
  return 'saved';
}

export interface SettlementModel {
  readonly id: string;
  readonly outcome: 'kept' | 'refused' | 'possibly_paid';
  readonly cost: number;
  /** `further`: 0 for the panel's own frame; null for one of an older revision of the panel. */
  readonly frames: readonly { readonly panel: Panel; readonly further: number | null; readonly frame: string }[];
}

/** What a turn that only collects may still keep for its panel: nothing has been drawn for it, or asked of it, since. */
function isAsked(batch: Batch, panel: Panel, further: number, request: Request | undefined): boolean {
  if (batch.status === 'drawn' || !request?.intent) return false;
  if (further === 0 ? panel.kept !== null : panel.further.has(further)) return false;
  // The intents of these tests ask for the first revision and drawing of a panel, by its own target.
  return further === 0 && panel.art === 0 && (panel.asked?.redraw ?? 0) === 0;
}

/** A turn that only collects is over. */
export function endCollecting(story: StoryModel, turn: Turn, later: boolean): string {
  const batch = story.collecting;
  if (!owns(story, turn) || batch?.id !== turn.batch) return 'fenced';
  story.collecting = null;
  batch.deaths = 0;
  batch.later = later;
  return `ended ${story.status}`;
}

/** Evidence about a request whose outcome is not certain. */
export function learn(story: StoryModel, id: string, says: 'found' | 'paid' | 'unpaid', vendor: string): string {
  const request = story.requests.get(id);
  if (!story.exists || !request?.intent) return 'gone';
  const { state, byUser, intent } = request;
  if (
    !(state === 'possibly_paid' || (state === 'ordered' && request.vendor === null) || (state === 'refused' && byUser))
  )
    return says === 'found' ? 'unchanged' : `invalid ${state}`;
  const cost = says === 'paid' ? intent.estimate : 0;
  if (byUser && says !== 'found' && request.cost === cost) return 'unchanged';
  if (says === 'found' && placeOf(story, intent.batch) > 0) {
    if (state !== 'ordered') request.high = intent.estimate;
    Object.assign(request, { state: 'ordered', vendor, cost: 0, byUser: false });
    Object.assign(intent.batch, { later: false, deaths: 0 });
  } else if (says === 'found') Object.assign(request, { state: 'refused', cost: intent.estimate, byUser: false });
  else Object.assign(request, { state: 'refused', cost, byUser: true });
  return `learnt ${story.status}`;
}

export function settle(story: StoryModel, turn: Turn, settlements: readonly SettlementModel[]): string {
  const collected = owns(story, turn) && story.collecting?.id === turn.batch ? story.collecting : null;
  const batch = collected ?? heldBatch(story, turn);
  if (!batch) return 'fenced';
  let kept = false;
  for (const { id, outcome, cost, frames } of settlements) {
    const request = story.requests.get(id);
    const settles = outcome === 'kept' ? !request || isOpen(request) : request?.state === 'ordered';
    if (!settles) continue;
    if (request) Object.assign(request, { state: outcome, cost });
    else {
      const recalled = { by: null, vendor: null, findable: false, byUser: false };
      story.requests.set(id, { id, state: outcome, intent: null, high: 0, ...recalled, cost });
    }
    batch.requests.add(id);
    for (const { panel, further, frame } of frames) {
      if (further === null || (collected && !isAsked(collected, panel, further, request))) {
        // Takes are numbered in the order in which they were drawn.
        if (panel.kept !== null) keepTake(panel, panel.kept);
        keepTake(panel, frame);
        continue;
      }
      const before = further === 0 ? panel.kept : panel.further.get(further);
      // A paid frame that another one replaces stays as a take.
      if (before && before !== frame) keepTake(panel, before);
      if (further === 0) panel.kept = frame;
      else panel.further.set(further, frame);
      if (!collected) panel.failure = null;
      story.events.push(`panel.drawn ${numberOf(story, panel)} ${frame}`);
      kept = true;
    }
  }
  if (kept) goOn(story);
  return 'settled';
}

export function commit(
  story: StoryModel,
  turn: Turn,
  reference: { readonly frame: string; readonly panel: string } | null,
): string {
  const batch = heldBatch(story, turn);
  if (!batch) return 'fenced';
  const missing = batch.panels.find(({ kept }) => kept === null);
  if (missing) return `incomplete ${missing.id}`;
  for (const panel of batch.panels) {
    // An edit may have changed its words, too, whatever picture came of it.
    if (panel.selected !== panel.kept || panel.asked) dropSheet(story, panel);
    if (panel.selected !== panel.kept) {
      panel.chosen = keepTake(panel, panel.kept as string);
      panel.selected = panel.kept;
    }
    panel.kept = null;
    panel.stays = false;
    keepFurther(panel);
    panel.asked = null;
  }
  forgetIntended(story, batch);
  giveUpOrdered(story, batch, { lostOnly: true });
  const { begunWith, cascade } = batch;
  const place = placeOf(story, batch);
  batch.reference = reference && { panel: panelById(story, reference.panel) as Panel, frame: reference.frame };
  Object.assign(batch, { status: 'drawn', tries: 0, strikes: 0, begunWith: null, cascade: false });
  goOn(story);
  endAttempt(batch, 'drawn');
  story.events.push(`batch.drawn ${place}`);
  if (cascade) {
    const now = alongNow(story, batch);
    // Its reference frames were changed while it was drawn: it follows, too.
    const behind = begunWith && (begunWith.anchor !== now.anchor || begunWith.reference !== now.reference);
    cascadeFrom(story, behind ? place : place + 1);
  }
  if (story.status !== 'drawing') return 'committed rest';
  if (!firstUndrawn(story)) {
    setStatus(story, workingStatus(story));
    return 'committed composing';
  }
  if (waitsForApproval(story)) {
    setStatus(story, 'needs_attention', 'approval');
    return 'committed rest';
  }
  return 'committed more';
}

/** @param wait what the story waits for, beside the code; null: it does not wait */
export function release(
  story: StoryModel,
  turn: Turn,
  { code, wait, suspends }: { readonly code: string; readonly wait: string | null; readonly suspends: boolean },
): string {
  const batch = heldBatch(story, turn);
  if (!batch) return 'fenced';
  batch.status = 'waiting';
  forgetIntended(story, batch);
  if (wait !== null && isActive(story)) waitFor(story, code, wait);
  if (suspends && story.status !== 'cancelled') {
    batch.suspended = true;
    return story.status;
  }
  endAttempt(batch, 'yielded');
  if (story.status === 'cancelled') giveUpOrdered(story, batch, { lostOnly: true });
  if (code === 'frame_lost') batch.begunWith = null;
  return story.status;
}

export function retry(story: StoryModel, turn: Turn, code: string): string {
  const batch = heldBatch(story, turn);
  if (!batch) return 'fenced';
  forgetIntended(story, batch);
  batch.status = 'waiting';
  batch.tries += 1;
  goOn(story);
  endAttempt(batch, 'failed');
  story.events.push(`batch.failed ${placeOf(story, batch)} ${code}`);
  if (story.status === 'cancelled') giveUpOrdered(story, batch, { lostOnly: true });
  return story.status;
}

/** @param panels that failed; none: the whole batch did */
export function fail(story: StoryModel, turn: Turn, code: string, panels: readonly Panel[]): string {
  const batch = heldBatch(story, turn);
  if (!batch) return 'fenced';
  forgetIntended(story, batch);
  batch.status = 'failed';
  endAttempt(batch, 'failed');
  if (panels.length === 0) story.failure = code;
  for (const panel of panels) {
    panel.failure = code;
    story.events.push(`panel.failed ${numberOf(story, panel)}`);
  }
  story.events.push(`batch.failed ${placeOf(story, batch)} ${code}`);
  if (code === 'budget') story.events.push('budget.reached');
  if (story.status === 'cancelled') giveUpOrdered(story, batch, { lostOnly: true });
  if (isActive(story)) setStatus(story, 'needs_attention', code);
  return 'failed';
}
