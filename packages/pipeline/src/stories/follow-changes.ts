import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from '../context.ts';

/** Changes of this long are told together, in milliseconds. */
const gatherMs = 250;

/** A reader who lags behind by more stories than this is told to look at everything again. */
const mostStories = 1_000;

/**
 * Ids of a tenant's stories as they change, each list at least 250 ms after the one before. An empty list means "look at
 * everything again": it comes first, and after a lost connection to Redis. Ends when `signal` aborts; rejects when Redis does
 * not answer at the start.
 */
export async function followChanges(
  { state }: Pick<Context, 'state'>,
  reader: ChangesReader,
): Promise<AsyncIterable<readonly string[]>> {
  await state.ping();
  return follow(state, reader);
}

interface ChangesReader {
  readonly tenant: string;
  readonly signal: AbortSignal;
}

async function* follow(state: Context['state'], { tenant, signal }: ChangesReader): AsyncGenerator<readonly string[]> {
  const changed = new Set<string>();
  let everything = false;
  let wake = () => {};
  const onChange = (story: string | null) => {
    if (story === null || changed.size === mostStories) {
      everything = true;
      changed.clear();
    } else if (!everything) changed.add(story);
    wake();
  };
  const stop = state.changes.follow(tenant, onChange);
  const onAbort = () => wake();
  signal.addEventListener('abort', onAbort);
  try {
    while (!signal.aborted) {
      if (!everything && changed.size === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const stories = everything ? [] : [...changed];
      everything = false;
      changed.clear();
      yield stories;
      await delay(gatherMs, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    stop();
  }
}
