import type { QueueView } from '@nextpanel/core';
import type { ReactNode } from 'react';
import { formatDuration } from '../../parts/format-age.ts';

/** Jobs of a queue by state. */
export function QueueCounts({ queue }: { readonly queue: QueueView }) {
  return (
    <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
      <Fact name="Waiting">{queue.waiting}</Fact>
      <Fact name="Running">{queue.active}</Fact>
      <Fact name="Delayed">{queue.delayed}</Fact>
      <Fact name="Oldest waiting job">
        {queue.oldestWaitingMs === null ? 'none' : formatDuration(queue.oldestWaitingMs)}
      </Fact>
    </dl>
  );
}

export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-ink-soft text-sm">{name}</dt>
      <dd className="text-lg font-semibold tabular-nums">{children}</dd>
    </div>
  );
}
