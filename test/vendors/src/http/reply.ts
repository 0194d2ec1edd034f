import type { IncomingHttpHeaders } from 'node:http';

/** One request as received, with its body. */
export interface Call {
  readonly method: string;
  /** Without the query; callers decode its segments. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The vendor's id of this request. */
  readonly requestId: string;
}

/** How the bytes of an answer reach the client, if at all. */
export type Delivery =
  | { readonly kind: 'whole' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'cut' }
  | { readonly kind: 'drip'; readonly ms: number };

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** An iterable is a stream of server-sent events, sent as they are produced. */
  readonly body: Uint8Array | string | AsyncIterable<string>;
  readonly delivery?: Delivery;
  /** The fault that caused it, for the list of calls. */
  readonly fault?: string;
}

export const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

export const html = (status: number, title: string): Reply => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n`,
});

export const bytes = (status: number, body: Uint8Array, mime: string): Reply => ({
  status,
  headers: { 'content-type': mime },
  body,
});

/** Server-sent events; `event` is left out for bare `data:` lines. */
export const events = (body: AsyncIterable<string>): Reply => ({
  status: 200,
  headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' },
  body,
});

export const event = (data: unknown, name?: string): string =>
  `${name === undefined ? '' : `event: ${name}\n`}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;

export const isStream = (body: Reply['body']): body is AsyncIterable<string> =>
  typeof body !== 'string' && Symbol.asyncIterator in body;

/** The body of an answer that was created as text. */
export const textOf = ({ body }: Reply): string => (typeof body === 'string' ? body : '');
