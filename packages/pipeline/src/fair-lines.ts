/** Runs work when it is its turn: `line` says in which line it waits, and a signal that is aborted drops what has not begun. */
export type FairLines = <Result>(
  line: { readonly name: string; readonly signal?: AbortSignal | undefined },
  work: () => Promise<Result>,
) => Promise<Result>;

interface Waiting {
  readonly start: () => void;
}

/**
 * Work that runs a few at a time, while lines take turns: what one line asks for delays another by one piece of work. The result rejects
 * with `full()` when `waitingMax` wait in the line, and with the signal's reason.
 */
export function openFairLines(options: {
  readonly atOnce: number;
  readonly waitingMax: number;
  readonly full: () => Error;
}): FairLines {
  const { atOnce, waitingMax, full } = options;
  /** In the order of their turns. */
  const lines = new Map<string, Set<Waiting>>();
  let running = 0;

  const startNext = (): void => {
    while (running < atOnce) {
      const [first] = lines;
      if (first === undefined) return;
      const [name, line] = first;
      const [next] = line;
      lines.delete(name);
      if (next === undefined) continue;
      line.delete(next);
      // To the end: the others come first now.
      if (line.size > 0) lines.set(name, line);
      next.start();
    }
  };

  return ({ name, signal }, work) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const line = lines.get(name) ?? new Set<Waiting>();
      if (line.size >= waitingMax) return reject(full());
      const leave = () => {
        line.delete(waiting);
        reject(signal?.reason);
      };
      const waiting: Waiting = {
        start: () => {
          signal?.removeEventListener('abort', leave);
          running += 1;
          work()
            .then(resolve, reject)
            .finally(() => {
              running -= 1;
              startNext();
            });
        },
      };
      signal?.addEventListener('abort', leave, { once: true });
      line.add(waiting);
      lines.set(name, line);
      startNext();
    });
}
