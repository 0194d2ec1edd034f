import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { QueueView, WorkerView } from '@nextpanel/core';
import type { ReactNode } from 'react';

/** A prominent alert that nothing is drawn or composed because the processes are missing, with what to do. */
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
        <Alarm title={t`No worker is running, so nothing is drawn`} service="worker">
          {waiting === 0
            ? t`New stories wait until one starts.`
            : plural(waiting, {
                one: '# story is waiting until one starts.',
                other: '# stories are waiting until one starts.',
              })}
        </Alarm>
      )}
      {missing('finalizer') && (
        <Alarm title={t`No finalizer is running, so no sheets or books are made`} service="finalizer">
          {t`Panels are still drawn; stories stay at “composing” until one starts.`}
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
      <p>
        {children} {t`Nothing is lost, and everything then continues automatically.`}
      </p>
      <p className="mt-2">
        <Trans>
          On one machine <code>npm start</code> starts everything; with containers,{' '}
          <code>docker compose up --detach {service}</code>. If it stopped unexpectedly, its log says why.
        </Trans>
      </p>
    </div>
  );
}
