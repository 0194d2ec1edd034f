import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiKey } from '@nextpanel/core';

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The configured key that equals `given`. Hashes are compared, and all of them, so that time tells nothing about a key. */
export function findKey(keys: readonly ApiKey[], given: string): ApiKey | undefined {
  const hash = sha256(given);
  let found: ApiKey | undefined;
  for (const key of keys) if (timingSafeEqual(sha256(key.key), hash)) found = key;
  return found;
}
