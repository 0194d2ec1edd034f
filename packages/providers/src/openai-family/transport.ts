import { Agent, FormData, type RequestInit, type Response, fetch as undiciFetch } from 'undici';
import { NeverSent, watchWriting } from '../watch-writing.ts';

/** The fetch of the SDK's clients, and of downloads. */
export type Fetch = typeof globalThis.fetch;

/** An answer with more bytes than this is no answer of a vendor: eight frames of 8 MB are 86 MB as base64. */
export const longestAnswerBytes = 150_000_000;

/** What the SDK may send. It would add whatever OPENAI_CUSTOM_HEADERS says, and only options may decide what is sent. */
const sentHeaders = /^(accept|content-type|user-agent|authorization|api-key|x-client-request-id|x-stainless-.+)$/;

/** More came than an answer may have. */
export class AnswerTooLong extends Error {
  override readonly name = 'AnswerTooLong';
}

/**
 * A fetch that waits as long as its caller does: Node's own gives up on an answer after 300 s, and a frame may take longer.
 * It follows no redirects (a key must not travel to another host) and cuts answers that are longer than `longestBytes`. Throws
 * NeverSent when the request failed before it was written.
 */
export function openTransport({
  longestBytes = longestAnswerBytes,
  agent = new Agent({ headersTimeout: 0, bodyTimeout: 0, allowH2: false }),
} = {}): Fetch {
  const send = async (url: string | URL, init: RequestInit & { body?: unknown } = {}): Promise<Response> => {
    const headers = Object.fromEntries(
      [...new Headers(init.headers as Record<string, string>)].filter(([name]) => sentHeaders.test(name)),
    );
    const body = init.body instanceof globalThis.FormData ? ownForm(init.body) : (init.body ?? null);
    const { dispatcher, isWritten } = watchWriting(agent);
    const response = await undiciFetch(url, {
      ...init,
      headers,
      body: body as NonNullable<RequestInit['body']> | null,
      dispatcher,
      redirect: 'manual',
    }).catch((cause: unknown) => {
      throw isWritten() ? cause : new NeverSent('the request was not sent', { cause });
    });
    return withEnvelope(cutAt(response, longestBytes));
  };
  // The SDK asks whether this fetch takes the global FormData; it does, by `ownForm`.
  return Object.assign(send, { Response: globalThis.Response }) as unknown as Fetch;
}

/** The same parts in the FormData this undici knows, with the files' bytes where they are. */
function ownForm(form: globalThis.FormData): FormData {
  const own = new FormData();
  for (const [name, value] of form) {
    if (typeof value === 'string') own.append(name, value);
    else own.append(name, value, value.name);
  }
  return own;
}

function cutAt(response: Response, most: number): Response {
  if (response.body === null) return response;
  let size = 0;
  const counted = (response.body as ReadableStream<Uint8Array>).pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        size += chunk.byteLength;
        if (size > most) controller.error(new AnswerTooLong(`the answer has more than ${most} bytes`));
        else controller.enqueue(chunk);
      },
    }),
  );
  return replaceBody(response, counted);
}

const replaceBody = ({ status, statusText, headers }: Response, body: ReadableStream | string): Response =>
  new globalThis.Response(body, { status, statusText, headers: [...headers] }) as unknown as Response;

/** Refusals that are not in OpenAI's envelope (`detail` of FastAPI, `message` of gateways): the SDK would lose their words. */
async function withEnvelope(response: Response): Promise<Response> {
  if (response.ok || /html/.test(response.headers.get('content-type') ?? '')) return response;
  const text = await response.text();
  return replaceBody(response, envelop(text));
}

function envelop(text: string): string {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return text;
  }
  if (typeof body !== 'object' || body === null) return text;
  const { error, detail, message, usage } = body as Record<string, unknown>;
  if (typeof error === 'object' && error !== null) {
    // Of the envelope the SDK keeps the error only.
    return usage === undefined ? text : JSON.stringify({ error: { usage, ...error } });
  }
  // Frameworks name the status in `error` and the reason in `message`: both are shown.
  const words = [...new Set([error, detail, message])].filter((it) => it !== undefined && it !== null && it !== '');
  const shown = (words.length > 0 ? words : [body]).map((it) => (typeof it === 'string' ? it : JSON.stringify(it)));
  const { code } = body as Record<string, unknown>;
  return JSON.stringify({ error: { message: shown.join(': '), ...(typeof code === 'string' && { code }) } });
}
