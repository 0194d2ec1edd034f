/** How many turns a process runs at once, whichever of its queues their jobs come from. */
export interface SharedConcurrency {
  /** Turns at once. */
  readonly limit: number;
  /** Whether another turn could begin now. */
  hasRoom(): boolean;
  /** Begins a turn if one may begin and none is waiting; returns whether it did. */
  tryBegin(): boolean;
  /** Begins a turn as soon as possible, in the order of the calls. Returns false if the signal aborts first. */
  begin(signal: AbortSignal): Promise<boolean>;
  /** Ends a turn. */
  end(): void;
}

export function openConcurrency(limit: number): SharedConcurrency {
  let room = limit;
  const waiting: (() => void)[] = [];
  const hasRoom = () => room > 0 && waiting.length === 0;
  const tryBegin = () => {
    if (!hasRoom()) return false;
    room -= 1;
    return true;
  };
  return {
    limit,
    hasRoom,
    tryBegin,
    begin(signal) {
      if (signal.aborted) return Promise.resolve(false);
      if (tryBegin()) return Promise.resolve(true);
      return new Promise((resolve) => {
        const leave = () => {
          waiting.splice(waiting.indexOf(begin), 1);
          resolve(false);
        };
        // Called by the turn that ends, whose place this one takes.
        const begin = () => {
          signal.removeEventListener('abort', leave);
          resolve(true);
        };
        waiting.push(begin);
        signal.addEventListener('abort', leave, { once: true });
      });
    },
    end() {
      const next = waiting.shift();
      if (next) next();
      else room += 1;
    },
  };
}
