import { readApiError, ServerUnreachable } from './api-error.ts';

/** Where the server is and how it is spoken to. `baseUrl` has no slash at its end; '' is the page's own origin. */
export interface Connection {
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly fetch: typeof fetch;
}

export interface RequestOptions {
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string | Uint8Array<ArrayBuffer> | Blob;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends one request and returns its ok response, body unread. Throws ApiError for every other answer,
 * ServerUnreachable when none came, and the signal's reason when aborted.
 */
export async function sendRequest(
  connection: Connection,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  options: RequestOptions = {},
): Promise<Response> {
  const headers = new Headers();
  if (connection.apiKey !== undefined) headers.set('authorization', `Bearer ${connection.apiKey}`);
  for (const [name, value] of Object.entries(options.headers ?? {})) if (value !== undefined) headers.set(name, value);

  // Called as a plain function: browsers refuse a fetch whose `this` is not the window ("Illegal invocation").
  const { fetch } = connection;
  let response: Response;
  try {
    response = await fetch(`${connection.baseUrl}${path}${queryString(options.query ?? {})}`, {
      method,
      headers,
      ...(options.body === undefined ? {} : { body: options.body }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  } catch (thrown) {
    options.signal?.throwIfAborted();
    throw new ServerUnreachable(connection.baseUrl, thrown);
  }
  if (!response.ok) throw await readApiError(response);
  return response;
}

/** Like sendRequest, for answers that are JSON. The server is trusted to answer with what it documents. */
export async function requestJson<Answer>(
  connection: Connection,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  options: RequestOptions = {},
): Promise<Answer> {
  const response = await sendRequest(connection, method, path, options);
  try {
    return (await response.json()) as Answer;
  } catch (thrown) {
    options.signal?.throwIfAborted();
    throw new ServerUnreachable(connection.baseUrl, thrown);
  }
}

function queryString(query: NonNullable<RequestOptions['query']>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, String(value));
  return parameters.size === 0 ? '' : `?${parameters.toString()}`;
}
