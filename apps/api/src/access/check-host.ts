import { type Config, NextpanelError, needsKeys } from '@nextpanel/core';
import type { FastifyRequest } from 'fastify';
import { isLoopback } from './loopback.ts';

/**
 * Refuses what a foreign web page may do through a visitor's browser. A page whose name was rebound to this machine
 * carries its own name in Host (`host_not_allowed`; with keys it gets no further anyway, and Host may be any public name).
 * A page of another origin carries itself in Origin (`origin_not_allowed`), unless NEXTPANEL_CORS_ORIGINS names it; those that it names get no further without a key.
 * A reverse proxy must therefore pass Host on as the browser sent it.
 */
export function checkHost(
  request: FastifyRequest,
  config: Pick<Config, 'apiKeys' | 'adminKey' | 'corsOrigins'>,
): NextpanelError | undefined {
  // RFC 9112, section 3.2: a proxy may have read another one than this server.
  if (request.raw.rawHeaders.filter((it, at) => at % 2 === 0 && it.toLowerCase() === 'host').length > 1)
    return new NextpanelError('bad_request', 'the request has several Host headers; send one');
  const { origin } = request.headers;
  // What the browser sent: a trusted proxy may say it by X-Forwarded-Host.
  const host = request.headers.host === undefined ? undefined : request.host;
  if (host === undefined || (!needsKeys(config) && !isLoopback(nameOf(host)))) {
    return new NextpanelError(
      'host_not_allowed',
      'without API keys only requests to localhost, 127.0.0.1 or [::1] are served; set NEXTPANEL_API_KEYS to serve others',
    );
  }
  if (origin !== undefined && !isOwnOrigin(origin, host) && !mayCall(config, origin)) {
    return new NextpanelError(
      'origin_not_allowed',
      `a page at ${shown(origin)} asked, and this request came for ${shown(host)}: pages of another origin are not served. A reverse proxy in between must pass on the Host that the browser sent (nginx: proxy_set_header Host $http_host;), or set X-Forwarded-Host and be named in NEXTPANEL_TRUST_PROXY. Pages of another site may call the API with a key when NEXTPANEL_CORS_ORIGINS names their origin`,
    );
  }
  return undefined;
}

/** Without keys anybody's page could spend money through a visitor's browser. */
export const mayCall = (config: Pick<Config, 'apiKeys' | 'adminKey' | 'corsOrigins'>, origin: string): boolean =>
  needsKeys(config) && config.corsOrigins.includes(origin.toLowerCase());

/** Host without its port; the brackets of an IPv6 address stay. */
const nameOf = (host: string): string => host.replace(/:\d*$/, '');

/** Whether both name one place. Browsers leave out the port that is the scheme's own; proxies write `name:443`. */
export function isOwnOrigin(origin: string, host: string): boolean {
  const url = URL.parse(origin);
  if (url === null || !/^https?:$/.test(url.protocol) || url.origin !== origin.toLowerCase()) return false;
  return /^[^/@?#\\]+$/.test(host) && URL.parse(`${url.protocol}//${host}`)?.host === url.host;
}

const shown = (value: string): string => JSON.stringify(value.slice(0, 200));
