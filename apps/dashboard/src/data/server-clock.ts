/** The server's clock, as far as its answers reveal it. */
export interface ServerClock {
  /** Asks, and reads the clock from what is answered. */
  readonly fetch: typeof fetch;
  /** What the server's clock is ahead of the browser's, in milliseconds, to the second; 0 until it is known. */
  readonly offset: () => number;
  /** Calls `changed` whenever the offset is another one; returns what ends that. */
  readonly subscribe: (changed: () => void) => () => void;
}

/** Between these lies the offset, in milliseconds. */
interface Bounds {
  readonly least: number;
  readonly most: number;
}

const secondMs = 1_000;

/** @param now the clock of the browser, ms since the epoch */
export function createServerClock(ask: typeof fetch = fetch, now: () => number = Date.now): ServerClock {
  let bounds: Bounds | null = null;
  const listeners = new Set<() => void>();
  const offset = () => (bounds === null ? 0 : Math.round((bounds.least + bounds.most) / 2 / secondMs) * secondMs);
  const learn = (fresh: Bounds) => {
    const before = offset();
    bounds = narrow(bounds, fresh);
    if (offset() !== before) for (const changed of listeners) changed();
  };
  return {
    async fetch(...request) {
      const asked = now();
      // Called as a plain function: browsers refuse a fetch whose `this` is not the window.
      const response = await ask(...request);
      const date = Date.parse(response.headers.get('date') ?? '');
      // The header leaves out what is less than a second.
      if (!Number.isNaN(date)) learn({ least: date - now(), most: date + secondMs - asked });
      return response;
    },
    offset,
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
}

/** The range both allow. If they exclude each other, one of the clocks was corrected meanwhile, and only the new one counts. */
function narrow(known: Bounds | null, fresh: Bounds): Bounds {
  if (known === null) return fresh;
  const least = Math.max(known.least, fresh.least);
  const most = Math.min(known.most, fresh.most);
  return least <= most ? { least, most } : fresh;
}
