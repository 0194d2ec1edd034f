/** How far the clock of a machine may differ from that of Redis before its operator is warned, in milliseconds. */
export const clockToleranceMs = 2_000;
