import type { StoryView } from '@nextpanel/core';
import { canRun } from '@nextpanel/core/commands';
import { useMay } from './rights.ts';

/** Whether nothing of a story can be changed: because of its status, or because the key may not. */
export function useFixed(story: StoryView): boolean {
  const may = useMay();
  return !may('editPanel') || !canRun('change', story);
}
