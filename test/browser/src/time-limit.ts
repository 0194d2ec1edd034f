/**
 * A limit in milliseconds for `pnpm bench:dashboard`, which has the machine to itself. In a test run there is no limit and times
 * are only printed, since other tests run at the same time.
 */
export const timeLimit = (ms: number): number => (process.env.BENCH === '1' ? ms : Number.POSITIVE_INFINITY);
