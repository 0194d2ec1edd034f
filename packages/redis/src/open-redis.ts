import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { isDemoted, isMoved, NextpanelError, type RedisPlace, redisPlace } from '@nextpanel/core';
import { Redis, type RedisOptions } from 'ioredis';
import { connectToShard } from './connect-to-shard.ts';

/** How replies look is the same everywhere. */
type Options = Omit<RedisOptions, 'replyMapping'>;

/** How long connecting may take at most, in milliseconds. */
const connectMs = 10_000;

/** When the kernel begins to probe a quiet connection, in milliseconds; it gives up 10 s later (libuv: 10 probes, 1 s apart). */
const keepAliveMs = 5_000;

/**
 * A connection to the Redis of an installation, whatever it is: one server, the primary of a Sentinel set, or the shard of a cluster on which
 * the installation lives. It is always one ordinary connection, since all keys have one hash tag. After a failover, a
 * move of the shard or a demotion it connects again and finds the new server; commands that were refused for it fail, or are sent again if
 * they were certainly not run.
 *
 * @param place a URL stands for a place without settings of its own
 * @param options override ours
 */
export function openRedis(place: RedisPlace | string, options: Options = {}): Redis {
  const all: Options = {
    connectTimeout: connectMs,
    keepAlive: keepAliveMs,
    ...placed(typeof place === 'string' ? redisPlace(place) : place),
    reconnectOnError(error: Error) {
      // The command was not run, and is sent again to the server that has the keys now.
      if (isMoved(error)) return 2;
      if (!isDemoted(error)) return false;
      redis.emit('demoted');
      return true;
    },
    ...options,
  };
  const redis = new OwnRedis(all);
  // Without a listener ioredis prints every lost connection; the commands that fail carry the error.
  redis.on('error', () => undefined);
  return redis;
}

function placed(place: RedisPlace): Options {
  const { nodes, database, username, password } = place;
  const tls = place.tls && tlsOptions(place.caFile);
  const shared: Options = {
    db: database,
    ...(username !== null && { username }),
    ...(password !== null && { password }),
    ...(tls && { tls }),
  };
  switch (place.kind) {
    case 'server':
      return { ...shared, ...nodes[0] };
    case 'sentinel':
      return {
        ...shared,
        sentinels: [...nodes],
        ...(place.name !== null && { name: place.name }),
        ...(tls && { enableTLSForSentinelMode: true, sentinelTLS: tls }),
      };
    case 'cluster':
      return { ...shared, Connector: connectToShard({ ...place, tag: place.tag ?? '' }, tls || null) };
  }
}

function tlsOptions(caFile: string | null): ConnectionOptions {
  if (caFile === null) return {};
  try {
    return { ca: readFileSync(caFile) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new NextpanelError('config_invalid', `the certificate file of REDIS_CA cannot be read (${reason})`, {
      cause,
    });
  }
}

/** After a reconnect ioredis subscribes again and does not look at the answer: one that never comes must not end the process. */
class OwnRedis extends Redis {
  override sendCommand(...sent: Parameters<Redis['sendCommand']>): unknown {
    const [command] = sent;
    // Also of patterns, and in a cluster.
    if (command.name.endsWith('subscribe')) command.promise.catch(() => undefined);
    return super.sendCommand(...sent);
  }

  /** BullMQ and subscribers use copies. */
  override duplicate(options?: Partial<RedisOptions>): Redis {
    return new OwnRedis({ ...this.options, ...options } as Options);
  }
}
