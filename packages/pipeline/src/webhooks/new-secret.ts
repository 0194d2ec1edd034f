import { randomBytes } from 'node:crypto';

/** A secret for signatures as Standard Webhooks wants it: `whsec_` and base64 of 24–64 random bytes. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;
