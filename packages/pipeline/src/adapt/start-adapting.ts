import { startScriptWorker } from '@nextpanel/queue';
import type { Context } from '../context.ts';
import { closeWithin, type RunningPart, repeat } from '../start-worker.ts';
import { adaptScript } from './adapt-script.ts';

/** How often scripts without a job are looked for, in milliseconds. */
const lookMs = 3_000;
/** Scripts under way at once in one process; each waits for the model most of its time. */
const scriptsAtOnce = 4;

/** Starts adapting scripts. Where no server for that is set up, it takes none. */
export async function startAdapting(context: Context): Promise<RunningPart> {
  if (context.adapting === null) return { drain: async () => undefined };
  const { config, log, queueConnection, root, redisWatch, scriptQueue, state } = context;
  const onError = (error: unknown) => redisWatch.noticed(error) || log.error({ err: error }, 'scripts');
  const worker = await startScriptWorker({
    connection: queueConnection,
    root,
    concurrency: scriptsAtOnce,
    seat: config.seat,
    run: ({ script }, { stopped, draining }) => adaptScript(context, script, { lost: stopped, draining }),
    onRebuilt: (rebuilt) => log.warn(rebuilt, 'the queue worker took up nothing though jobs waited; replaced'),
    onError,
  });
  const stopLooking = repeat(
    lookMs,
    async () => scriptQueue.ensure((await state.scripts.open()).map((script) => ({ script }))),
    onError,
  );
  return {
    async drain(drainMs) {
      await Promise.all([stopLooking(), closeWithin(worker, drainMs)]);
    },
  };
}
