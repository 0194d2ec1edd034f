import { type Config, NextpanelError } from '@nextpanel/core';
import type { FastifyRequest } from 'fastify';
import { isLoopback } from './loopback.ts';

/**
 * Refuses what a foreign web page may do through a visitor's browser. A page whose name was rebound to this machine
 * carries its own name in Host (`host_not_allowed`; with keys it gets no further anyway, and Host may be any public name).
 * A page of another origin carries itself in Origin (`origin_not_allowed`): there is no cross-origin use of this API from a browser.
 * A reverse proxy must therefore pass Host on as the browser sent it.
 */
export function checkHost(request: FastifyRequest, config: Pick<Config, 'apiKeys'>): NextpanelError | undefined {
  const { host, origin } = request.headers;
  if (host === undefined || (config.apiKeys.length === 0 && !isLoopback(nameOf(host)))) {
    return new NextpanelError(
      'host_not_allowed',
      'without API keys only requests to localhost, 127.0.0.1 or [::1] are served; set NEXTPANEL_API_KEYS to serve others',
    );
  }
  if (origin !== undefined && hostOf(origin) !== host.toLowerCase()) {
    return new NextpanelError('origin_not_allowed', 'requests from pages of another origin are not served');
  }
  return undefined;
}

/** Host without its port; the brackets of an IPv6 address stay. */
const nameOf = (host: string): string => host.replace(/:\d*$/, '');

/** `host:port` of an origin, without the port when it is the scheme's own. `null` and other non-web origins have none. */
function hostOf(origin: string): string | undefined {
  const url = URL.parse(origin);
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === origin.toLowerCase() ? url.host : undefined;
}
