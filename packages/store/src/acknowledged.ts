import { NextpanelError, redisRetryMs } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import { loadTransitions, type RunTransition } from './load-transitions.ts';
import { upgradingStories } from './schema/upgrade-story.ts';

/** How long replicas may take to acknowledge, in milliseconds. */
const acknowledgeMs = 500;
/** The key that is written to ask goes away again. */
const markSeconds = 60;

export interface Acknowledged extends Disposable {
  /** Runs a transition like `RunTransition`, and says whether enough replicas have it. */
  run(
    ...transition: Parameters<RunTransition>
  ): Promise<{ readonly answer: readonly unknown[]; readonly held: boolean }>;
  /** Whether enough replicas have everything that was written so far, by any process. */
  held(): Promise<boolean>;
}

/**
 * Transitions that replicas must have before something follows from them: after a failover they are there if a replica that acknowledged
 * was promoted. On a connection of their own, since `WAIT` counts what its connection wrote and holds it up. A replica that has one write
 * has all earlier ones, of every connection.
 *
 * @param replicas how many; 0: nothing is waited for
 * @param mark a key that is written to ask for it
 */
export function openAcknowledged(redis: Redis, direct: RunTransition, replicas: number, mark: string): Acknowledged {
  if (replicas === 0) {
    return {
      run: async (...transition) => ({ answer: await direct(...transition), held: true }),
      held: async () => true,
      [Symbol.dispose]: () => undefined,
    };
  }
  const own = redis.duplicate({ enableAutoPipelining: false, lazyConnect: true });
  own.on('error', () => undefined);
  const run = upgradingStories(own, loadTransitions(own));
  // A new connection, perhaps to another server, has written nothing: its `WAIT` counts every replica.
  let connections = 0;
  own.on('close', () => {
    connections += 1;
  });
  const acknowledged = async <Answer>(write: () => Promise<Answer>) => {
    const before = connections;
    const answer = await write();
    const held = Number(await own.wait(replicas, acknowledgeMs)) >= replicas;
    return { answer, held: held && connections === before };
  };
  return {
    run: (...transition) => acknowledged(() => run(...transition)),
    held: async () => (await acknowledged(() => own.set(mark, '1', 'EX', markSeconds))).held,
    [Symbol.dispose]: () => own.disconnect(),
  };
}

/** What is thrown when too few replicas hold a write; it passes, like `min-replicas-to-write` of Redis itself. */
export const tooFewReplicas = (): NextpanelError =>
  new NextpanelError(
    'redis_without_replicas',
    'fewer replicas of Redis than NEXTPANEL_REDIS_WAIT have acknowledged what was stored',
    { retryable: true, retryAfterMs: redisRetryMs },
  );
