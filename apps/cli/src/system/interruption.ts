import { watchAncestors } from '@nextpanel/local/watch-ancestors';

/** The user, or the process that started us, wants us to stop. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  /** As in shells: 128 plus the signal number. */
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
 * Handles SIGINT, SIGTERM and SIGHUP, and the end of the npm that started us. Only a second SIGINT or SIGTERM means
 * "hurry": a terminal or parent that is gone cannot be impatient.
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
  // A closed terminal sends SIGHUP in addition to an earlier SIGINT or SIGTERM: never a reason to hurry.
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
