import { isAboutQuota, NextpanelError, type NextpanelErrorOptions, type VendorErrorCode } from '@nextpanel/core';
import { z } from 'zod';
import { type ChatAnswer, type ChatCall, type ChatLevel, chatLevels } from './chat.ts';
import { chatBody } from './chat-body.ts';

/** A server of chat completions, with any models behind it. */
export interface ChatServer {
  /** Its base URL, by which it is named. */
  readonly server: string;
  /** The level at which this model is asked: the one that worked last, or the best one. */
  level(model: string): ChatLevel;
  /** What the next call is asked at, or null when there is no further level. */
  below(level: ChatLevel): ChatLevel | null;
  /** Remembers, for as long as the process lives, at which level a model answers. */
  learn(model: string, level: ChatLevel): void;
  /** The body that a call would send, its pictures named by their hash. */
  body(call: ChatCall, level: ChatLevel): Readonly<Record<string, unknown>>;
  /**
   * Sends one call, once. Throws NextpanelErrors with a code of `vendorErrorCodes`; `invalid_request` with money `none` may mean that
   * the server does not know the level.
   */
  ask(call: ChatCall, level: ChatLevel, signal: AbortSignal): Promise<ChatAnswer>;
  /** Names of the models that it offers, in alphabetical order; asked for at most once a minute. Throws as `ask` does; free. */
  models(): Promise<readonly string[]>;
}

const modelsSchema = z.object({ data: z.array(z.object({ id: z.string().min(1).max(200) })) });

const usageSchema = z
  .object({ prompt_tokens: z.number().min(0), completion_tokens: z.number().min(0) })
  .nullish()
  .catch(null);

const answerSchema = z.object({
  id: z.string().nullish().catch(null),
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish().catch(null),
        message: z.object({
          content: z.union([z.string(), z.array(z.object({ text: z.string().optional() }))]).nullish(),
          refusal: z.string().nullish(),
          tool_calls: z
            .array(z.object({ function: z.object({ name: z.string().optional(), arguments: z.string() }) }))
            .nullish()
            .catch(null),
        }),
      }),
    )
    .min(1),
  usage: usageSchema,
});

/** How long a list of models may take, and how long it is kept, in milliseconds. */
const modelsTimeoutMs = 5_000;
const modelsKeptMs = 60_000;

/** The longest answer that is read, in characters. */
const answerMost = 2_000_000;

export interface ChatOptions {
  /** Such as https://api.openai.com/v1. */
  readonly baseUrl: string;
  readonly apiKey: string | null;
  /** What its errors call it, such as `${name}`. */
  readonly name: string;
  /** The variable that holds its key. */
  readonly keyVariable: string;
}

/** Opens a server of chat completions; nothing is sent. */
export function openChat({ baseUrl, apiKey, name, keyVariable }: ChatOptions): ChatServer {
  const own: Own = { apiKey, name, keyVariable };
  const levels = new Map<string, ChatLevel>();
  let listed: { readonly at: number; readonly names: Promise<readonly string[]> } | null = null;
  return {
    server: baseUrl,
    level: (model) => levels.get(model) ?? chatLevels[0],
    below: (level) => chatLevels[chatLevels.indexOf(level) + 1] ?? null,
    learn: (model, level) => void levels.set(model, level),
    body: (call, level) => chatBody(call, level, ({ sha256 }) => `sha256:${sha256}`),
    async ask(call, level, signal) {
      const body = chatBody(
        call,
        level,
        ({ mime, bytes }) => `data:${mime};base64,${Buffer.from(bytes).toString('base64')}`,
      );
      const response = await send(`${baseUrl}/chat/completions`, own, JSON.stringify(body), signal);
      const text = await readBody(response, own, signal);
      if (!response.ok) throw refusalOf(response, text, own);
      return readAnswer(text, response.headers.get('x-request-id'), call.form.name, own);
    },
    models() {
      if (listed !== null && performance.now() - listed.at <= modelsKeptMs) return listed.names;
      const names = readModels(baseUrl, own);
      listed = { at: performance.now(), names };
      // The next one who asks tries again.
      names.catch(() => {
        if (listed?.names === names) listed = null;
      });
      return names;
    },
  };
}

async function readModels(baseUrl: string, own: Own): Promise<readonly string[]> {
  const response = await send(`${baseUrl}/models`, own, null, AbortSignal.timeout(modelsTimeoutMs));
  const text = await readBody(response, own, AbortSignal.timeout(modelsTimeoutMs));
  if (!response.ok) throw refusalOf(response, text, own);
  const list = modelsSchema.safeParse(parseOr<unknown>(text, null));
  if (!list.success) throw chatError('bad_response', `${own.name} answers without a list of models`, final);
  return [...new Set(list.data.data.map(({ id }) => id))].toSorted();
}

/** What errors say of a server. */
type Own = Pick<ChatOptions, 'apiKey' | 'name' | 'keyVariable'>;

/** @param body null: something is only read */
async function send(url: string, own: Own, body: string | null, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, {
      method: body === null ? 'GET' : 'POST',
      headers: {
        ...(body !== null && { 'content-type': 'application/json' }),
        ...(own.apiKey !== null && { authorization: `Bearer ${own.apiKey}` }),
      },
      body,
      signal,
      // A key is for this server alone.
      redirect: 'error',
    });
  } catch (cause) {
    throw lost(cause, own, signal);
  }
}

async function readBody(response: Response, own: Own, signal: AbortSignal): Promise<string> {
  try {
    return (await response.text()).slice(0, answerMost);
  } catch (cause) {
    throw lost(cause, own, signal);
  }
}

/** Connections that were never made. */
const neverSent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'EHOSTUNREACH', 'ENETUNREACH'];

function lost(cause: unknown, { name }: Own, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  const { code = '' } = ((cause as Error).cause ?? {}) as { readonly code?: string };
  if (neverSent.includes(code)) {
    return chatError('connection_lost', `${name} cannot be reached (${code})`, {
      fault: 'unreachable',
      retryable: true,
    });
  }
  const money = 'possibly' as const;
  return chatError('connection_lost', `the connection to ${name} was lost before its answer was whole`, {
    fault: 'outage',
    retryable: true,
    money,
  });
}

function chatError(code: VendorErrorCode, says: string, options: NextpanelErrorOptions): NextpanelError {
  return new NextpanelError(code, says, options);
}

const final: NextpanelErrorOptions = { fault: 'final' };

function refusalOf(response: Response, text: string, own: Own): NextpanelError {
  const { name, keyVariable } = own;
  const { status, headers } = response;
  const words = wordsOf(text, own.apiKey);
  const requestId = headers.get('x-request-id');
  const error = (code: VendorErrorCode, says: string, options: NextpanelErrorOptions) =>
    chatError(code, words === '' ? says : `${says}: ${words}`, {
      ...options,
      detail: { status, ...(requestId !== null && { requestId }) },
    });
  if (status === 402 || isAboutQuota(words))
    return error('quota_exhausted', `${name} says there is no credit left`, final);
  if (status === 429) {
    const after = retryAfterMs(headers);
    return error('rate_limited', `${name} was asked too often`, {
      fault: 'rate_limit',
      retryable: true,
      ...(after !== null && { retryAfterMs: after }),
    });
  }
  if (status === 401)
    return error('wrong_credentials', `${name} does not accept the key; correct ${keyVariable}`, final);
  if (status === 403) return error('forbidden', `${name} does not allow this for the key`, final);
  if (status === 404) return error('model_not_found', `${name} does not know the model or the address`, final);
  if (status === 408 || (status >= 500 && status !== 501))
    return error('server_error', `${name} failed (${status})`, {
      fault: 'outage',
      retryable: true,
      money: 'possibly',
    });
  return error('invalid_request', `${name} refuses the request (${status})`, final);
}

/** The server's own words, without the key and no longer than a line or two. */
function wordsOf(text: string, apiKey: string | null): string {
  const { error, message, detail } = parseOr<{ error?: unknown; message?: unknown; detail?: unknown }>(text, {});
  const said = [(error as { message?: unknown } | undefined)?.message, message, detail, error].find(
    (it): it is string => typeof it === 'string',
  );
  const words = (said ?? '').slice(0, 300);
  return apiKey === null ? words : words.replaceAll(apiKey, '…');
}

function parseOr<Value>(text: string, otherwise: Value): Value {
  try {
    return (JSON.parse(text) ?? otherwise) as Value;
  } catch {
    return otherwise;
  }
}

function retryAfterMs(headers: Headers): number | null {
  const exact = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(exact)) return exact;
  const value = headers.get('retry-after');
  if (value === null) return null;
  if (/^\d+(\.\d+)?$/.test(value)) return 1_000 * Number(value);
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

function readAnswer(text: string, header: string | null, form: string, own: Own): ChatAnswer {
  const parsed = answerSchema.safeParse(parseOr<unknown>(text, null));
  if (!parsed.success) {
    // A model may have worked for it, even if a proxy wrote this.
    const words = wordsOf(text, own.apiKey);
    throw chatError(
      'bad_response',
      `${own.name}'s answer is not a chat completion${words === '' ? '' : `: ${words}`}`,
      { fault: 'outage', retryable: true, money: 'possibly' },
    );
  }
  const { id, choices, usage } = parsed.data;
  const [choice] = choices;
  const { content, refusal, tool_calls: calls } = choice?.message ?? {};
  const called = calls?.find((call) => call.function.name === form) ?? calls?.[0];
  const written = typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join('');
  const filtered = choice?.finish_reason === 'content_filter';
  return {
    text: called?.function.arguments ?? written,
    cut: choice?.finish_reason === 'length',
    refusal: refusal || (filtered ? 'its content filter stopped the answer' : null),
    usage: usage ? { input: usage.prompt_tokens, output: usage.completion_tokens } : null,
    requestId: header ?? id ?? null,
  };
}
