import { createHash, randomBytes } from 'node:crypto';
import type { StoredKey } from '@nextpanel/store';

/** A new secret: 256 random bits behind a mark by which scanners of public repositories can know it. */
export const newSecret = (): string => `np_${randomBytes(32).toString('base64url')}`;

/** What is stored of a secret: it is random and long, so a plain hash cannot be searched for it. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Enough to recognise it by, and too little to guess the rest. */
export const prefixOf = (secret: string): string => secret.slice(0, 9);

/** When the secret with this hash stops opening anything, in ms since the epoch; null: it does not expire. */
export function endOfSecret({ secrets, expiresAt }: StoredKey, hash: string): number | null {
  const until = secrets.find((secret) => secret.hash === hash)?.until ?? null;
  if (until === null || expiresAt === null) return until ?? expiresAt;
  return Math.min(until, expiresAt);
}
