import { openPublicAgent } from '../../public-agent.ts';
import { type Fetch, openTransport } from '../transport.ts';

/** A transport to public addresses only. Throws PrivateAddress somewhere in the causes. */
export const openPublicTransport = (longestBytes: number): Fetch =>
  openTransport({ longestBytes, agent: openPublicAgent({ allowH2: false }) });
