import { runProcess, startWorker } from '@nextpanel/pipeline';

await runProcess('worker', async (context) => {
  const worker = await startWorker(context);
  return { stop: () => worker.drain(context.config.drainSeconds * 1_000) };
});
