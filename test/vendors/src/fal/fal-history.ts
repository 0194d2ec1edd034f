import { createHash } from 'node:crypto';
import { type Call, json, type Reply } from '../http/reply.ts';
import type { FalJob, FalJobs } from './fal-jobs.ts';

/**
 * How the history of requests answers. `forbidden`: the key may not read it. `payload-less`: inputs and outputs are not stored.
 * `truncated`: it says that there is more, and not where.
 */
export const historyModes = ['open', 'forbidden', 'payload-less', 'truncated'] as const;
export type HistoryMode = (typeof historyModes)[number];

/** What fal remembers of finished requests. It may be changed at any time. */
export interface FalMemory {
  history: HistoryMode;
  /**
   * How long after its end a request is listed, in milliseconds; a range gives each request its own delay. fal publishes no number; ours
   * are 400 to 20,000.
   */
  listingMs: number | readonly [from: number, to: number];
  /** The share of requests whose end is reported by webhook, where one was asked for. */
  webhookShare: number;
  /** How long the queue keeps status and result after the end of a request, in milliseconds; null: forever. */
  resultsForMs: number | null;
}

const mostOnPage = 100;
const usualOnPage = 50;
const dayMs = 24 * 3_600_000;

/** `GET https://api.fal.ai/v1/models/requests/by-endpoint`: finished requests, sorted by their end, newest first. */
export function answerHistory(memory: FalMemory, jobs: FalJobs, { query }: Call): Reply {
  if (memory.history === 'forbidden') return json(403, { detail: 'This API key may not read the request history.' });
  const endpoints = query.getAll('endpoint_id').flatMap((ids) => ids.split(','));
  if (endpoints.length === 0) {
    return json(422, { detail: [{ loc: ['query', 'endpoint_id'], msg: 'Field required', type: 'missing' }] });
  }
  const id = query.get('request_id');
  const now = Date.now();
  const start = timeOf(query.get('start')) ?? now - (id === null ? dayMs : 90 * dayMs);
  const end = timeOf(query.get('end')) ?? now;
  const listed = [...jobs.values()]
    .filter(
      (job) =>
        endpoints.includes(job.endpoint.id) &&
        (id === null || job.id === id) &&
        job.endedAt !== null &&
        job.endedAt + listingMsOf(job, memory) <= now &&
        job.endedAt >= start &&
        job.endedAt < end,
    )
    .sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0));
  const from = Number(query.get('cursor') ?? 0);
  const limit = Math.min(Number(query.get('limit') ?? usualOnPage), mostOnPage);
  const more = listed.length > from + limit;
  const truncated = memory.history === 'truncated';
  return json(200, {
    items: listed.slice(from, from + limit).map((job) => itemOf(job, memory, query.get('expand') === 'payloads')),
    has_more: more || truncated,
    next_cursor: more && !truncated ? String(from + limit) : null,
  });
}

/** A number from 0 to 1 that is a request's own. */
const lotOf = ({ id }: Pick<FalJob, 'id'>, what: string): number =>
  createHash('sha256').update(`${what} ${id}`).digest().readUInt32BE(0) / 2 ** 32;

function listingMsOf(job: FalJob, { listingMs }: FalMemory): number {
  if (typeof listingMs === 'number') return listingMs;
  const [from, to] = listingMs;
  return from + (to - from) * lotOf(job, 'listed');
}

export const isReported = (job: FalJob, { webhookShare }: FalMemory): boolean => lotOf(job, 'reported') < webhookShare;

function itemOf(job: FalJob, { history }: FalMemory, expand: boolean) {
  const { id, endpoint, sentAt, startedAt, endedAt, result, input, headers } = job;
  const stored = history !== 'payload-less' && headers['x-fal-store-io'] !== '0';
  return {
    request_id: id,
    endpoint_id: endpoint.id,
    sent_at: isoOf(sentAt),
    started_at: isoOf(startedAt),
    ended_at: isoOf(endedAt),
    status_code: result?.status ?? null,
    duration: startedAt === null || endedAt === null ? null : (endedAt - startedAt) / 1_000,
    ...(expand && { json_input: stored ? input : null, json_output: stored ? (result?.payload ?? null) : null }),
  };
}

const isoOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

function timeOf(text: string | null): number | null {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? null : at;
}

/** Whether the queue has forgotten a request: its result was kept for a while only. */
export const isForgotten = ({ endedAt }: FalJob, { resultsForMs }: FalMemory): boolean =>
  endedAt !== null && resultsForMs !== null && endedAt + resultsForMs <= Date.now();
