import type { Usage } from '@nextpanel/core';
import { APIError } from 'openai';
import { imageUsageSchema, usageOf } from './read-usage.ts';

/** What a vendor answered instead of doing the work, whatever shape it came in. */
export interface Refusal {
  readonly status: number;
  /** It came inside an answer with a success status; `status` is what its code means. */
  readonly inAnswer?: true;
  /** Empty when there is none. */
  readonly code: string;
  readonly type: string;
  readonly param: string | null;
  readonly message: string;
  readonly requestId: string | null;
  /** No JSON but a page or another text: something in front of the vendor may have answered. */
  readonly page: boolean;
  readonly retryAfterMs: number | undefined;
  /** Null: no moderation. */
  readonly moderation: Moderation | null;
  /** What the vendor charges for it all the same; null where it does not say. */
  readonly usage: Usage | null;
}

export interface Moderation {
  readonly stage: 'input' | 'output' | 'unknown';
  readonly categories: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

/** A vendor's answer of an error status as the SDK throws it; null for anything else. */
export function readRefusal(thrown: unknown): Refusal | null {
  if (!(thrown instanceof APIError) || thrown.status === undefined) return null;
  const headers = thrown.headers as Headers | undefined;
  // The transport puts every refusal that is JSON into an envelope with an `error`.
  const page = thrown.error === undefined || thrown.error === null;
  const html = page && /html/.test(headers?.get('content-type') ?? '');
  return {
    ...readErrorBody(thrown.error, html ? titleOf(thrown.message) : thrown.message),
    status: thrown.status,
    requestId: headers ? readRequestId(headers) : null,
    page,
    retryAfterMs: headers && readRetryAfter(headers),
  };
}

/** What a page for people says in its title. */
const titleOf = (html: string): string => /<title[^>]*>([^<]{1,200})<\/title>/i.exec(html)?.[1]?.trim() ?? '';

/** What the vendor calls a call, null where its answer does not tell. */
export const readRequestId = (headers: Headers): string | null =>
  headers.get('x-request-id') ?? headers.get('apim-request-id');

/** The `error` member of an answer, which some vendors send with status 200 or inside a finished job. */
export function readErrorBody(
  error: unknown,
  fallback = '',
): Omit<Refusal, 'status' | 'requestId' | 'page' | 'retryAfterMs'> {
  const body = fields(typeof error === 'string' ? { message: error } : error);
  const message = text(body.message) || fallback;
  const code = text(body.code);
  return {
    code,
    type: text(body.type),
    param: text(body.param) || null,
    message,
    moderation: readModeration(body),
    usage: readUsage(body.usage),
  };
}

function readUsage(usage: unknown): Usage | null {
  const { success, data } = imageUsageSchema.safeParse(usage);
  return success ? usageOf(data) : null;
}

const blockedCodes = new Set([
  'moderation_blocked',
  'content_filter',
  'contentFilter',
  'content_policy_violation',
  'image_content_policy_violation',
]);

/**
 * OpenAI's `moderation_details`, or any of Azure's shapes: `inner_error` with `content_filter_results`, `innererror` with
 * `content_filter_result`, or nothing but the code and a sentence.
 */
function readModeration(body: Fields): Moderation | null {
  const inner = fields(body.inner_error ?? body.innererror);
  const code = text(body.code);
  // So a language model's own check says it.
  const flagged = code === 'invalid_prompt' && /flagged|usage polic/i.test(text(body.message));
  if (!flagged && !blockedCodes.has(code) && text(inner.code) !== 'ResponsibleAIPolicyViolation') return null;
  const details = fields(body.moderation_details);
  const named = Array.isArray(details.categories) ? details.categories.filter((it) => typeof it === 'string') : [];
  const filters = fields(inner.content_filter_results ?? inner.content_filter_result ?? body.content_filter_results);
  const struck = Object.entries(filters).flatMap(([name, result]) =>
    fields(result).filtered === true || fields(result).detected === true ? [name] : [],
  );
  return { stage: stageOf(text(details.moderation_stage), body), categories: [...named, ...struck] };
}

function stageOf(named: string, body: Fields): Moderation['stage'] {
  if (named === 'input' || named === 'output') return named;
  if (/generated image was filtered/i.test(text(body.message))) return 'output';
  return body.param === 'prompt' ? 'input' : 'unknown';
}

const longestHintMs = 86_400_000;

/** `retry-after-ms`, or `retry-after` as seconds or as a date by the vendor's own clock, in milliseconds from now. */
function readRetryAfter(headers: Headers): number | undefined {
  const ms = headers.get('retry-after-ms');
  const after = headers.get('retry-after');
  const hint =
    ms !== null && /^\d+(\.\d+)?$/.test(ms)
      ? Number(ms)
      : after === null
        ? Number.NaN
        : /^\d+(\.\d+)?$/.test(after)
          ? Number(after) * 1_000
          : Date.parse(after) - (Date.parse(headers.get('date') ?? '') || Date.now());
  return Number.isFinite(hint) ? Math.min(Math.max(0, Math.ceil(hint)), longestHintMs) : undefined;
}

const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

const text = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
