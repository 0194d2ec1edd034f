import { type QueueConnection, redisOf } from './connect.ts';
import { loadScripts } from './load-scripts.ts';
import { defaultLockMs } from './worker-options.ts';

/** Which routes of unproven servers have answered once, shared by all processes; see `first-answers/lib.lua`. */
export interface FirstAnswers {
  /** Whether a request may go out to a route; `wait`: another one is on its way and has not answered yet. */
  take(route: string, request: string): Promise<'proven' | 'first' | 'wait'>;
  /** Keeps the route for a request that has it; call it whenever the lock is renewed. */
  renew(route: string, request: string): Promise<void>;
  /** The request is over. `understood`: its answer proves the route permanently. */
  end(route: string, request: string, understood: boolean): Promise<void>;
}

export interface FirstAnswersOptions {
  readonly connection: QueueConnection;
  /** Hash-tagged prefix. */
  readonly root: string;
  /** How long a request keeps a route without renewal, in milliseconds: as long as its turn's lock. */
  readonly leaseMs?: number;
}

export function openFirstAnswers({ connection, root, leaseMs = defaultLockMs }: FirstAnswersOptions): FirstAnswers {
  const runScript = loadScripts(redisOf(connection), 'first-answers');
  /** Routes never become unproven, so each process asks once. */
  const proven = new Set<string>();
  const run = (name: string, route: string, request: string, ...more: readonly number[]): Promise<unknown> =>
    runScript(name, [`${root}:first-answers`, `${root}:first-answer:${route}`], [route, request, leaseMs, ...more]);
  return {
    async take(route, request) {
      if (proven.has(route)) return 'proven';
      const answer = (await run('take-first', route, request)) as 'proven' | 'first' | 'wait';
      if (answer === 'proven') proven.add(route);
      return answer;
    },
    async renew(route, request) {
      if (!proven.has(route)) await run('renew-first', route, request);
    },
    async end(route, request, understood) {
      if (proven.has(route)) return;
      await run('end-first', route, request, understood ? 1 : 0);
      if (understood) proven.add(route);
    },
  };
}
