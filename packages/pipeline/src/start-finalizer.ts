import { asNextpanelError } from '@nextpanel/core';
import { startFinalizeWorker } from '@nextpanel/queue';
import type { Context } from './context.ts';
import { bindStoryBook } from './finalize/bind-story-book.ts';
import { composeStorySheet } from './finalize/compose-story-sheet.ts';
import { closeWithin, type RunningPart } from './start-worker.ts';

/** Two at once saturate two cores (measured: parallel sheets beat threads inside one sheet). */
const sheetsAtOnce = 2;

/** Starts composing sheets and binding books. */
export async function startFinalizer(context: Context): Promise<RunningPart> {
  const { state, config, log, queueConnection, root } = context;
  const worker = await startFinalizeWorker({
    connection: queueConnection,
    root,
    concurrency: sheetsAtOnce,
    slot: config.slot,
    finalize: (job) =>
      job.kind === 'sheet'
        ? composeStorySheet(context, job.story, job.sheet)
        : bindStoryBook(context, job.story, job.format),
    async onGivenUp(job, thrown) {
      const error = asNextpanelError(thrown);
      log.error({ ...job, err: thrown }, 'cannot be made');
      const what = job.kind === 'sheet' ? `sheet ${job.sheet} cannot be composed` : `the ${job.format} cannot be bound`;
      await state.stories.stop(job.story, {
        code: error.code === 'disk_full' ? 'disk_full' : job.kind === 'sheet' ? 'sheet_failed' : 'book_failed',
        detail: `${what}: ${error.message}; mend the cause, then resume`,
      });
    },
    onError: (error) => log.debug({ err: error }, 'queue'),
  });
  return { drain: (drainMs) => closeWithin(worker, drainMs) };
}
