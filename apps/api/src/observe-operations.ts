import { type Context, countWorkers, readQueueDepths } from '@nextpanel/pipeline';
import { Gauge, type Registry } from 'prom-client';

const states = ['waiting', 'active', 'delayed'] as const;

/**
 * Gauges of what waits and who works, for all processes, read from Redis on each request. Without Redis the other metrics
 * matter all the more: these are left out, not all of them.
 */
export function observeOperations(registry: Registry, context: Context): void {
  const readDepths = shared(async () => readQueueDepths(context).catch(() => []));
  const readWorkers = shared(async () => Object.entries(await countWorkers(context).catch(() => ({}))));
  const gauge = (name: string, help: string, labelNames: string[], read: (gauge: Gauge) => Promise<void>) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        this.reset();
        await read(this);
      },
    });

  gauge('nextpanel_queue_jobs', 'Jobs by queue and state', ['queue', 'state'], async (it) => {
    for (const { name: queue, ...counts } of await readDepths())
      for (const state of states) it.set({ queue, state }, counts[state]);
  });
  gauge('nextpanel_provider_jobs', 'Stories to draw by provider and state', ['provider', 'state'], async (it) => {
    for (const { provider, ...counts } of await readDepths())
      if (provider !== null) for (const state of states) it.set({ provider, state }, counts[state]);
  });
  gauge('nextpanel_queue_oldest_waiting_seconds', 'How long the first in line waits', ['queue'], async (it) => {
    for (const { name: queue, oldestWaitingMs } of await readDepths())
      it.set({ queue }, (oldestWaitingMs ?? 0) / 1_000);
  });
  gauge('nextpanel_workers', 'Processes heard of within 15 seconds, by role', ['role'], async (it) => {
    for (const [role, { alive }] of await readWorkers()) it.set({ role }, alive);
  });
  gauge('nextpanel_worker_holds', 'Batches, or sheets and books, in work, by role', ['role'], async (it) => {
    for (const [role, { holds }] of await readWorkers()) it.set({ role }, holds);
  });
}

/** The gauges of one scrape ask at the same moment, and get one answer. */
function shared<Answer>(read: () => Promise<Answer>): () => Promise<Answer> {
  let underWay: Promise<Answer> | null = null;
  return () => {
    underWay ??= read().finally(() => {
      underWay = null;
    });
    return underWay;
  };
}
