import type { ProviderId } from '@nextpanel/core';
import type { SweepReport } from '@nextpanel/store';

/**
 * What a worker or a finalizer counts of its own work, one function per event. None throws, none waits. Labels have few values:
 * never an id.
 */
export interface Measures extends AsyncDisposable {
  /** Where they are served; null: nowhere, and nothing is counted. */
  readonly url: string | null;
  /**
   * A request to a vendor ended.
   *
   * @param outcome `drawn`, or the code of its error
   * @param ms from its order to its frames; null when another process ordered it, or it failed
   */
  requestEnded(of: { readonly provider: ProviderId; readonly model: string }, outcome: string, ms: number | null): void;
  /** @param outcome `drawn`, or how the turn ended without a commit; `panels` of a drawn batch */
  batchEnded(provider: ProviderId, outcome: string, panels?: number): void;
  /** @param ms from the last sign of life of the process that died with the batch to the turn that continues it */
  recovered(ms: number): void;
  swept(report: SweepReport): void;
}

export const noMeasures: Measures = {
  url: null,
  requestEnded: () => undefined,
  batchEnded: () => undefined,
  recovered: () => undefined,
  swept: () => undefined,
  [Symbol.asyncDispose]: async () => undefined,
};
