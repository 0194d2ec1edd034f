import { redisRefusal, redisRetryMs } from '@nextpanel/core';
import type { Context } from './context.ts';

/** Whether Redis does what it is asked, as this process knows it; one log line when it stops and one when it does again. */
export interface RedisWatch extends Disposable {
  /**
   * Takes note of something that was thrown. True for a refusal of Redis: it was logged if it is the first of its kind, and the caller logs
   * nothing more.
   */
  noticed(thrown: unknown): boolean;
  /** Throws the refusal while Redis takes no writes; see `redisRefusal`. */
  require(): Promise<void>;
}

export function watchRedis({ state, log }: Pick<Context, 'state' | 'log'>): RedisWatch {
  let refused: string | null = null;
  let looking: NodeJS.Timeout | undefined;

  const over = () => {
    if (refused === null) return;
    log.info({ code: refused }, 'Redis takes writes again: everything continues');
    refused = null;
    clearTimeout(looking);
  };
  /** Asked for as long as it refuses: the process may have nothing else to write until then. */
  const look = () => {
    clearTimeout(looking);
    looking = setTimeout(() => {
      state.probe().then(over, (error: unknown) => {
        noticed(error);
        look();
      });
    }, redisRetryMs);
    looking.unref();
  };
  const noticed = (thrown: unknown): boolean => {
    const refusal = redisRefusal(thrown);
    if (refusal === null) return false;
    if (refused === refusal.code) return true;
    refused = refusal.code;
    log.error(
      { code: refusal.code, reason: refusal.message },
      'Redis refuses: nothing is lost, and everything continues when it takes writes again',
    );
    look();
    return true;
  };
  return {
    noticed,
    async require() {
      try {
        await state.probe();
        over();
      } catch (thrown) {
        noticed(thrown);
        throw redisRefusal(thrown) ?? thrown;
      }
    },
    [Symbol.dispose]: () => clearTimeout(looking),
  };
}
