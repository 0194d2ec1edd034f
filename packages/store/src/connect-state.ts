import { openClock } from './clock.ts';
import { connectRedis, type Patience } from './connect-redis.ts';
import { openState, type State } from './state/open-state.ts';

export interface StateOptions {
  /** `redis://…` */
  readonly url: string;
  readonly patience: Patience;
  /** What every key begins with, braces added; see `openKeyspace`. */
  readonly prefix: string;
}

/**
 * Opens the state on a connection of its own, which disposing closes. Throws `redis_unreachable`, `redis_too_old` or
 * `redis_evicts`.
 */
export async function connectState({ url, patience, prefix }: StateOptions): Promise<State> {
  const redis = await connectRedis(url, patience);
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
