import { runProcess, startAdapting, startWorker } from '@nextpanel/pipeline';

await runProcess('worker', async (context) => {
  const parts = [await startWorker(context), await startAdapting(context)];
  return {
    async stop() {
      await Promise.all(parts.map((part) => part.drain(context.config.drainSeconds * 1_000)));
    },
  };
});
