import { watchAncestors } from '@nextpanel/local';

/** The user (or whoever started us) wants us to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  /** As shells count: 128 and the number of the signal. */
  readonly exitCode: 130 | 143;

  constructor(exitCode: 130 | 143) {
    super('interrupted');
    this.exitCode = exitCode;
  }
}

export interface Interruption extends Disposable {
  /** Aborts with `Interrupted` at the first signal. */
  readonly signal: AbortSignal;
  /** Rejects with `Interrupted` at the first signal; for races with what takes no signal. */
  readonly interrupted: Promise<never>;
  /** Called at every further signal. */
  onAgain(listener: () => void): void;
}

/**
 * Takes over SIGINT, SIGTERM and SIGHUP, and the end of the npm that started us. Somebody who is gone cannot be impatient:
 * only signals count as a second time.
 */
export function catchInterruption(): Interruption {
  const controller = new AbortController();
  const { promise: interrupted, reject } = Promise.withResolvers<never>();
  interrupted.catch(() => {});
  const listeners: (() => void)[] = [];
  const begin = (exitCode: 130 | 143) => {
    const reason = new Interrupted(exitCode);
    controller.abort(reason);
    reject(reason);
  };
  const onSignal = (exitCode: 130 | 143) => () => {
    if (!controller.signal.aborted) begin(exitCode);
    else for (const listener of listeners) listener();
  };
  const handlers = { SIGINT: onSignal(130), SIGTERM: onSignal(143) };
  // A closed terminal sends SIGHUP beside the SIGINT or SIGTERM that may have come before: never a reason to hurry.
  const onGone = () => {
    if (!controller.signal.aborted) begin(143);
  };
  process.on('SIGINT', handlers.SIGINT).on('SIGTERM', handlers.SIGTERM).on('SIGHUP', onGone);
  const unwatch = watchAncestors(onGone);
  return {
    signal: controller.signal,
    interrupted,
    onAgain: (listener) => {
      listeners.push(listener);
    },
    [Symbol.dispose]: () => {
      unwatch();
      process.off('SIGINT', handlers.SIGINT).off('SIGTERM', handlers.SIGTERM).off('SIGHUP', onGone);
    },
  };
}
