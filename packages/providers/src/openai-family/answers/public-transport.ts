import { lookup } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';
import { Agent, buildConnector } from 'undici';
import { type Fetch, openTransport } from '../transport.ts';

/** A name, or an address, that belongs to a private network. */
export class PrivateAddress extends Error {
  override readonly name = 'PrivateAddress';
}

/**
 * A transport to public addresses only: every address that a name resolves to must be public, and the connection goes to one
 * that was judged. Throws PrivateAddress somewhere in the causes.
 */
export function openPublicTransport(longestBytes: number): Fetch {
  const connect = buildConnector({
    lookup: (hostname, options, callback) => {
      publicAddresses(hostname).then(
        (addresses) => {
          const [first] = addresses;
          if (options.all) callback(null, addresses);
          else callback(null, first?.address ?? '', first?.family ?? 4);
        },
        (error: NodeJS.ErrnoException) => callback(error, []),
      );
    },
  });
  const agent = new Agent({
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
    connect: (options, callback) => {
      // Literal addresses are not looked up.
      const literal = options.hostname.replace(/^\[|\]$/g, '');
      if (ipaddr.isValid(literal) && !isPublic(literal)) callback(new PrivateAddress(literal), null);
      else connect(options, callback);
    },
  });
  return openTransport({ longestBytes, agent });
}

async function publicAddresses(hostname: string) {
  const addresses = await lookup(hostname, { all: true });
  if (!addresses.every(({ address }) => isPublic(address))) throw new PrivateAddress(hostname);
  return addresses;
}

/** `process` unwraps IPv4 addresses mapped into IPv6. */
const isPublic = (address: string): boolean => ipaddr.process(address).range() === 'unicast';
