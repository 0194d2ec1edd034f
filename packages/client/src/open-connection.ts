import createApi, { type Client as Api } from 'openapi-fetch';
import type { paths } from './api.generated.ts';
import { ApiError, readApiError, ServerUnreachable } from './api-error.ts';

export interface ConnectionOptions {
  /** For example `http://127.0.0.1:3000`; in a browser, '' is the page's own origin. */
  readonly baseUrl: string;
  readonly apiKey?: string | undefined;
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
  const { fetch = globalThis.fetch } = options;
  const api = createApi<paths>({
    baseUrl,
    headers: options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` },
    fetch: async (request) => {
      const response = await failing(baseUrl, () => fetch(request), request.signal);
      if (!response.ok) throw await readApiError(response);
      return response;
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
