import { Agent, buildConnector } from 'undici';
import { isPublicAddress, literalAddress, lookUpPublic, PrivateAddress } from './public-addresses.ts';

/** Connections to public addresses only; the others fail with PrivateAddress, somewhere in the causes. */
export function openPublicAgent(options: { readonly connectMs?: number; readonly allowH2?: boolean } = {}): Agent {
  const { connectMs, allowH2 } = options;
  const connect = buildConnector({ lookup: lookUpPublic, ...(connectMs !== undefined && { timeout: connectMs }) });
  return new Agent({
    headersTimeout: 0,
    bodyTimeout: 0,
    ...(allowH2 !== undefined && { allowH2 }),
    connect: (target, callback) => {
      const literal = literalAddress(target.hostname);
      if (literal !== null && !isPublicAddress(literal)) callback(new PrivateAddress(literal), null);
      else connect(target, callback);
    },
  });
}

/** Whether a connection failed because of where it led. */
export const isPrivate = (thrown: unknown, depth = 0): boolean =>
  thrown instanceof Error && (thrown.name === 'PrivateAddress' || (depth < 5 && isPrivate(thrown.cause, depth + 1)));
