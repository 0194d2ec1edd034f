import createApi, { type Client as Api } from 'openapi-fetch';
import type { paths } from './api.generated.ts';
import { ApiError, readApiError, ServerUnreachable } from './api-error.ts';
import { retrying, usualRetries } from './retry.ts';

export interface ConnectionOptions {
  /** For example `http://127.0.0.1:3000`; in a browser, '' is the page's own origin. */
  readonly baseUrl: string;
  readonly apiKey?: string | undefined;
  /**
   * How often a call is sent again that got no answer, or 429, 502, 503 or 504. Default 2; 0: never. Nothing is made or paid for twice by
   * that: every change carries an `Idempotency-Key`.
   */
  readonly retries?: number | undefined;
  /** Default: the global fetch. */
  readonly fetch?: typeof fetch;
}

/** The paths of the API, typed. Whatever it answers besides success is thrown; see `openConnection`. */
export interface Connection extends Pick<Api<paths>, 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'> {
  /**
   * The answer of one call, read as JSON. Throws ApiError when the server refuses, ServerUnreachable when no whole answer came,
   * and the signal's reason when aborted.
   */
  readonly read: <Answer>(call: Promise<{ readonly data?: Answer | undefined }>) => Promise<Answer>;
  /** The response of one call, body unread. Throws as `read` does. */
  readonly open: (call: Promise<{ readonly response: Response }>) => Promise<Response>;
  readonly baseUrl: string;
}

export function openConnection(options: ConnectionOptions): Connection {
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  // Called as a plain function: browsers refuse a fetch whose `this` is not the window ("Illegal invocation").
  const { fetch = globalThis.fetch, retries = usualRetries } = options;
  const api = createApi<paths>({
    baseUrl,
    headers: options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` },
    Request: RepeatableRequest,
    fetch: (request) => {
      const once = (): Promise<Response> => failing(baseUrl, () => send(fetch, request), request.signal);
      if (retries === 0 || isStream(request)) return once();
      nameRequest(request);
      return retrying(once, { retries, signal: request.signal });
    },
  });
  return {
    GET: api.GET,
    POST: api.POST,
    PUT: api.PUT,
    PATCH: api.PATCH,
    DELETE: api.DELETE,
    baseUrl,
    // The server is trusted to answer with what it documents.
    read: async <Answer>(call: Promise<{ readonly data?: Answer | undefined }>) =>
      (await failing(baseUrl, () => call)).data as Answer,
    open: async (call) => (await failing(baseUrl, () => call)).response,
  };
}

/** A request that can be sent again, since it knows what it was made of: a body can be read only once. */
class RepeatableRequest extends Request {
  readonly #input: string | URL | Request;
  readonly #init: RequestInit | undefined;

  constructor(input: string | URL | Request, init?: RequestInit) {
    super(input, init);
    this.#input = input;
    this.#init = init;
  }

  /** The same request, with the headers this one has now. */
  again(): Request {
    return new Request(this.#input, { ...this.#init, headers: this.headers });
  }
}

/** One try. JSON is read whole, so that an answer which breaks off is a failed try, too. */
async function send(fetch: typeof globalThis.fetch, request: Request): Promise<Response> {
  const response = await fetch(request instanceof RepeatableRequest ? request.again() : request);
  if (!response.ok) throw await readApiError(response);
  if (!response.headers.get('content-type')?.startsWith('application/json')) return response;
  return new Response(await response.arrayBuffer(), response);
}

/** Streams of events reconnect on their own, from where they were. */
const isStream = ({ headers }: Request): boolean => headers.get('accept') === 'text/event-stream';

const changing: readonly string[] = ['POST', 'PATCH', 'DELETE'];

/** By its name the server knows a request that it carried out already. Pages that are not served by HTTPS have no `randomUUID`. */
function nameRequest({ method, headers }: Request): void {
  if (!changing.includes(method) || headers.has('idempotency-key')) return;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  headers.set('idempotency-key', Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''));
}

/** Names every failure that is no answer of the server: a refused connection, or one that broke while the answer was read. */
async function failing<Answer>(baseUrl: string, call: () => Promise<Answer>, signal?: AbortSignal): Promise<Answer> {
  try {
    return await call();
  } catch (thrown) {
    signal?.throwIfAborted();
    if (thrown instanceof ApiError || thrown instanceof ServerUnreachable || isAbort(thrown)) throw thrown;
    throw new ServerUnreachable(baseUrl, thrown);
  }
}

const isAbort = (thrown: unknown): boolean => thrown instanceof DOMException && thrown.name === 'AbortError';
