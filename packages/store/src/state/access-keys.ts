import type { Role } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';
import { openSubscriber } from '../open-subscriber.ts';

/** An API key. Its secrets are stored as SHA-256: they are 256 random bits, so no slower hash is needed. */
export interface StoredKey {
  readonly id: string;
  readonly tenant: string;
  readonly role: Role;
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly expiresAt: number | null;
  /** The newest first; an older one opens until its time is over. */
  readonly secrets: readonly StoredSecret[];
}

export interface StoredSecret {
  /** SHA-256, hexadecimal. */
  readonly hash: string;
  /** The first characters of the secret. */
  readonly prefix: string;
  readonly until: number | null;
  /** The change that made it, where the client named it. */
  readonly change?: string;
}

/** API keys and the sessions of browsers that signed in with them. */
export interface AccessKeys {
  list(): Promise<StoredKey[]>;
  get(id: string): Promise<StoredKey | null>;
  /** The key that has a secret with this hash; whether it is still valid is for the caller to judge. */
  findByHash(hash: string): Promise<StoredKey | null>;
  /** Stores a key in place of the one that was read; null: it is new. False: it is not that one any more. */
  replace(before: StoredKey | null, after: StoredKey): Promise<boolean>;
  /** Its secrets open nothing from now on. False: there was none. */
  delete(id: string): Promise<boolean>;
  /** Remembers that it was used now. */
  touch(id: string, at: number): Promise<void>;
  /** When each of these keys was last used. */
  lastUsed(ids: readonly string[]): Promise<(number | null)[]>;
  /** A browser signed in with the secret of this hash. */
  openSession(session: string, hash: string, seconds: number): Promise<void>;
  /** Hash of the secret it was opened with; null: it is over. */
  sessionOf(session: string): Promise<string | null>;
  endSession(session: string): Promise<void>;
  /** Calls `onChange` with the id of each key that was changed or revoked, or the hash of each session that ended; null: any of them may have. */
  follow(onChange: (changed: string | null) => void): () => void;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * KEYS: 1 keys  2 hashes. ARGV: 1 id  2 the key as it was read ('' for none)  3 as it must be ('': deleted)  4 channel  5… hashes of its
 * secrets. A key that was revoked meanwhile is not brought back.
 */
const replaceScript = `
local before = redis.call('HGET', KEYS[1], ARGV[1]) or ''
if before ~= ARGV[2] then return 0 end
if before ~= '' then
  for _, secret in ipairs(cjson.decode(before).secrets) do redis.call('HDEL', KEYS[2], secret.hash) end
end
if ARGV[3] == '' then redis.call('HDEL', KEYS[1], ARGV[1]) else redis.call('HSET', KEYS[1], ARGV[1], ARGV[3]) end
for i = 5, #ARGV do redis.call('HSET', KEYS[2], ARGV[i], ARGV[1]) end
redis.call('PUBLISH', ARGV[4], ARGV[1])
return 1`;

export function accessKeys(redis: Redis, keys: Keyspace): AccessKeys {
  const followers = new Set<(changed: string | null) => void>();
  let subscriber: Redis | null = null;
  const read = (text: string | null): StoredKey | null => (text === null ? null : (JSON.parse(text) as StoredKey));
  const write = async (id: string, before: string, after: StoredKey | null) =>
    (await redis.eval(
      replaceScript,
      2,
      keys.accessKeys,
      keys.accessHashes,
      id,
      before,
      after === null ? '' : JSON.stringify(after),
      keys.accessChanges,
      ...(after?.secrets ?? []).map(({ hash }) => hash),
    )) === 1;
  return {
    async list() {
      const all = await redis.hvals(keys.accessKeys);
      return all.map((text) => JSON.parse(text) as StoredKey).sort((a, b) => a.createdAt - b.createdAt);
    },
    get: async (id) => read(await redis.hget(keys.accessKeys, id)),
    async findByHash(hash) {
      const id = await redis.hget(keys.accessHashes, hash);
      return id === null ? null : read(await redis.hget(keys.accessKeys, id));
    },
    replace: (before, after) => write(after.id, before === null ? '' : JSON.stringify(before), after),
    async delete(id) {
      for (;;) {
        const text = await redis.hget(keys.accessKeys, id);
        if (text === null) return false;
        if (!(await write(id, text, null))) continue;
        await redis.hdel(keys.accessUsed, id);
        return true;
      }
    },
    async touch(id, at) {
      await redis.hset(keys.accessUsed, id, at);
    },
    async lastUsed(ids) {
      if (ids.length === 0) return [];
      return (await redis.hmget(keys.accessUsed, ...ids)).map((at) => (at === null ? null : Number(at)));
    },
    async openSession(session, hash, seconds) {
      await redis.set(keys.session(session), hash, 'EX', Math.max(1, Math.ceil(seconds)));
    },
    sessionOf: (session) => redis.get(keys.session(session)),
    async endSession(session) {
      await redis.multi().del(keys.session(session)).publish(keys.accessChanges, session).exec();
    },
    follow(onChange) {
      followers.add(onChange);
      if (subscriber === null) {
        const it = openSubscriber(redis);
        subscriber = it;
        it.on('message', (_channel: string, changed: string) => {
          for (const follower of followers) follower(changed);
        });
        // Also after a lost connection, in which a change may have been missed.
        it.on('ready', () => {
          it.subscribe(keys.accessChanges).then(
            () => {
              for (const follower of followers) follower(null);
            },
            () => undefined,
          );
        });
      }
      return () => void followers.delete(onChange);
    },
    async [Symbol.asyncDispose]() {
      subscriber?.disconnect();
    },
  };
}
