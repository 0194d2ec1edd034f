import type { QueueView, WorkerView } from '@nextpanel/core';
import type { ReactNode } from 'react';

/** Says loudly that nothing is drawn, or nothing composed, since the processes for it are not there, and what to do. */
export function MissingProcesses({
  workers,
  queues,
}: {
  readonly workers: readonly WorkerView[];
  readonly queues: readonly QueueView[];
}) {
  const missing = (role: WorkerView['role']) => !workers.some((worker) => worker.role === role);
  const waiting = queues.reduce(
    (sum, { provider, ...queue }) => sum + (provider === null ? 0 : queue.waiting + queue.active + queue.delayed),
    0,
  );
  return (
    <>
      {missing('worker') && (
        <Alarm title="No worker is running: nothing is drawn" service="worker">
          {waiting === 0
            ? 'Stories that are submitted now wait until one starts.'
            : `${waiting === 1 ? '1 story waits' : `${waiting} stories wait`} until one starts.`}
        </Alarm>
      )}
      {missing('finalizer') && (
        <Alarm title="No finalizer is running: no sheets and books are made" service="finalizer">
          Panels are drawn all the same; stories stay at “composing” until one starts.
        </Alarm>
      )}
    </>
  );
}

function Alarm({
  title,
  service,
  children,
}: {
  readonly title: string;
  readonly service: string;
  readonly children: ReactNode;
}) {
  return (
    <div role="alert" className="border-bad bg-bad-soft text-ink mb-4 rounded-xl border-2 p-4">
      <p className="text-bad text-lg font-semibold">{title}</p>
      <p>{children} Nothing is lost, and everything goes on by itself then.</p>
      <p className="mt-2">
        On one machine <code>npm start</code> starts everything; with containers,{' '}
        <code>docker compose up --detach {service}</code>. If it ended by itself, its log says why.
      </p>
    </div>
  );
}
