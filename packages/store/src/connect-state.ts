import { type RedisPlace, redisRefusal } from '@nextpanel/core';
import { openClock } from './clock.ts';
import { connectRedis, type Patience } from './connect-redis.ts';
import { openKeyspace } from './keyspace.ts';
import { loadTransitions } from './load-transitions.ts';
import { enterInstallation } from './schema/enter-installation.ts';
import { openState, type State } from './state/open-state.ts';

export interface StateOptions {
  readonly redis: RedisPlace | string;
  /** Replicas that must have what is about to be paid before it is ordered; default 0. */
  readonly replicas?: number;
  readonly patience: Patience;
  /** The prefix of every key, without braces; see `openKeyspace`. */
  readonly prefix: string;
  /** Called when the server is no longer the primary one: this connection is made again, and others should be. */
  readonly onDemoted?: () => void;
  /** Called for each story of the first release that this process migrated. */
  readonly onStoryMigrated?: (id: string) => void;
}

/**
 * Opens the state on its own connection, which disposing closes, after checking that this release understands it.
 * Throws what `connectRedis` and `enterInstallation` throw, and `redis_forbids`.
 */
export async function connectState(options: StateOptions): Promise<State> {
  const {
    redis: place,
    replicas = 0,
    patience,
    prefix,
    onDemoted = () => undefined,
    onStoryMigrated = () => undefined,
  } = options;
  const redis = await connectRedis(place, patience);
  redis.on('demoted', onDemoted);
  try {
    const keys = openKeyspace(prefix);
    await enterInstallation({ redis, run: loadTransitions(redis), prefix, keys, onStoryMigrated });
  } catch (error) {
    redis.disconnect();
    throw error;
  }
  const clock = await openClock(redis);
  const state = openState(redis, prefix, clock, replicas);
  try {
    await requirePermissions(state);
  } catch (error) {
    clock[Symbol.dispose]();
    redis.disconnect();
    throw error;
  }
  return {
    ...state,
    async [Symbol.asyncDispose]() {
      await state[Symbol.asyncDispose]();
      clock[Symbol.dispose]();
      redis.disconnect();
    },
  };
}

/** What else Redis may refuse passes; permissions that are missing would only show when money is at stake. */
async function requirePermissions(state: Pick<State, 'probe'>): Promise<void> {
  const refusal = await state.probe().then(() => null, redisRefusal);
  if (refusal?.code === 'redis_forbids') throw refusal;
}
