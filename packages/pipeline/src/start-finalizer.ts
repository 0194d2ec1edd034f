import { asNextpanelError, isSigningRefusal, isStorageRefusal, redisRetryMs } from '@nextpanel/core';
import { type ComposeJob, type FinalizeJob, startFinalizeWorker } from '@nextpanel/queue';
import { beatHeart } from './beat-heart.ts';
import type { Context } from './context.ts';
import { bindStoryBook } from './finalize/bind-story-book.ts';
import { composeStorySheet } from './finalize/compose-story-sheet.ts';
import { requireSpace, spaceRetryMs } from './require-space.ts';
import { closeWithin, type RunningPart } from './start-worker.ts';
import { sweepArtifacts } from './sweep-artifacts.ts';
import { startWebhooks } from './webhooks/start-webhooks.ts';

/** Two at once saturate two cores (measured: parallel sheets beat threads inside one sheet). */
const sheetsAtOnce = 2;

/** An operator has to put a certificate in order, or an authority for time stamps to answer. */
const signingRetryMs = 10_000;

/** How often artifacts are swept, by any process, and how often each process checks whether it is time, in milliseconds. */
const sweepEveryMs = 60 * 60 * 1_000;
const sweepLookMs = 60 * 1_000;

/** Starts composing sheets, binding books and sweeping artifacts. */
export async function startFinalizer(context: Context): Promise<RunningPart> {
  const { state, config, log, queueConnection, root, redisWatch } = context;
  const heart = beatHeart(context, 'finalizer');
  // Said at the start, not only when the first sheet is composed.
  await context.signing?.check().catch((error: unknown) => log.error({ err: error }, 'pages cannot be signed'));
  const worker = await startFinalizeWorker({
    connection: queueConnection,
    root,
    concurrency: sheetsAtOnce,
    seat: config.seat,
    async finalize(job, signal) {
      const work = heart.begin(job.kind === 'sweep' ? null : job.story, nameOf(job));
      try {
        await (job.kind === 'sweep' ? sweepArtifacts(context, signal) : compose(context, job));
      } finally {
        work.release();
      }
    },
    postpone(thrown) {
      if (redisWatch.noticed(thrown)) return redisRetryMs;
      const { code } = asNextpanelError(thrown);
      if (isSigningRefusal(code)) return signingRetryMs;
      if (!isStorageRefusal(code)) return null;
      context.space.ranOut(thrown);
      return spaceRetryMs;
    },
    async onGivenUp(job, thrown) {
      if (job.kind === 'sweep') return log.error({ err: thrown }, 'artifacts cannot be swept; tried again in an hour');
      const error = asNextpanelError(thrown);
      log.error({ ...job, err: thrown }, 'cannot be made');
      const what = job.kind === 'sheet' ? `sheet ${job.sheet} cannot be composed` : `the ${job.format} cannot be bound`;
      const code = job.kind === 'sheet' ? 'sheet_failed' : 'book_failed';
      if (job.language !== undefined) {
        const detail = `${what}: ${error.message}; fix the cause, then put the edition again`;
        return state.editions.fail(job.story, job.language, { code, detail });
      }
      await state.stories.stop(job.story, { code, detail: `${what}: ${error.message}; fix the cause, then resume` });
    },
    onRebuilt: (rebuilt) => log.warn(rebuilt, 'the queue worker took up nothing though jobs waited; replaced'),
    onError: (error) => redisWatch.noticed(error) || log.debug({ err: error }, 'queue'),
  });
  const webhooks = await startWebhooks(context);
  const sweeping = setInterval(() => {
    enqueueDueSweep(context).catch((error: unknown) => redisWatch.noticed(error) || log.debug({ err: error }, 'sweep'));
  }, sweepLookMs);
  return {
    async drain(drainMs) {
      clearInterval(sweeping);
      await Promise.all([closeWithin(worker, drainMs), webhooks.drain(drainMs)]);
      await heart.stop();
    },
  };
}

/** What people are shown that the process works on. */
const nameOf = (job: FinalizeJob): string =>
  job.kind === 'sweep'
    ? 'sweep'
    : `${job.kind === 'sheet' ? `sheet ${job.sheet}` : job.format}${job.language === undefined ? '' : ` in ${job.language}`}`;

/** A sheet or a book is made again from what is stored; without room for it that can wait, and the story says so. */
async function compose(context: Context, job: ComposeJob): Promise<void> {
  const { stories } = context.state;
  try {
    await requireSpace(context);
    const name = job.kind === 'sheet' ? 'compose sheet' : 'bind book';
    const attributes = job.kind === 'sheet' ? { sheet: job.sheet } : { format: job.format };
    await context.tracing.story({ story: job.story, name, attributes }, () =>
      job.kind === 'sheet'
        ? composeStorySheet(context, job.story, job.sheet, job.language)
        : bindStoryBook(context, job.story, job.format, job.language),
    );
  } catch (error) {
    const { code, message: detail } = asNextpanelError(error);
    if (isSigningRefusal(code)) context.log.error({ ...job, err: error }, 'pages cannot be signed; tried again');
    if (job.language === undefined) {
      if (isStorageRefusal(code)) await stories.waitFor(job.story, code);
      if (isSigningRefusal(code)) await stories.waitFor(job.story, code, { detail });
    }
    throw error;
  }
}

/** Through the queue and not by this timer itself, so that a sweep is never under way twice and is seen where work is seen. */
async function enqueueDueSweep({ state, queues }: Pick<Context, 'state' | 'queues'>): Promise<void> {
  if (await state.sweeps.due(sweepEveryMs)) await queues.ensureSweep();
}
