import { useQueues, useWorkers } from '../../data/operation-queries.ts';
import { MissingProcesses } from './missing-processes.tsx';

/** What keeps everything from being drawn, on each page about operations. */
export function OperationNotes() {
  const { data: workers } = useWorkers();
  const { data: queues } = useQueues();
  return workers !== undefined && queues !== undefined ? <MissingProcesses workers={workers} queues={queues} /> : null;
}
