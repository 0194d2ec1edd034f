import { runProcess, startFinalizer } from '@nextpanel/pipeline';

/** A sheet or a book is made again from the same inputs, so a finalizer has nothing worth waiting long for. */
const drainMs = 10_000;

await runProcess('finalizer', async (context) => {
  const finalizer = await startFinalizer(context);
  return { stop: () => finalizer.drain(drainMs) };
});
