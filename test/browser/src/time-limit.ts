/**
 * What a time must not exceed, in milliseconds, in `pnpm bench:dashboard`, which has the machine to itself. In a test run there
 * is no limit and times are only printed: other tests run beside, and a machine is as fast as its neighbours let it be.
 */
export const timeLimit = (ms: number): number => (process.env.BENCH === '1' ? ms : Number.POSITIVE_INFINITY);
