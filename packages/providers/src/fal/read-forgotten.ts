import { asNextpanelError } from '@nextpanel/core';
import type { FalResult } from './collect-request.ts';
import { errorOfReply } from './fal-errors.ts';
import { resultSchema } from './read-answer.ts';
import type { HistoryItem, RequestHistory } from './request-history.ts';
import type { FalRequest } from './vendor-id.ts';

/**
 * fal's queue keeps a result for an hour, or for minutes when it is large; its list of requests keeps it for as long as payloads are
 * stored (https://fal.ai/docs/inference-api/queue/result). Throws the error that the queue gave when the list does not have it either,
 * and what the request failed by when the list says that it did.
 */
export async function readForgotten(
  history: RequestHistory,
  { endpoint, requestId }: FalRequest,
  thrown: unknown,
  signal: AbortSignal,
): Promise<FalResult> {
  if (asNextpanelError(thrown).code !== 'result_expired') throw thrown;
  // fal looks 90 days back for a single request.
  const since = Date.now() - ninetyDaysMs;
  const read = await history.read({ endpoint, since, requestId }, signal).catch(() => null);
  const item = read?.kind === 'read' ? read.items.find((it) => it.requestId === requestId) : undefined;
  if (!item) throw thrown;
  const result = resultSchema.safeParse(item.output);
  if (result.success) return result.data;
  throw failureOf(item) ?? thrown;
}

const ninetyDaysMs = 90 * 24 * 3_600_000;

function failureOf({ status, output }: HistoryItem) {
  if (status === null || status < 400) return null;
  const bytes = new TextEncoder().encode(JSON.stringify(output ?? null));
  return errorOfReply({ status, headers: {}, bytes }, { purpose: 'result', key: null, authorized: true, ended: true });
}
