import { isDrawingStatus, type StoryStatus, type WorkerView } from '@nextpanel/core';

/** The kind of process that a story in this status needs and that is not running; null: none is missing. */
export function missingProcess(
  status: StoryStatus,
  processes: readonly Pick<WorkerView, 'role'>[],
): WorkerView['role'] | null {
  const needed = isDrawingStatus(status) ? 'worker' : status === 'composing' ? 'finalizer' : null;
  return needed === null || processes.some(({ role }) => role === needed) ? null : needed;
}
