import type { ProviderView, QueueView } from '@nextpanel/core';

const minuteMs = 60_000;

/** A provider as it is some time after it was read, if nothing else happened: its rate limits recover. */
export const providerAfter = (provider: ProviderView, elapsedMs: number): ProviderView => ({
  ...provider,
  limits: provider.limits.map((limit) => ({
    ...limit,
    usedShare: Math.max(limit.usedShare - elapsedMs / minuteMs, 0),
    blockedMs: Math.max(limit.blockedMs - elapsedMs, 0),
  })),
});

/** A queue as it is some time after it was read, if nothing else happened: the first in line waits longer. */
export const queueAfter = (queue: QueueView, elapsedMs: number): QueueView => ({
  ...queue,
  oldestWaitingMs: queue.oldestWaitingMs === null ? null : queue.oldestWaitingMs + elapsedMs,
});
