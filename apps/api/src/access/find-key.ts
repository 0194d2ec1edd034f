import { hash, timingSafeEqual } from 'node:crypto';
import type { ApiKey } from '@nextpanel/core';

const sha256 = (text: string): Buffer => hash('sha256', text, 'buffer');

/** Of configured keys, which stay the same for as long as the process lives. */
const hashes = new WeakMap<ApiKey, Buffer>();

function hashOf(key: ApiKey): Buffer {
  const known = hashes.get(key) ?? sha256(key.key);
  hashes.set(key, known);
  return known;
}

/** The configured key that equals `given`. Hashes are compared, and all of them, so that time tells nothing about a key. */
export function findKey(keys: readonly ApiKey[], given: string): ApiKey | undefined {
  const hashGiven = sha256(given);
  let found: ApiKey | undefined;
  for (const key of keys) if (timingSafeEqual(hashOf(key), hashGiven)) found = key;
  return found;
}
