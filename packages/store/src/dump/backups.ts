import { NextpanelError, newestSchema, oldestSchema, processGoneMs } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';
import { readClock } from '../state/read-clock.ts';
import { valuesOf } from '../values-of.ts';
import { dumpState, scan, storyKeys } from './dump-state.ts';
import type { DumpedKey } from './dumped-key.ts';
import { type ImportedStory, importKeys } from './import-keys.ts';
import { loadKeys, writeKey } from './load-keys.ts';
import { readKeys } from './read-keys.ts';

/** When an installation was restored, and from when. A restore gives it a new epoch, by which processes of the one before know to stop. */
export interface Epoch {
  readonly id: string;
  /** Milliseconds since the epoch, by Redis' clock. */
  readonly backedUpAt: number;
  /** null: the restore is not finished, and nothing may run. */
  readonly restoredAt: number | null;
}

/** Reading the whole state, and writing it into an empty Redis. */
export interface Backups {
  /** The schema the state has. */
  schema(): Promise<number>;
  /** null: it was never restored. */
  epoch(): Promise<Epoch | null>;
  dump(): AsyncIterable<readonly DumpedKey[]>;
  /** Throws `not_empty` when there are stories, or processes that were alive a minute ago. Starts the new epoch. */
  begin(epoch: Epoch, schema: number): Promise<void>;
  load(dumped: readonly DumpedKey[]): Promise<void>;
  /** All keys of a story at one moment; none: there is no such story. */
  dumpStory(id: string): Promise<DumpedKey[]>;
  /** Stores a story that was dumped, whole or not at all, see `importKeys`. */
  importStory(dumped: readonly DumpedKey[], story: ImportedStory): Promise<void>;
  /** Takes an imported story back that turned out to be none. */
  dropStory(story: Pick<ImportedStory, 'id' | 'tenant'>): Promise<void>;
  /** Puts stories that no index names into theirs, and takes out what is not there. Ends the restore. Answers with the number of stories. */
  finish(restoredAt: number): Promise<number>;
}

export function backups(redis: Redis, keys: Keyspace): Backups {
  const epoch = async () => {
    const stored = await redis.get(keys.epoch);
    return stored === null ? null : (JSON.parse(stored) as Epoch);
  };
  return {
    schema: async () => Number((await redis.get(keys.schema)) ?? newestSchema),
    epoch,
    dump: () => dumpState(redis, keys),
    async begin(begun, schema) {
      if (schema > newestSchema || schema < oldestSchema)
        throw new NextpanelError(
          'backup_unreadable',
          `the backup has schema ${schema}, and this version reads ${oldestSchema} to ${newestSchema}; restore it with the version that made it, then upgrade`,
        );
      const since = (await readClock(redis)) - processGoneMs;
      if ((await redis.zcount(keys.workersSeen, since, '+inf')) > 0)
        throw new NextpanelError(
          'not_empty',
          'processes of nextpanel use this Redis; stop all of them, wait a minute, then restore',
        );
      const before = await epoch();
      // A restore that was cut off is begun again.
      if (before === null || before.restoredAt !== null) {
        for await (const key of scan(redis, `${keys.story('*')}`))
          throw new NextpanelError(
            'not_empty',
            `this Redis has stories already (${key.slice(keys.root.length + 1)}); restore into an empty one, or another NEXTPANEL_REDIS_PREFIX`,
          );
      }
      await redis.set(keys.epoch, JSON.stringify(begun));
      await redis.set(keys.schema, String(schema));
    },
    dumpStory: (id) => readKeys(redis, keys.root, storyKeys(keys, id)),
    async importStory(dumped, story) {
      const { id, tenant, at } = story;
      const writes = redis.multi();
      for (const key of importKeys(dumped, story)) writeKey(writes, keys.root, key);
      writes
        .zadd(keys.tenantIndex(tenant, 'created'), at, id)
        .zadd(keys.tenantIndex(tenant, 'updated'), at, id)
        .publish(keys.changes(tenant), id);
      valuesOf(await writes.exec());
    },
    async dropStory({ id, tenant }) {
      const writes = redis.multi().unlink(...storyKeys(keys, id));
      for (const index of ['created', 'updated'] as const) writes.zrem(keys.tenantIndex(tenant, index), id);
      valuesOf(await writes.exec());
    },
    load: (dumped) => loadKeys(redis, keys.root, dumped),
    async finish(restoredAt) {
      let stories = 0;
      for await (const key of scan(redis, keys.story('*'))) {
        const id = key.slice(keys.story('').length);
        if (id.includes(':')) continue;
        const [tenant, created, updated] = await redis.hmget(key, 'tenant', 'created', 'updated');
        if (!tenant || !created) continue;
        stories += 1;
        await redis
          .multi()
          .zadd(keys.tenantIndex(tenant, 'created'), created, id)
          .zadd(keys.tenantIndex(tenant, 'updated'), updated ?? created, id)
          .zadd(keys.active, 'NX', updated ?? created, id)
          .exec();
      }
      for (const index of ['created', 'updated'] as const) {
        for await (const key of scan(redis, keys.tenantIndex('*', index))) {
          const ids = await redis.zrange(key, '0', '-1');
          for (const id of ids) if ((await redis.exists(keys.story(id))) === 0) await redis.zrem(key, id);
        }
      }
      const begun = await epoch();
      if (begun === null) throw new Error('no restore was begun');
      await redis.set(keys.epoch, JSON.stringify({ ...begun, restoredAt } satisfies Epoch));
      return stories;
    },
  };
}
