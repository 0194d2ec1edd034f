/** How often a worker is checked, and after how many consecutive checks it counts as deaf. */
export interface Watch {
  readonly everyMs: number;
  readonly looks: number;
}

/**
 * Deaf after 10–12 s: longer than a healthy worker sleeps (BullMQ's blocking read ends after 5 s, or 10 s when a job is due
 * later). Checks are counted, not seconds, so that a process that was frozen does not count as deaf.
 */
export const defaultWatch: Watch = { everyMs: 2_000, looks: 6 };

export interface WatchTurnsOptions extends Watch {
  /** How many jobs could be taken now. Rejects while Redis does not answer, which is not deafness. */
  readonly countDue: () => Promise<number>;
  /** Whether this worker has free concurrency. */
  readonly hasRoom: () => boolean;
  /** How many jobs this worker has taken so far. */
  readonly turnsBegun: () => number;
  /** Called with the number of waiting jobs; the next check follows `everyMs` after it is done. */
  readonly onDeaf: (due: number) => Promise<void>;
  readonly onError: (error: Error) => void;
}

/**
 * Detects a worker that no longer takes jobs: some wait, it has free concurrency, and check after check it took none. This
 * happens to BullMQ workers after unlucky reconnects (https://github.com/taskforcesh/bullmq/issues/3185, /4585), and they
 * report nothing.
 *
 * @returns a function that ends the watch
 */
export function watchTurns(options: WatchTurnsOptions): () => void {
  const { everyMs, looks, countDue, hasRoom, turnsBegun, onDeaf, onError } = options;
  let idle = 0;
  let before = turnsBegun();
  let stopped = false;
  let timer: NodeJS.Timeout;
  const look = async () => {
    const due = await countDue();
    const still = turnsBegun() === before;
    before = turnsBegun();
    idle = due > 0 && hasRoom() && still ? idle + 1 : 0;
    if (idle < looks || stopped) return;
    idle = 0;
    await onDeaf(due);
  };
  const again = () => {
    timer = setTimeout(() => {
      look()
        .catch(onError)
        .finally(() => {
          if (!stopped) again();
        });
    }, everyMs);
  };
  again();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
