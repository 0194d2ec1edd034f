import { exitCodes, NextpanelError } from '@nextpanel/core';
import type { Context } from './context.ts';

type EpochContext = Pick<Context, 'state' | 'artifacts'>;

/** How often a process looks whether its installation was restored elsewhere, in milliseconds. */
export const epochLookMs = 10_000;

/**
 * Refuses to work on state that does not belong to the artifacts: a restore gave them a new epoch, and this Redis is the old one, or a restore is
 * not finished. Throws `epoch_mismatch`, `restore_unfinished`.
 */
export async function requireEpoch({ state, artifacts }: EpochContext): Promise<void> {
  const [stored, ofArtifacts] = await Promise.all([state.backups.epoch(), artifacts.epoch()]);
  if (stored !== null && stored.restoredAt === null)
    throw new NextpanelError(
      'restore_unfinished',
      'a backup was being restored into this Redis, and the restore did not finish; run the restore again',
    );
  // A Redis that was never restored, on artifacts that never were either.
  if ((stored?.id ?? null) === ofArtifacts) return;
  throw new NextpanelError(
    'epoch_mismatch',
    stored === null || ofArtifacts !== null
      ? 'the artifacts belong to another Redis: the installation was restored from a backup, and this is the one from before; two would draw the same stories and pay twice'
      : 'this Redis was restored from a backup together with other artifacts; set NEXTPANEL_ARTIFACTS or NEXTPANEL_DATA_DIR to those',
  );
}

/** Ends the process when the installation is restored elsewhere while it runs. */
export function watchEpoch({ log, ...context }: EpochContext & Pick<Context, 'log'>): Disposable {
  const timer = setInterval(() => {
    requireEpoch(context).catch((error: unknown) => {
      const code = error instanceof NextpanelError ? error.code : null;
      if (code !== 'epoch_mismatch' && code !== 'restore_unfinished') return log.debug({ err: error }, 'epoch');
      log.fatal({ err: error }, 'the installation was restored elsewhere; this process ends');
      process.exit(exitCodes.environment);
    });
  }, epochLookMs);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
