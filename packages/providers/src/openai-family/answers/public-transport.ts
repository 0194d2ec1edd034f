import { Agent, buildConnector } from 'undici';
import { isPublicAddress, literalAddress, lookUpPublic, PrivateAddress } from '../../public-addresses.ts';
import { type Fetch, openTransport } from '../transport.ts';

/** A transport to public addresses only. Throws PrivateAddress somewhere in the causes. */
export function openPublicTransport(longestBytes: number): Fetch {
  const connect = buildConnector({ lookup: lookUpPublic });
  const agent = new Agent({
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
    connect: (options, callback) => {
      const literal = literalAddress(options.hostname);
      if (literal !== null && !isPublicAddress(literal)) callback(new PrivateAddress(literal), null);
      else connect(options, callback);
    },
  });
  return openTransport({ longestBytes, agent });
}
