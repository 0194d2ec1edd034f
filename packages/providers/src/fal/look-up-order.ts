import { isDeepStrictEqual } from 'node:util';
import { asNextpanelError, type LookupAnswer, type LostOrder } from '@nextpanel/core';
import type { FalPatience } from './fal-options.ts';
import type { History, HistoryItem, RequestHistory } from './request-history.ts';
import { encodeVendorId } from './vendor-id.ts';

/** What was sent, as far as it decides where an order is found again. */
export interface SentOrder {
  readonly endpoint: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Whether fal reports its end to us. */
  readonly webhookUrl?: string | undefined;
  /** How long it may stand in fal's line; undefined: orders of earlier releases did not say. */
  readonly startSeconds?: number | undefined;
}

export interface LookupOptions {
  readonly history: RequestHistory;
  readonly patience: FalPatience;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** fal's clock may differ from ours by this much, in milliseconds. */
const skewMs = 60_000;
/** Pauses between two looks grow with the time waited, an eighth of it. */
const shortestAgainMs = 1_000;
const longestAgainMs = 15_000;
const growth = 8;
/** When the list cannot be read for the moment, it is asked for this much longer before the outcome counts as unknown. */
const outageMs = 600_000;

/** Looks for a lost order in fal's list of requests. */
export async function lookUpOrder(sent: SentOrder, lost: LostOrder, options: LookupOptions): Promise<LookupAnswer> {
  const { history, patience, now, signal } = options;
  const startMs = sent.startSeconds === undefined ? patience.startMs : 1_000 * sent.startSeconds;
  const until = lost.lostAt + startMs + patience.drawMs;
  // Before the list is read: what it lacks was not there at this time.
  const at = now();
  const again = (): LookupAnswer => ({
    kind: 'not_yet',
    againMs: Math.min(Math.max((at - lost.lostAt) / growth, shortestAgainMs), longestAgainMs),
    until,
  });
  let read: History;
  try {
    read = await history.read({ endpoint: sent.endpoint, since: lost.orderedAt - skewMs }, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    if (at < until + outageMs) return again();
    return { kind: 'unknown', reason: asNextpanelError(thrown).message };
  }
  const verdict = await judgeHistory(read, sent, lost);
  if (verdict.kind === 'found') return verdict;
  if (at < until) {
    // Its webhook may still come, even where the list says nothing.
    const waits = verdict.kind === 'nothing' || sent.webhookUrl !== undefined;
    return waits ? again() : verdict;
  }
  if (verdict.kind === 'unknown') return verdict;
  return sent.startSeconds === undefined
    ? { kind: 'unknown', reason: 'it was sent without a time limit for the queue' }
    : { kind: 'absent' };
}

type Verdict = Extract<LookupAnswer, { kind: 'found' | 'unknown' }> | { readonly kind: 'nothing' };

/** What a list alone says about an order, whatever the time. */
export async function judgeHistory(history: History, sent: SentOrder, lost: LostOrder): Promise<Verdict> {
  if (history.kind === 'closed') return { kind: 'unknown', reason: history.reason };
  const { endpoint } = sent;
  const inTime = history.items.filter(({ sentAt }) => isInWindow(sentAt, lost));
  const vendorIds = inTime.map(({ requestId }) => encodeVendorId({ endpoint, requestId }));
  const taken = await Promise.all(vendorIds.map((vendorId) => lost.isTaken(vendorId)));
  const free = inTime.filter((_, index) => taken[index] === false);
  const compared = (input: HistoryItem['input']) => (lost.uploadedAgain ? withoutAddresses(input) : input);
  const wanted = compared(sent.input);
  const same = free.filter(({ input }) => isDeepStrictEqual(compared(input), wanted));
  const [first] = same;
  if (first && same.length <= lost.alike)
    return { kind: 'found', vendorId: encodeVendorId({ endpoint, requestId: first.requestId }) };
  if (first) return { kind: 'unknown', reason: `fal's list has ${same.length} requests with the same input` };
  if (free.some(({ input }) => input === null))
    return { kind: 'unknown', reason: "fal's list does not contain the inputs of requests" };
  if (free.some((item) => isAlmost(item, sent)))
    return { kind: 'unknown', reason: "fal's list has a request that differs from ours only in its settings" };
  return { kind: 'nothing' };
}

/** An upload has another address each time: how many there were must do. */
const withoutAddresses = (input: HistoryItem['input']): HistoryItem['input'] =>
  input && { ...input, image_urls: Array.isArray(input.image_urls) ? input.image_urls.length : 0 };

const isInWindow = (sentAt: number | null, { orderedAt, lostAt }: LostOrder): boolean =>
  sentAt === null || (sentAt >= orderedAt - skewMs && sentAt <= lostAt + skewMs);

/** The same words and pictures: fal may have filled in or changed a setting. That is no proof, but it forbids to say "not there". */
const isAlmost = ({ input }: HistoryItem, sent: SentOrder): boolean =>
  input !== null &&
  input.prompt === sent.input.prompt &&
  isDeepStrictEqual(input.image_urls ?? [], sent.input.image_urls ?? []);
