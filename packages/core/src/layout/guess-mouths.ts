import type { PixelSize } from '../picture.ts';
import type { PanelSpec, PanelText } from '../story-spec.ts';
import type { Point } from './rectangle.ts';

/** Where the head of an undirected figure is expected to be, from the top. */
const headHeight = 0.44;

export interface GuessMouthsInput {
  readonly panel: PixelSize;
  /** Ids of the characters present, as the panel lists them. */
  readonly characters: readonly string[];
  /** Where characters stand, 0–1 from the left, by id; only those the panel places. */
  readonly standing?: ReadonlyMap<string, number>;
  readonly texts: readonly Pick<PanelText, 'kind' | 'speaker' | 'style'>[];
  readonly focus?: PanelSpec['focus'];
}

/**
 * Where each text's speaker is believed to stand, without looking at the picture: characters are taken to stand from left
 * to right in the order the panel lists them, as storyboard frames draw them; a character alone stands at the panel's
 * `focus`. Null for captions, sounds, and voices that belong to nobody in the panel.
 */
export function guessMouths(input: GuessMouthsInput): (Point | null)[] {
  const cast = castInOrder(input.characters, input.texts, input.standing);
  return input.texts.map(({ kind, speaker, style }) => {
    if (kind !== 'speech' && kind !== 'thought') return null;
    if (style === 'off') return atTheEdge(input, speaker);
    const index = cast.indexOf(speaker ?? (cast.length === 1 ? (cast[0] ?? '') : ''));
    if (index === -1) return null;
    const placed = input.standing?.get(cast[index] ?? '');
    const at =
      cast.length === 1 && input.focus !== undefined && placed === undefined
        ? input.focus
        : { x: placed ?? figureStand(index, cast.length), y: headHeight };
    return { x: at.x * input.panel.width, y: at.y * input.panel.height };
  });
}

/** A voice from outside comes from the side where its speaker would stand; from the right if nothing says where. */
function atTheEdge({ panel, standing }: GuessMouthsInput, speaker: string | undefined): Point {
  const stand = speaker === undefined ? undefined : standing?.get(speaker);
  return { x: stand !== undefined && stand < 0.5 ? 0 : panel.width, y: headHeight * panel.height };
}

/**
 * The figures of a panel from left to right: where the panel places them, the others as it lists them, or, if it lists none, as they
 * speak.
 */
export function castInOrder(
  characters: readonly string[],
  texts: readonly Pick<PanelText, 'speaker'>[],
  standing: ReadonlyMap<string, number> = new Map(),
): string[] {
  const speakers = texts.flatMap(({ speaker }) => (speaker === undefined ? [] : [speaker]));
  const listed = [...new Set(characters.length > 0 ? characters : speakers)];
  const stand = (id: string) => standing.get(id) ?? figureStand(listed.indexOf(id), listed.length);
  return standing.size === 0 ? listed : listed.toSorted((a, b) => stand(a) - stand(b));
}

/** Where figure `index` of `count` stands across a picture, 0–1 from the left. */
export function figureStand(index: number, count: number): number {
  const spread = Math.min(0.84, 0.3 * count);
  return 0.5 + spread * ((index + 0.5) / count - 0.5);
}
