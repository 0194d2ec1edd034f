import type { PixelSize } from '../picture.ts';
import type { PanelSpec, PanelText } from '../story-spec.ts';
import type { Point } from './rectangle.ts';

/** Where the head of an undirected figure is expected to be, from the top. */
const headHeight = 0.44;

export interface GuessMouthsInput {
  readonly panel: PixelSize;
  /** Ids of the characters present, as the panel lists them. */
  readonly characters: readonly string[];
  readonly texts: readonly Pick<PanelText, 'kind' | 'speaker'>[];
  readonly focus?: PanelSpec['focus'];
}

/**
 * Where each text's speaker is believed to stand, without looking at the picture: characters are taken to stand from left
 * to right in the order the panel lists them, as storyboard frames draw them; a character alone stands at the panel's
 * `focus`. Null for captions, sounds, and voices that belong to nobody in the panel.
 */
export function guessMouths(input: GuessMouthsInput): (Point | null)[] {
  const cast = castInOrder(input.characters, input.texts);
  return input.texts.map(({ kind, speaker }) => {
    if (kind !== 'speech' && kind !== 'thought') return null;
    const index = cast.indexOf(speaker ?? (cast.length === 1 ? (cast[0] ?? '') : ''));
    if (index === -1) return null;
    const at =
      cast.length === 1 && input.focus !== undefined
        ? input.focus
        : { x: figureStand(index, cast.length), y: headHeight };
    return { x: at.x * input.panel.width, y: at.y * input.panel.height };
  });
}

/** The figures of a panel from left to right: as the panel lists them, or, if it lists none, as they speak. */
export function castInOrder(characters: readonly string[], texts: readonly Pick<PanelText, 'speaker'>[]): string[] {
  const speakers = texts.flatMap(({ speaker }) => (speaker === undefined ? [] : [speaker]));
  return [...new Set(characters.length > 0 ? characters : speakers)];
}

/** Where figure `index` of `count` stands across a picture, 0–1 from the left. */
export function figureStand(index: number, count: number): number {
  const spread = Math.min(0.84, 0.3 * count);
  return 0.5 + spread * ((index + 0.5) / count - 0.5);
}
