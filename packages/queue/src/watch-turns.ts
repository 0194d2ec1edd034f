/** How often is looked, and after how many looks in a row a worker counts as deaf. */
export interface Watch {
  readonly everyMs: number;
  readonly looks: number;
}

/**
 * Deaf after 10–12 s: longer than a healthy worker sleeps (BullMQ's blocking read ends after 5 s, after 10 s when a job is
 * due later). Looks are counted, not seconds, so that a process that was frozen is not taken for a deaf one.
 */
export const defaultWatch: Watch = { everyMs: 2_000, looks: 6 };

export interface WatchTurnsOptions extends Watch {
  /** How many jobs could be taken up now. Rejects while Redis does not answer, which is not deafness. */
  readonly countDue: () => Promise<number>;
  /** Whether this worker has room for another job. */
  readonly hasRoom: () => boolean;
  /** How many jobs this worker has ever taken up. */
  readonly turnsBegun: () => number;
  /** Called with the jobs that wait; the next look comes `everyMs` after it is done. */
  readonly onDeaf: (due: number) => Promise<void>;
  readonly onError: (error: Error) => void;
}

/**
 * Finds out when a worker stopped taking up jobs: some wait, it has room, and look after look it took none. BullMQ workers
 * do that after unlucky reconnects (https://github.com/taskforcesh/bullmq/issues/3185, /4585), and nothing else tells.
 *
 * @returns what ends the watch
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
