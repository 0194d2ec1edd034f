/** A number of equal stories drawn by one worker. */
export interface Load {
  readonly stories: number;
  readonly batches: number;
  /** Of the provider, per batch. */
  readonly latencyMs: number;
  /** Stories at once. */
  readonly concurrency: number;
}

export interface Run {
  /** From the first pick-up to the last commit. */
  readonly makespanMs: number;
  /** Of the worker's process, user and system. */
  readonly cpuMs: number;
}
