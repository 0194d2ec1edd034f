import { startWebhookWorker, type WebhookJob } from '@nextpanel/queue';
import type { Context } from '../context.ts';
import { closeWithin, type RunningPart } from '../start-worker.ts';
import { deliverEvents } from './deliver-events.ts';

/** How often stories that changed are looked for, in milliseconds. */
const lookMs = 1_000;
/** Deliveries under way at once; each waits for a receiver most of its time. */
const deliveriesAtOnce = 16;
const jobsAtOnce = 200;

/** Starts delivering webhooks: a job for each webhook and story that changed. */
export async function startWebhooks(context: Context): Promise<RunningPart> {
  const { config, log, queueConnection, root, redisWatch } = context;
  const onError = (error: unknown) => redisWatch.noticed(error) || log.debug({ err: error }, 'webhooks');
  const worker = await startWebhookWorker({
    connection: queueConnection,
    root,
    concurrency: deliveriesAtOnce,
    seat: config.seat,
    run: (job, { stopped }) => deliverEvents(context, job, stopped),
    onRebuilt: (rebuilt) => log.warn(rebuilt, 'the queue worker took up nothing though jobs waited; replaced'),
    onError,
  });
  let underWay = Promise.resolve();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    underWay = enqueueDirty(context)
      .catch((error: unknown) => void onError(error))
      .finally(() => {
        if (!stopped) timer = setTimeout(look, lookMs);
      });
  };
  look();
  return {
    async drain(drainMs) {
      stopped = true;
      clearTimeout(timer);
      await underWay;
      await closeWithin(worker, drainMs);
    },
  };
}

/** Gives every story that changed a job for each webhook that is sent its events. */
export async function enqueueDirty({ state, webhookQueue }: Pick<Context, 'state' | 'webhookQueue'>): Promise<void> {
  const disabled = new Map<string, Promise<ReadonlySet<string>>>();
  const disabledOf = (tenant: string) => {
    const known =
      disabled.get(tenant) ??
      state.webhooks.list(tenant).then((all) => new Set(all.filter((it) => it.disabled !== null).map(({ id }) => id)));
    disabled.set(tenant, known);
    return known;
  };
  let jobs: WebhookJob[] = [];
  for await (const job of state.webhooks.dirty()) {
    if ((await disabledOf(job.tenant)).has(job.webhook)) continue;
    jobs.push(job);
    if (jobs.length < jobsAtOnce) continue;
    await webhookQueue.ensure(jobs);
    jobs = [];
  }
  await webhookQueue.ensure(jobs);
}
