import type { FastifyReply, FastifyRequest } from 'fastify';

/** How long a browser may remember the answer to a preflight, in seconds: two hours are the most that Chromium takes. */
const rememberedSeconds = 7_200;

const headersAllowed = 'authorization, content-type, idempotency-key, if-match, if-none-match, last-event-id, range';
const headersShown =
  'accept-ranges, content-disposition, content-range, etag, idempotent-replayed, location, ratelimit, ratelimit-policy, retry-after, x-request-id';

/** The CORS headers for a page that the operator allowed. Without credentials: such a page uses a key, never a visitor's cookie. */
export function allowOrigin(request: FastifyRequest, reply: FastifyReply, origin: string): void {
  void reply.headers({ 'access-control-allow-origin': origin, vary: 'origin' });
  void reply.header('access-control-expose-headers', headersShown);
  // The pictures of other origins would be refused by the page that shows them.
  void reply.header('cross-origin-resource-policy', 'cross-origin');
  if (request.method !== 'OPTIONS') return;
  void reply.headers({
    'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
    'access-control-allow-headers': headersAllowed,
    'access-control-max-age': String(rememberedSeconds),
  });
}
