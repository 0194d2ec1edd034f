/** A process that ran this long was healthy; its exit is a new problem. */
const healthyMs = 30_000;
const firstDelayMs = 200;
const longestDelayMs = 10_000;
/** After this many exits within `healthyMs`, a process that was never ready will not become ready. */
const hopelessDeaths = 5;

interface Death {
  readonly atMs: number;
  readonly livedMs: number;
  /** Whether it, or one of its predecessors, was ever ready. */
  readonly everReady: boolean;
}

export interface RestartDelays {
  /** Milliseconds until the next start, or undefined if there should be none. */
  afterDeath(death: Death): number | undefined;
}

/** 0 after a first exit, then 200 ms, doubling up to 10 s. After 30 healthy seconds the next exit counts as a first one. */
export function restartDelays(): RestartDelays {
  let deaths: number[] = [];
  return {
    afterDeath({ atMs, livedMs, everReady }) {
      if (livedMs >= healthyMs) deaths = [];
      deaths.push(atMs);
      const nth = deaths.length;
      const since = deaths.at(-hopelessDeaths);
      if (!everReady && since !== undefined && atMs - since < healthyMs) return undefined;
      return nth === 1 ? 0 : Math.min(firstDelayMs * 2 ** (nth - 2), longestDelayMs);
    },
  };
}
