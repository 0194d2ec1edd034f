import { formatSize, say, type WarningCode } from '@nextpanel/core';
import type { StoredFrame } from '@nextpanel/store';

/** A warning when a frame has another size than was ordered; a sheet crops or scales it. */
export function warnOfSize(
  frame: Pick<StoredFrame, 'width' | 'height' | 'ordered'> | null,
): { readonly code: WarningCode; readonly detail: string }[] {
  if (!frame?.ordered) return [];
  const detail = say('frame.size', { size: formatSize(frame), ordered: formatSize(frame.ordered) });
  return [{ code: 'frame_size', detail }];
}
