import type { StoryStatus, WorkerView } from '@nextpanel/core';
import { isDrawingStatus } from '@nextpanel/core/states';

/** The kind of process that a story in this status needs and that is not running; null: none is missing. */
export function missingProcess(
  status: StoryStatus,
  processes: readonly Pick<WorkerView, 'role'>[],
): WorkerView['role'] | null {
  const needed = isDrawingStatus(status) ? 'worker' : status === 'composing' ? 'finalizer' : null;
  return needed === null || processes.some(({ role }) => role === needed) ? null : needed;
}
