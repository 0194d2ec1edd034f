import {
  type Context,
  countBehind,
  countWorkers,
  listProviders,
  readQueueDepths,
  readToday,
  readTotals,
} from '@nextpanel/pipeline';
import { Gauge, type Registry } from 'prom-client';

const states = ['waiting', 'active', 'delayed'] as const;

/**
 * Gauges of what waits and who works, for all processes, read from Redis on each request. Without Redis the other metrics
 * matter all the more: these are left out, not all of them.
 */
export function observeOperations(registry: Registry, context: Context): void {
  const readDepths = shared(async () => readQueueDepths(context).catch(() => []));
  const readWorkers = shared(async () => Object.entries(await countWorkers(context).catch(() => ({}))));
  const readSums = shared(() => readTotals(context).catch(() => null));
  const readMoney = shared(() => readToday(context).catch(() => null));
  const readProviders = shared(() => listProviders(context).catch(() => []));
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
  gauge('nextpanel_stories', 'Stories of all tenants by status', ['status'], async (it) => {
    for (const [status, count] of Object.entries((await readSums())?.stories ?? {})) it.set({ status }, count);
  });
  const money = 'What stories cost, without deleted ones: spent, held by requests under way, possibly paid';
  gauge('nextpanel_money_dollars', money, ['provider', 'kind'], async (it) => {
    for (const [provider, sums] of (await readSums())?.spending ?? [])
      for (const kind of ['spent', 'held', 'possibly'] as const) it.set({ provider, kind }, sums[kind] / microUsd);
  });
  const today = 'Requests intended today (UTC): spent, wasted (paid without a picture), held, possibly paid';
  gauge('nextpanel_today_dollars', today, ['provider', 'kind'], async (it) => {
    for (const [provider, sums] of (await readMoney())?.providers ?? [])
      for (const kind of ['spent', 'wasted', 'held', 'possibly'] as const)
        it.set({ provider, kind }, sums[kind] / microUsd);
  });
  gauge('nextpanel_budget_left_dollars', 'Left today (UTC) of the daily limit of a tenant', ['tenant'], async (it) => {
    for (const { tenant, microUsd: left } of (await readMoney())?.left ?? []) it.set({ tenant }, left / microUsd);
  });
  const behind = 'Stories with events that a webhook was not sent yet, once for each webhook';
  gauge('nextpanel_webhooks_behind', behind, [], async (it) => {
    const count = await countBehind(context).catch(() => null);
    if (count !== null) it.set(count);
  });
  gauge('nextpanel_provider_paused', '1 while a provider is paused for all stories', ['provider'], async (it) => {
    for (const { id: provider, paused } of await readProviders()) it.set({ provider }, paused === null ? 0 : 1);
  });
  gauge('nextpanel_provider_down', '1 while a provider fails for everybody', ['provider'], async (it) => {
    for (const { id: provider, outage } of await readProviders()) it.set({ provider }, outage === null ? 0 : 1);
  });
  const readUsage = shared(() => context.state.sweeps.last().catch(() => null));
  gauge('nextpanel_artifacts_stored_bytes', 'What artifacts took after the last sweep', [], async (it) => {
    const usage = await readUsage();
    if (usage === null) it.remove();
    else it.set(usage.bytes);
  });
  gauge('nextpanel_artifacts_limit_bytes', 'How much artifacts may take; absent without a limit', [], async (it) => {
    const limit = (await readUsage())?.limit ?? null;
    if (limit === null) it.remove();
    else it.set(limit);
  });
  gauge('nextpanel_redis_writable', '0 while Redis does not answer or refuses to write', [], async (it) => {
    it.set(
      await context.redisWatch.require().then(
        () => 1,
        () => 0,
      ),
    );
  });
  gauge(
    'nextpanel_artifacts_writable',
    '0 while nothing can be stored: full disk, bucket that refuses',
    [],
    async (it) => {
      it.set(
        await context.space.require().then(
          () => 1,
          () => 0,
        ),
      );
    },
  );
  gauge('nextpanel_artifacts_free_bytes', 'Free space for artifacts; absent for a bucket', [], async (it) => {
    const free = await context.artifacts.freeBytes().catch(() => Number.NaN);
    if (Number.isFinite(free)) it.set(free);
    else it.remove();
  });
  gauge('nextpanel_worker_holds', 'Batches, or sheets and books, in work, by role', ['role'], async (it) => {
    for (const [role, { holds }] of await readWorkers()) it.set({ role }, holds);
  });
}

/** Millionths of a dollar in a dollar. */
const microUsd = 1_000_000;

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
