/**
 * BullMQ uses the clock of the process that calls it, so delays are only alarms: they may go off early or late when a clock
 * is wrong or is set. How long a story must wait is stored in Redis' time (`notBefore`), and the reconciler wakes jobs whose
 * alarm is late.
 */

/** When an alarm is to go off, as BullMQ expects it. */
export const alarmIn = (ms: number): number => Date.now() + ms;

/** The clock BullMQ goes by in this process. */
export const alarmClock = (): number => Date.now();
