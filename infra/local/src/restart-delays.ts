/** A process that lived this long was well; what comes now is a new trouble. */
const healthyMs = 30_000;
const firstDelayMs = 200;
const longestDelayMs = 10_000;
/** So many deaths within `healthyMs` of a process that never got ready mean that it never will. */
const hopelessDeaths = 5;

interface Death {
  readonly atMs: number;
  readonly livedMs: number;
  /** Whether it, or one of those before it, ever got ready. */
  readonly everReady: boolean;
}

export interface RestartDelays {
  /** Milliseconds until it is worth starting it again, or undefined when it is hopeless. */
  afterDeath(death: Death): number | undefined;
}

/** At once after a first death, then 200 ms doubling to 10 s; 30 s of health make the next death a first one again. */
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
