import { t } from '@lingui/core/macro';
import type { ScriptView } from '@nextpanel/core';
import { formatTime } from '../../parts/format-time.ts';

/** What a script is called: as its user did, or by when it was sent. */
export const scriptTitle = ({ title, createdAt }: Pick<ScriptView, 'title' | 'createdAt'>): string =>
  title ?? t`Script of ${formatTime(createdAt)}`;

/** How far it is, in a few words. */
export function progressWords(progress: ScriptView['progress']): string {
  if (progress === null) return t`waiting for a worker`;
  const { parts, partsTotal, scenes, scenesTotal } = progress;
  if (scenesTotal === 0) return t`looking for scenes, part ${Math.min(parts + 1, partsTotal)} of ${partsTotal}`;
  return t`${scenes} of ${scenesTotal} scenes`;
}
