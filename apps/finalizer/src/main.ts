import { runProcess, startFinalizer } from '@nextpanel/pipeline';

/** Sheets and books can be made again from the same inputs, so a finalizer need not wait long when it stops. */
const drainMs = 10_000;

await runProcess('finalizer', async (context) => {
  const finalizer = await startFinalizer(context);
  return { stop: () => finalizer.drain(drainMs) };
});
