import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { redisPlace } from '@nextpanel/core';
import { type NodeKeeper, startCluster, startProxy, startSentinels, type TestProxy } from '@nextpanel/harness';
import { openRedis } from '@nextpanel/redis';
import { type KeptProcess, keepProcess } from './keep-process.ts';
import type { KeptRedis, Promotion } from './keep-redis.ts';
import { untilPong } from './until-pong.ts';

/** How long the killed primary stays away, in milliseconds: longer than the others need to be sure that it is gone. */
const awayMs = 10_000;
const lookMs = 250;
const promotedMs = 60_000;

/**
 * What our documentation requires of such a set, and every write in the file of the server before it is acknowledged: one that is killed
 * comes back with what it had.
 */
const settings = ['appendonly yes', 'appendfsync everysec', 'min-replicas-to-write 1'];

export interface SetOptions {
  readonly kind: 'sentinel' | 'cluster';
  /** Folder of the logs. */
  readonly folder: string;
  /** The hash tag of all keys. */
  readonly tag: string;
}

/**
 * Three sentinels with a primary and two replicas, or a cluster of three primaries with a replica each. Every server is found through a
 * proxy, by clients and by its replicas; the apps share it, since a set tells all of them one address.
 */
export async function keepRedisSet({ kind, folder, tag }: SetOptions): Promise<KeptRedis> {
  await using opened = new AsyncDisposableStack();
  const processes = new Map<string, KeptProcess>();
  const proxies = new Map<number, TestProxy>();
  const links = new Map<string, TestProxy>();
  const keeper: NodeKeeper = {
    async announce(port) {
      const proxy = opened.use(await startProxy({ port }));
      proxies.set(port, proxy);
      return proxy.port;
    },
    async launch({ name, port, password, command, args, env }) {
      const kept = keepProcess({
        name,
        command,
        args,
        env,
        logFile: join(folder, `${name}.log`),
        ready: () => untilPong(port, password),
      });
      processes.set(name, kept);
      const proxy = proxies.get(port);
      if (proxy) links.set(name, proxy);
      return {
        kill: async () => void kept.kill(awayMs),
        [Symbol.asyncDispose]: async () => void (await kept.stop()),
      };
    },
  };
  const options = { keeper, settings };
  const set = opened.use(await (kind === 'cluster' ? startCluster(tag, options) : startSentinels(options)));
  const place = { ...redisPlace(set.url), tag };

  let current = await set.primary();
  const promotions: Promotion[] = [];
  const ended = new AbortController();
  const look = async () => {
    const now = await set.primary().catch(() => current);
    if (now === current) return;
    current = now;
    promotions.push({ at: Date.now(), name: now });
  };
  const watching = (async () => {
    while (!ended.signal.aborted) {
      await look();
      await sleep(lookMs, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  })();
  opened.defer(async () => {
    ended.abort();
    await watching;
  });
  const server = () => processes.get(current) as KeptProcess;
  const link = () => links.get(current) as TestProxy;
  const owned = opened.move();
  return {
    urlFor: () => set.url,
    linkOf: link,
    links: [...links.values()],
    server,
    processes: [...processes.values()],
    promotions,
    async failOver() {
      const before = current;
      const deadline = Date.now() + promotedMs;
      while (current === before) {
        if (Date.now() > deadline) throw new Error(`no server took over from ${before} within ${promotedMs / 1_000} s`);
        // It may be away, and come back before anything takes over.
        server().kill(awayMs);
        await sleep(lookMs);
      }
      return current;
    },
    open: () => openRedis(place, { maxRetriesPerRequest: null }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
