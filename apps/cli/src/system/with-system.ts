import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, createClient } from '@nextpanel/client';
import { type EnterOptions, enterSystem } from './enter-system.ts';
import { isAway } from './is-away.ts';

/** How long a system may be unreachable before we give up. */
const awayMs = 60_000;
const retryMs = 1_000;
/** A run that lasted longer than this did reach the system. */
const reachedMs = 15_000;

export interface WithSystemOptions extends EnterOptions {
  readonly apiKey: string | undefined;
}

/**
 * Runs `act` against the data folder's system, and again from the start if that system stops answering. Our own system is
 * restarted by its supervisor; another command's system may have stopped with that command, and then a new one is used. So
 * `act` must be safe to repeat.
 */
export async function withSystem<Result>(
  options: WithSystemOptions,
  act: (client: Client, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { interruption, log } = options;
  let awaySince: number | null = null;
  for (;;) {
    await using system = await enterSystem(options);
    const client = createClient({ baseUrl: system.url, apiKey: options.apiKey, retries: 0 });
    for (;;) {
      const beganAt = Date.now();
      const over = new AbortController();
      try {
        const acting = act(client, AbortSignal.any([interruption.signal, over.signal]));
        return await Promise.race([acting, system.failed, interruption.interrupted]);
      } catch (error) {
        if (!isAway(error)) throw error;
        if (awaySince === null || Date.now() - beganAt > reachedMs) {
          awaySince = Date.now();
          const whose = system.owner === null ? 'nextpanel' : `the nextpanel of process ${system.owner}`;
          log(`${whose} does not answer; trying again`);
        }
        if (Date.now() - awaySince > awayMs) throw error;
      } finally {
        over.abort();
      }
      await sleep(retryMs, undefined, { signal: interruption.signal }).catch(() => {});
      interruption.signal.throwIfAborted();
      if (system.owner !== null) break;
    }
  }
}
