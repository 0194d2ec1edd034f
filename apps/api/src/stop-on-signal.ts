import type { Logger } from 'pino';

/**
 * Runs `stop` once, on SIGTERM, SIGINT or when the supervisor's IPC channel goes away, then exits with 0. A second signal does not
 * wait: the exit code says which it was (128 + its number).
 */
export function stopOnSignal(log: Logger, stop: () => Promise<void>): void {
  let stopping = false;
  const begin = (reason: string, forcedExitCode?: number): void => {
    if (stopping) {
      if (forcedExitCode !== undefined) process.exit(forcedExitCode);
      return;
    }
    stopping = true;
    log.info({ reason }, 'stopping');
    stop().then(
      () => process.exit(0),
      (thrown: unknown) => {
        log.error({ err: thrown }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => begin('SIGTERM', 143));
  process.on('SIGINT', () => begin('SIGINT', 130));
  process.on('disconnect', () => begin('disconnect'));
  // The supervisor may have gone while this process was still starting.
  if (process.send !== undefined && !process.connected) begin('disconnect');
}
