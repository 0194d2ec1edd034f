import { connectRedis, type Patience } from './connect-redis.ts';
import { openState, type State } from './state/open-state.ts';

export interface StateOptions {
  /** `redis://…` */
  readonly url: string;
  readonly patience: Patience;
  /** The prefix of every key, without braces; see `openKeyspace`. */
  readonly prefix: string;
}

/**
 * Opens the state on its own connection, which disposing closes. Throws `redis_unreachable`, `redis_too_old` or
 * `redis_evicts`.
 */
export async function connectState({ url, patience, prefix }: StateOptions): Promise<State> {
  const redis = await connectRedis(url, patience);
  const state = openState(redis, prefix);
  return {
    ...state,
    async [Symbol.asyncDispose]() {
      await state[Symbol.asyncDispose]();
      redis.disconnect();
    },
  };
}
