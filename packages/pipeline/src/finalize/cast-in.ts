import { characterIds, type PanelSpec } from '@nextpanel/core';
import type { StoredFrame, StoredPanelSpec } from '@nextpanel/store';

/**
 * Who stands where in a frame: as a user corrected it, as it was ordered, or as the panel says. The order of a take is its own: tails of
 * every edition and layout follow it, whatever the panel was changed to since. A frame that was ordered with other characters, in
 * another story for example, says nothing of those of this panel.
 */
export function castIn(
  { characters, castFrames }: Pick<StoredPanelSpec, 'characters' | 'castFrames'>,
  frame: Pick<StoredFrame, 'sha256' | 'cast'> | null | undefined,
): PanelSpec['characters'] {
  const found = frame && (castFrames?.[frame.sha256] ?? frame.cast);
  return found && isSameCast(found, characters) ? found : characters;
}

const isSameCast = (a: PanelSpec['characters'], b: PanelSpec['characters']): boolean =>
  characterIds(a).toSorted().join(' ') === characterIds(b).toSorted().join(' ');
