import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { asNextpanelError, exitCodes } from '@nextpanel/core';
import type { Context, Role } from './context.ts';

/** How often a process says that it lives, in milliseconds. */
const defaultBeatMs = 2_000;

/** How long a stop waits for Redis, in milliseconds; a process that is not taken off the list expires from it. */
const leaveMs = 1_000;

export interface Heart {
  /** Says what this process works on, from now until it is released; story is null for what is of none. */
  begin(story: string | null, what: string): Work;
  /** Takes the process off the list. */
  stop(): Promise<void>;
}

export interface Work {
  /** Says more exactly what it is. */
  rename(what: string): void;
  release(): void;
}

/**
 * Reports every 2 s that this process is alive and which stories it works on, for the queue pages. It never fails and nothing
 * depends on it: without Redis the beats wait.
 */
export function beatHeart({ state, log }: Pick<Context, 'state' | 'log'>, role: Role, beatMs = defaultBeatMs): Heart {
  const id = `${role}-${randomUUID()}`;
  const inWork = new Set<{ readonly story: string | null; what: string; readonly at: number }>();
  const startedAt = performance.now();
  const stopped = new AbortController();

  const beat = async () => {
    // Taken once, so that what is shown does not tremble from beat to beat.
    const offset = state.clock.now() - performance.now();
    const time = (at: number) => Math.round(offset + at);
    while (!stopped.signal.aborted) {
      await state.workers
        .beat({
          id,
          role,
          host: hostname(),
          pid: process.pid,
          startedAt: time(startedAt),
          clockAheadMs: Math.round(state.clock.aheadMs()),
          holds: [...inWork].map(({ story, what, at }) => ({ story, what, since: time(at) })),
        })
        .catch((error: unknown) => {
          if (asNextpanelError(error).code === 'state_newer') endForNewerState(log, error);
          log.debug({ err: error }, 'beat');
        });
      await delay(beatMs, undefined, { ref: false, signal: stopped.signal }).catch(() => undefined);
    }
  };
  const beating = beat().catch((error: unknown) => log.warn({ err: error }, 'this process does not show up as alive'));

  return {
    begin(story, what) {
      const work = { story, what, at: performance.now() };
      inWork.add(work);
      return {
        rename: (to) => {
          work.what = to;
        },
        release: () => inWork.delete(work),
      };
    },
    async stop() {
      stopped.abort();
      // After the last beat, which would put it back.
      const left = beating.then(() => state.workers.leave(id)).catch(() => undefined);
      await Promise.race([left, delay(leaveMs, undefined, { ref: false })]);
    },
  };
}

/** Redis accepts no write of this process any more, and it may misread what is stored. Its turns are safe to leave. */
function endForNewerState(log: Context['log'], error: unknown): never {
  log.fatal({ err: error }, 'the stored state was migrated by a newer version; this process ends');
  process.exit(exitCodes.environment);
}
