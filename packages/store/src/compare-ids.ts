/** By code units, as Redis orders members of one score. */
export const compareIds = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
