import { openClock } from './clock.ts';
import { connectRedis, type Patience } from './connect-redis.ts';
import { openKeyspace } from './keyspace.ts';
import { loadTransitions } from './load-transitions.ts';
import { enterInstallation } from './schema/enter-installation.ts';
import { openState, type State } from './state/open-state.ts';

export interface StateOptions {
  /** `redis://…` */
  readonly url: string;
  readonly patience: Patience;
  /** The prefix of every key, without braces; see `openKeyspace`. */
  readonly prefix: string;
  /** Called for each story of the first release that this process migrated. */
  readonly onStoryMigrated?: (id: string) => void;
}

/**
 * Opens the state on its own connection, which disposing closes, after checking that this release understands it.
 * Throws `redis_unreachable`, `redis_too_old`, `redis_evicts`, and what `enterInstallation` throws.
 */
export async function connectState(options: StateOptions): Promise<State> {
  const { url, patience, prefix, onStoryMigrated = () => undefined } = options;
  const redis = await connectRedis(url, patience);
  try {
    const keys = openKeyspace(prefix);
    await enterInstallation({ redis, run: loadTransitions(redis), prefix, keys, onStoryMigrated });
  } catch (error) {
    redis.disconnect();
    throw error;
  }
  const clock = await openClock(redis);
  const state = openState(redis, prefix, clock);
  return {
    ...state,
    async [Symbol.asyncDispose]() {
      await state[Symbol.asyncDispose]();
      clock[Symbol.dispose]();
      redis.disconnect();
    },
  };
}
