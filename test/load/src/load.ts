/** A number of equal stories, drawn batch by batch by one worker. */
export interface Load {
  readonly stories: number;
  /** Batches of each story, drawn one after another. */
  readonly batches: number;
  /** Panels of each batch, drawn side by side. Each leaves a frame and a record. */
  readonly panels: number;
  /** How long the provider takes for a panel, in milliseconds. */
  readonly latencyMs: number;
  /** Stories drawn at once. */
  readonly concurrency: number;
}

export interface Run {
  /** From the moment the worker may start until the last story is complete. */
  readonly makespanMs: number;
  /** CPU time of the worker and its server (Redis or Restate), user and system. */
  readonly cpuMs: number;
}

/** Thrown when a run did not do the work it was timed for; its time means nothing. */
export class BrokenRun extends Error {
  override readonly name = 'BrokenRun';
}
