import { formatSize, type WarningCode } from '@nextpanel/core';
import type { StoredFrame } from '@nextpanel/store';

/** A warning when a frame has another size than was ordered; a sheet crops or scales it. */
export function warnOfSize(
  frame: Pick<StoredFrame, 'width' | 'height' | 'ordered'> | null,
): { readonly code: WarningCode; readonly detail: string }[] {
  if (!frame?.ordered) return [];
  const detail = `the provider drew ${formatSize(frame)} where ${formatSize(frame.ordered)} was ordered`;
  return [{ code: 'frame_size', detail }];
}
