import { z } from 'zod';
import type { FalCall } from './fal-call.ts';
import { readAnswer } from './fal-client.ts';
import { errorOfReply } from './fal-errors.ts';
import type { FalTransport } from './transport.ts';
import { untilAborted } from './until-aborted.ts';

/** One request that is over, as fal lists it. */
export interface HistoryItem {
  readonly requestId: string;
  /** When fal received it, or the nearest to that it says, in milliseconds since the epoch; null: it says nothing. */
  readonly sentAt: number | null;
  readonly status: number | null;
  /** Null where payloads are not stored. */
  readonly input: Readonly<Record<string, unknown>> | null;
  readonly output: unknown;
}

/** `closed`: the list cannot be read by us, or not to its end; asking again would not help. */
export type History =
  | { readonly kind: 'read'; readonly items: readonly HistoryItem[] }
  | { readonly kind: 'closed'; readonly reason: string };

export interface RequestHistory {
  /**
   * Every finished request at an endpoint that ended after `since` (milliseconds since the epoch); with `requestId` only that one.
   * Throws when asking failed for the moment.
   */
  read(asked: HistoryQuestion, signal: AbortSignal): Promise<History>;
}

export interface HistoryQuestion {
  readonly endpoint: string;
  readonly since: number;
  readonly requestId?: string;
}

/** See https://fal.ai/docs/platform-apis/v1/models/requests/by-endpoint */
const address = 'https://api.fal.ai/v1/models/requests/by-endpoint';
/** The most fal gives at once. */
const onPage = 100;
/** 10,000 requests since one order: an account that busy cannot be read to its end in time. */
const pagesMax = 100;
const pageMaxBytes = 50_000_000;
/** Orders of one batch are lost together: their questions begin at the same minute, and are asked once. */
const minuteMs = 60_000;
/** Answers that say we may not look, or that this route is not there for us. */
const closedStatuses = [400, 401, 403, 404, 405, 410, 422];

const time = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((at) => {
    if (at == null) return null;
    const ms = typeof at === 'number' ? (at < 1e11 ? 1_000 * at : at) : Date.parse(at);
    return Number.isNaN(ms) ? null : ms;
  });

const pageSchema = z.object({
  items: z.array(
    z.object({
      request_id: z.string(),
      sent_at: time,
      started_at: time,
      status_code: z.number().nullish(),
      json_input: z.record(z.string(), z.unknown()).nullish().catch(null),
      json_output: z.unknown().optional(),
    }),
  ),
  has_more: z.boolean().nullish(),
  next_cursor: z.string().nullish(),
});
type Page = z.output<typeof pageSchema>;

interface HistoryOptions {
  readonly key: string;
  readonly transport: FalTransport;
  /** For one page, in milliseconds. */
  readonly askMs: number;
}

/** Reads fal's list of requests, each question that is under way once for all who ask it. */
export function openHistory(options: HistoryOptions): RequestHistory {
  const underWay = new Map<string, Promise<History>>();
  return {
    read({ endpoint, since, requestId }, signal) {
      const start = Math.floor(since / minuteMs) * minuteMs;
      const query = new URLSearchParams({
        endpoint_id: endpoint,
        start: new Date(start).toISOString(),
        limit: String(onPage),
        expand: 'payloads',
        ...(requestId !== undefined && { request_id: requestId }),
      });
      const question = query.toString();
      let asking = underWay.get(question);
      if (!asking) {
        asking = readPages(query, options).finally(() => underWay.delete(question));
        underWay.set(question, asking);
      }
      return untilAborted(asking, signal);
    },
  };
}

async function readPages(query: URLSearchParams, options: HistoryOptions): Promise<History> {
  const items: HistoryItem[] = [];
  for (let pages = 0; pages < pagesMax; pages++) {
    const page = await readPage(query, options);
    if ('reason' in page) return { kind: 'closed', reason: page.reason };
    items.push(...page.items.map(itemOf));
    if (page.has_more !== true) return { kind: 'read', items };
    if (page.next_cursor == null || page.next_cursor === query.get('cursor'))
      return { kind: 'closed', reason: "fal's list of requests breaks off" };
    query.set('cursor', page.next_cursor);
  }
  return { kind: 'closed', reason: `fal's list has more than ${pagesMax * onPage} requests` };
}

async function readPage(query: URLSearchParams, options: HistoryOptions): Promise<Page | { reason: string }> {
  const { key, transport, askMs } = options;
  const signal = new AbortController().signal;
  const call = { purpose: 'history', signal, deadlineMs: askMs, maxBytes: pageMaxBytes } satisfies FalCall;
  const headers = { Authorization: `Key ${key}`, Accept: 'application/json' };
  const reply = await transport.send(`${address}?${query.toString()}`, { method: 'GET', headers }, call);
  if (closedStatuses.includes(reply.status))
    return { reason: `fal does not let this key read its list of requests (${reply.status})` };
  if (reply.status !== 200) throw errorOfReply(reply, { purpose: 'history', key, authorized: true, ended: false });
  return readAnswer(pageSchema, parseJson(reply.bytes), call);
}

const itemOf = (item: Page['items'][number]): HistoryItem => ({
  requestId: item.request_id,
  sentAt: item.sent_at ?? item.started_at,
  status: item.status_code ?? null,
  input: item.json_input ?? null,
  output: item.json_output,
});

function parseJson(bytes: Uint8Array): unknown {
  const text = new TextDecoder().decode(bytes);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
