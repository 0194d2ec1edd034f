import type { AddressInfo } from 'node:net';
import { type Config, NextpanelError } from '@nextpanel/core';
import type { Server } from './server.ts';

/** Listens and returns the base URL. Throws `port_taken` or `cannot_listen`. */
export async function listen(app: Server, { host, port }: Pick<Config, 'host' | 'port'>): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new NextpanelError('port_taken', `port ${port} of ${host} is taken; set PORT to a free one (0 picks one)`, {
        cause,
      });
    }
    throw new NextpanelError('cannot_listen', `cannot listen on port ${port} of ${host} (${code}); set HOST and PORT`, {
      cause,
    });
  }
  const address = app.server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}
