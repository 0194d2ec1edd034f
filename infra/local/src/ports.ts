import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { LocalError, systemCode } from './local-error.ts';

/**
 * Below the range that Linux (32768) and macOS (49152) use for outgoing connections. A server that is down for a moment must
 * find its port free again, and a client that retries a port in that range can end up connected to itself.
 */
const privatePorts = { first: 20_000, last: 32_000 };

/** A TCP port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const port = randomInt(privatePorts.first, privatePorts.last);
    if ((await listenFailure('127.0.0.1', port)) === undefined) return port;
  }
  throw new LocalError('port_taken', 'No free port was found on 127.0.0.1 between 20000 and 32000.');
}

/**
 * Makes sure that a server can listen there before anything is started. `options` names the settings the user would change.
 *
 * @throws LocalError `port_taken`, `port_forbidden` or `host_unavailable`
 */
export async function checkPort(host: string, port: number, options = { host: 'HOST', port: 'PORT' }): Promise<void> {
  const failure = await listenFailure(host, port);
  if (failure === undefined) return;
  const code = systemCode(failure);
  if (code === 'EADDRINUSE') {
    const advice = `Stop the program that uses it, or set ${options.port} to another port.`;
    throw new LocalError('port_taken', `Port ${port} on ${host} is taken. ${advice}`, { cause: failure });
  }
  if (code === 'EACCES') {
    const advice = `Ports below 1024 require special privileges; set ${options.port} to a higher one.`;
    throw new LocalError('port_forbidden', `Port ${port} on ${host} may not be used. ${advice}`, { cause: failure });
  }
  const advice = `Set ${options.host} to an address of this machine (127.0.0.1, 0.0.0.0).`;
  throw new LocalError('host_unavailable', `Cannot listen on ${host}: ${failure.message}. ${advice}`, {
    cause: failure,
  });
}

function listenFailure(host: string, port: number): Promise<Error | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
