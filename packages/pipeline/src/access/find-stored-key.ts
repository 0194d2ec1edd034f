import type { StoredKey } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { endOfSecret, hashSecret } from './secrets.ts';

/** A secret that opens something now. */
export interface OpenKey {
  readonly key: StoredKey;
  readonly hash: string;
  /** When it expires, in ms since the epoch. */
  readonly endsAt: number | null;
}

/** The use of a key is written down once in this time, in milliseconds: a busy key would be written with every request. */
const noteUseMs = 60_000;
const notedAt = new Map<string, number>();
const notedMost = 10_000;

/** The key whose secret this is, if it is valid now. */
export const findStoredKey = (context: Pick<Context, 'state'>, secret: string): Promise<OpenKey | null> =>
  openByHash(context, hashSecret(secret));

/** The same for the hash of a secret. */
export async function openByHash({ state }: Pick<Context, 'state'>, hash: string): Promise<OpenKey | null> {
  const key = await state.access.findByHash(hash);
  if (key === null) return null;
  const now = state.clock.now();
  const endsAt = endOfSecret(key, hash);
  if (endsAt !== null && endsAt <= now) return null;
  if ((notedAt.get(key.id) ?? 0) + noteUseMs <= now) {
    if (notedAt.size >= notedMost) notedAt.clear();
    notedAt.set(key.id, now);
    await state.access.touch(key.id, now);
  }
  return { key, hash, endsAt };
}
