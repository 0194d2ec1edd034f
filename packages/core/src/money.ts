/**
 * Money is counted in whole millionths of a US dollar wherever it is added up, so that sums are exact in Redis and in
 * JavaScript; people and the API see dollars.
 */
export type MicroUsd = number;

export const microUsd = (usd: number): MicroUsd => Math.round(usd * 1_000_000);

export const usd = (micro: MicroUsd): number => micro / 1_000_000;
