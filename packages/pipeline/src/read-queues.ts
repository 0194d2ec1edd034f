import type { QueueView } from '@nextpanel/core';
import type { QueueDepth } from '@nextpanel/queue';
import type { Context } from './context.ts';

/** Waiting stories shown of each provider. */
const shown = 50;

type QueueContext = Pick<Context, 'state' | 'queues'>;

/** How much waits where, and which of this tenant's stories wait for a later time. */
export async function readQueues(context: QueueContext, { tenant }: { readonly tenant: string }): Promise<QueueView[]> {
  const { state, queues } = context;
  const [depths, waiting] = await Promise.all([queues.depths(), state.waiting(tenant, shown)]);
  const now = state.clock.now();
  return Promise.all(
    depths.map(async ({ first, ...depth }) => {
      const stories = waiting.filter(({ provider }) => provider === depth.provider);
      return {
        ...depth,
        oldestWaitingMs: await waitedMs(context, { ...depth, first }, now),
        stories: stories.map(({ id, title, reason, until }) => ({
          story: id,
          title,
          reason,
          until: timeOf(until),
        })),
      };
    }),
  );
}

/** How much waits where, without whose it is: for metrics. */
export async function readQueueDepths({ state, queues }: QueueContext): Promise<Omit<QueueView, 'stories'>[]> {
  const depths = await queues.depths();
  const now = state.clock.now();
  return Promise.all(
    depths.map(async ({ first, ...depth }) => ({
      ...depth,
      oldestWaitingMs: await waitedMs({ state }, { ...depth, first }, now),
    })),
  );
}

/** A draw job lives as long as its story is drawn: only the story knows since when it waits for its next batch. */
async function waitedMs({ state }: Pick<Context, 'state'>, { first, provider }: QueueDepth, now: number) {
  if (!first) return null;
  const [ready = null] = provider === null || first.story === null ? [] : await state.readySince([first.story]);
  return Math.max(now - (ready ?? first.since), 0);
}

const timeOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
