/** The end of one call: its deadline, or its caller's. */
export interface Deadline extends Disposable {
  /** Aborts when the caller aborts, with its reason, or when the time is over. */
  readonly signal: AbortSignal;
  /** Whether the time was over. */
  readonly isOver: () => boolean;
}

/**
 * A deadline that ends with its call. `AbortSignal.timeout` stays, with all signals that follow from it, until its time is over, however
 * long the call has been answered: 20 minutes for pictures (seen in heap snapshots of a worker, two signals and a timer for each picture).
 *
 * @param ms from now on
 */
export function openDeadline(caller: AbortSignal, ms: number): Deadline {
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(new DOMException('the time of the call is over', 'TimeoutError')), ms);
  timer.unref();
  return {
    // Not a listener of the caller's signal: a whole batch has the same one, and Node warns of more than ten.
    signal: AbortSignal.any([caller, end.signal]),
    isOver: () => end.signal.aborted,
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
