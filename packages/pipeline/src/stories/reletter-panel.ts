import { keepTextIds, type PanelText } from '@nextpanel/core';
import type { StoredFrame, StoredPanelSpec } from '@nextpanel/store';

/** A panel with other texts. */
export function reletterPanel(
  id: string,
  before: StoredPanelSpec,
  edited: readonly PanelText[],
  frame: StoredFrame | null,
): StoredPanelSpec {
  const { mouthFrames: _, ...others } = before;
  const words = keepTextIds(id, before, edited);
  return { ...others, ...words, ...keepMouthFrames(before, edited, words.text, frame) };
}

/**
 * In which frame each mouth of a panel was placed, after an edit: those that the edit places are in the frame that is selected now, the
 * others where they were.
 *
 * @param edited texts as the edit gives them
 * @param kept the same texts as they are stored: with their ids, and with what the edit leaves as it was
 */
function keepMouthFrames(
  before: StoredPanelSpec,
  edited: readonly PanelText[],
  kept: readonly (PanelText & { readonly id: string })[],
  selected: Pick<StoredFrame, 'sha256'> | null,
): Pick<StoredPanelSpec, 'mouthFrames'> {
  const frames = kept.flatMap(({ id, mouth }, index) => {
    if (!mouth) return [];
    const frame = edited[index]?.mouth ? selected?.sha256 : before.mouthFrames?.[id];
    return frame === undefined ? [] : [[id, frame] as const];
  });
  return frames.length === 0 ? {} : { mouthFrames: Object.fromEntries(frames) };
}
