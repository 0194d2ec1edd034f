/**
 * Gathers items that arrive in quick succession: `flush` gets all of them together, at most once per `everyMs`. The first item
 * waits as long as any other, because it is rarely alone.
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
