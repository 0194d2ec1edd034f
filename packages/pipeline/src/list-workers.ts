import type { WorkerView } from '@nextpanel/core';
import type { Context } from './context.ts';

/** The processes that draw and compose, longest running first. Another tenant's stories are not named. */
export async function listWorkers(
  { state }: Pick<Context, 'state'>,
  { tenant }: { readonly tenant: string },
): Promise<WorkerView[]> {
  const workers = await state.workers.list();
  const stories = [...new Set(workers.flatMap(({ holds }) => holds.flatMap(({ story }) => story ?? [])))];
  const owners = await state.owners(stories);
  const own = new Set(stories.filter((_, index) => owners[index] === tenant));
  return workers.map(({ id, role, host, pid, startedAt, seenAt, clockAheadMs = 0, holds }) => ({
    id,
    role,
    host,
    pid,
    startedAt: timeOf(startedAt),
    seenAt: timeOf(seenAt),
    clockAheadMs,
    holds: holds.map(({ story, what, since }) => ({
      story: story !== null && own.has(story) ? story : null,
      what,
      since: timeOf(since),
    })),
  }));
}

/** How many processes of a role live, and how many batches, sheets and books they hold. */
export async function countWorkers({
  state,
}: Pick<Context, 'state'>): Promise<Record<WorkerView['role'], { alive: number; holds: number }>> {
  const counts = { worker: { alive: 0, holds: 0 }, finalizer: { alive: 0, holds: 0 } };
  for (const { role, holds } of await state.workers.list()) {
    counts[role].alive += 1;
    counts[role].holds += holds.length;
  }
  return counts;
}

const timeOf = (at: number): string => new Date(at).toISOString();
