/** Consecutive panels drawn together; `first` and `last` are panel numbers from 1, both inclusive. */
export interface BatchPlan {
  readonly number: number;
  readonly first: number;
  readonly last: number;
}

/** Divides `panels` panels into a chain of batches of `batchSize`; the last may be shorter. */
export function planBatches(panels: number, batchSize: number): BatchPlan[] {
  return Array.from({ length: Math.ceil(panels / batchSize) }, (_, index) => ({
    number: index + 1,
    first: index * batchSize + 1,
    last: Math.min((index + 1) * batchSize, panels),
  }));
}
