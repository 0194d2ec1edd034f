import { createHash } from 'node:crypto';

/** Tells one credential at one address from another without saying either. */
export const fingerprintOf = (credential: string, baseUrl: string): string =>
  createHash('sha256').update(`${credential}\n${baseUrl}`).digest('hex').slice(0, 16);
