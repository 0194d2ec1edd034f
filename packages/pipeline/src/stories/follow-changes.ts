import { setTimeout as delay } from 'node:timers/promises';
import type { Change, Operation } from '@nextpanel/core';
import type { Context } from '../context.ts';

/** Changes within this time are sent together, in milliseconds. */
const gatherMs = 250;

/** A reader that lags behind by more stories than this must read everything again. */
const mostStories = 1_000;

/**
 * A process that dies says nothing: its silence is announced. Milliseconds after the last sign of life of any process; by then
 * a view shows it as silent, and no longer lists it.
 */
const silenceMs = [6_500, 15_500] as const;

/**
 * Ids of a tenant's stories as they change, and which of the operations' lists changed, each message at least 250 ms after the
 * one before. An empty list of stories means "read everything again": it comes first, and after a lost connection to Redis.
 * Ends when `signal` aborts; rejects when Redis does not answer at the start.
 */
export async function followChanges(
  { state }: Pick<Context, 'state'>,
  reader: ChangesReader,
): Promise<AsyncIterable<Change>> {
  await state.ping();
  return follow(state, reader);
}

/** Ids of stories have no such beginning: they are letters and digits. */
const isScriptId = (id: string): boolean => id.startsWith('script_');

interface ChangesReader {
  readonly tenant: string;
  readonly signal: AbortSignal;
}

async function* follow(state: Context['state'], { tenant, signal }: ChangesReader): AsyncGenerator<Change> {
  const stories = new Set<string>();
  const scripts = new Set<string>();
  const operations = new Set<Operation>();
  let everything = false;
  let wake = () => {};
  let silence: ReturnType<typeof setTimeout>[] = [];
  const onStory = (story: string | null) => {
    if (story !== null && isScriptId(story)) return onScript(story);
    if (story === null || stories.size === mostStories) {
      everything = true;
      stories.clear();
    } else if (!everything) stories.add(story);
    wake();
  };
  const onScript = (script: string) => {
    if (scripts.size === mostStories) everything = true;
    else scripts.add(script);
    wake();
  };
  const announce = (operation: Operation) => {
    operations.add(operation);
    wake();
  };
  const onOperation = (operation: Operation) => {
    announce(operation);
    if (operation !== 'workers') return;
    for (const timer of silence) clearTimeout(timer);
    silence = silenceMs.map((ms) => setTimeout(() => announce('workers'), ms).unref());
  };
  const stops = [state.changes.follow(tenant, onStory), state.changes.followOperations(onOperation)];
  const onAbort = () => wake();
  signal.addEventListener('abort', onAbort);
  try {
    while (!signal.aborted) {
      if (!everything && stories.size === 0 && scripts.size === 0 && operations.size === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const changes: Change[] = [];
      if (everything || stories.size > 0) changes.push({ stories: everything ? [] : [...stories] });
      if (scripts.size > 0) changes.push({ scripts: [...scripts] });
      if (operations.size > 0) changes.push({ operations: [...operations] });
      everything = false;
      stories.clear();
      scripts.clear();
      operations.clear();
      yield* changes;
      await delay(gatherMs, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    for (const timer of silence) clearTimeout(timer);
    for (const stop of stops) stop();
  }
}
