/**
 * Gathers what comes in quick succession: `flush` gets all of it together, at most once in `everyMs`. The first item waits
 * as long as any other, since it is seldom alone.
 */
export function collectCalls<Item>(
  everyMs: number,
  flush: (items: readonly Item[]) => void,
): { add(items: readonly Item[]): void; stop(): void } {
  let waiting: Item[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    add(items) {
      waiting.push(...items);
      timer ??= setTimeout(() => {
        const now = waiting;
        waiting = [];
        timer = undefined;
        flush(now);
      }, everyMs);
    },
    stop: () => clearTimeout(timer),
  };
}
