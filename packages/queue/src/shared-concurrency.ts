/** How many turns a process runs at once, whichever of its queues their jobs come from. */
export interface SharedConcurrency {
  /** Turns at once. */
  readonly limit: number;
  /** Whether another turn could begin now. */
  hasRoom(): boolean;
  /** Begins a turn if there is room and nobody waits for it; answers whether it did. */
  tryBegin(): boolean;
  /** Begins a turn as soon as there is room, in the order of asking. Answers with false when the signal aborts before. */
  begin(signal: AbortSignal): Promise<boolean>;
  /** A turn is over. */
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
        // Who ends a turn hands its room over.
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
