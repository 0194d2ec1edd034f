import { setTimeout as delay } from 'node:timers/promises';
import { isDrawingStatus } from '@nextpanel/core';
import { openConcurrency, startDrawWorker } from '@nextpanel/queue';
import { beatHeart, type Work } from './beat-heart.ts';
import type { Context } from './context.ts';
import { drawNextBatch } from './draw/draw-next-batch.ts';
import { type Entrance, enterTurn } from './draw/enter-turn.ts';
import { migrateWhenAlone } from './installation.ts';
import { reconcile } from './reconcile.ts';
import { tryFailingProviders } from './try-failing-providers.ts';

/** How often BullMQ is made to agree with the stored state. */
const reconcileMs = 3_000;

/** What waits before a turn that ended in an unexpected error is taken again. */
const unexpectedDelayMs = 5_000;

export interface RunningPart {
  /** Finishes what is in progress, within `drainMs`; what another process can collect is left at once. */
  drain(drainMs: number): Promise<void>;
}

/** Starts drawing: one BullMQ worker for each provider, and the reconciler. */
export async function startWorker(context: Context): Promise<RunningPart> {
  const { state, queues, limits, providers, config, log, queueConnection, root, failpoint, redisWatch } = context;
  const onError = (error: Error) => redisWatch.noticed(error) || log.debug({ err: error }, 'queue');
  for (const { id, fingerprint } of providers.values()) {
    if (await state.providers.resume(id, fingerprint))
      log.info({ provider: id }, 'provider resumed: it has another credential now');
  }
  const heart = beatHeart(context, 'worker');
  const concurrency = openConcurrency(config.concurrency);
  const workers = await Promise.all(
    [...providers.keys()].map((id) =>
      startDrawWorker({
        connection: queueConnection,
        root,
        provider: id,
        concurrency,
        line: queues.line(id),
        seat: config.seat,
        async draw(queueTurn) {
          let work: Work | undefined;
          let entrance: Entrance | undefined;
          try {
            entrance = await enterTurn(context, queueTurn);
            if (entrance.kind === 'parked') return entrance.outcome;
            await queueTurn.begin();
            work = heart.begin(queueTurn.story, 'drawing');
            return await drawNextBatch(context, queueTurn, (batch) => work?.rename(`batch ${batch}`));
          } catch (error) {
            if (!redisWatch.noticed(error))
              log.error({ story: queueTurn.story, err: error }, 'unexpected error while drawing');
            await state.stories.rest(queueTurn.story, unexpectedDelayMs).catch(() => undefined);
            return { kind: 'yield', delayMs: unexpectedDelayMs };
          } finally {
            work?.release();
            if (entrance?.kind === 'entered') await entrance.leave();
          }
        },
        onYielded: () => failpoint('job-released'),
        async onDone(story) {
          const facts = await state.read.story(story);
          if (facts && (isDrawingStatus(facts.status) || facts.toFetch))
            await queues.ensureDraw(facts.spec.render.provider, { story });
        },
        onRebuilt: (rebuilt) => log.warn(rebuilt, 'the queue worker took up nothing though jobs waited; replaced'),
        onError,
      }),
    ),
  );
  const stopWatching = await state.watchCancelled({
    inHand: () => workers.flatMap((worker) => worker.stories()),
    onCancelled(story) {
      for (const worker of workers) worker.cancelStory(story);
    },
  });
  const migrateLater = migrateWhenAlone(context);
  const stopReconciling = repeat(
    reconcileMs,
    async () => {
      const missing = await reconcile(context);
      await limits.sweep();
      await migrateLater();
      if (missing > 0) log.warn({ missing }, 'stories had no job; added');
    },
    (error) => redisWatch.noticed(error) || log.error({ err: error }, 'reconciler'),
  );
  const stopTrying = repeat(
    reconcileMs,
    () => tryFailingProviders(context),
    (error) => log.debug({ err: error }, 'asking a failing provider'),
  );
  return {
    async drain(drainMs) {
      const reconciled = Promise.all([stopReconciling(), stopTrying()]);
      stopWatching();
      await Promise.all(workers.map((worker) => closeWithin(worker, drainMs)));
      await heart.stop();
      await Promise.race([reconciled, delay(leaveMs, undefined, { ref: false })]);
    },
  };
}

/** How long a turn may take to end after it was given up, in milliseconds. */
const leaveMs = 5_000;

/** Closes a worker; after `ms` it gives up what is still in progress, and the stored state says how it continues. */
export async function closeWithin(
  worker: { close(options: { abort: boolean }): Promise<void> },
  ms: number,
): Promise<void> {
  const gaveUp = Promise.withResolvers<void>();
  let leave: NodeJS.Timeout | undefined;
  const giveUp = setTimeout(() => {
    void worker.close({ abort: true });
    // Without Redis a turn cannot even be given up in order: then it is left as a crash would leave it.
    leave = setTimeout(gaveUp.resolve, leaveMs);
  }, ms);
  await Promise.race([worker.close({ abort: ms === 0 }), gaveUp.promise]);
  clearTimeout(giveUp);
  clearTimeout(leave);
}

/** Runs `act` now and then every `ms` from the end of one run to the start of the next; answers with how to stop. */
export function repeat(
  ms: number,
  act: () => Promise<void>,
  onError: (error: unknown) => unknown,
): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let underWay = Promise.resolve();
  const turn = () => {
    underWay = act()
      .catch((error: unknown) => void onError(error))
      .finally(() => {
        if (!stopped) timer = setTimeout(turn, ms);
      });
  };
  turn();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await underWay;
  };
}
