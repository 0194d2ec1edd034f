import type { PixelSize } from '../picture.ts';
import type { PanelSpec, PanelText } from '../story-spec.ts';
import type { Point, Rectangle } from './rectangle.ts';

/** Where the mouth of an undirected figure is expected to be, 0–1 from the top. Storyboards draw it there. */
export const mouthHeight = 0.44;

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
    return mouthOf(input, cast, index);
  });
}

function mouthOf({ panel, standing, focus }: GuessMouthsInput, cast: readonly string[], index: number): Point {
  const placed = standing?.get(cast[index] ?? '');
  const at =
    cast.length === 1 && focus !== undefined && placed === undefined
      ? focus
      : { x: placed ?? figureStand(index, cast.length), y: mouthHeight };
  return { x: at.x * panel.width, y: at.y * panel.height };
}

/** A face in a panel, in pixels. */
export interface Face {
  readonly mouth: Point;
  readonly area: Rectangle;
}

/** A face around its mouth, as shares of the panel's height; no wider than this share of the way to the next one. */
const face = { above: 0.14, below: 0.12, width: 0.28, apart: 0.8 };

/**
 * Where the faces of all figures in the panel are believed to be, also of those who do not speak.
 *
 * @param known mouths that were placed by hand, by id of the character
 */
export function guessFaces(input: GuessMouthsInput, known: ReadonlyMap<string, Point> = new Map()): Face[] {
  const { width, height } = input.panel;
  const cast = castInOrder(input.characters, input.texts, input.standing);
  const mouths = cast.map((id, index) => known.get(id) ?? mouthOf(input, cast, index));
  return mouths.map((mouth, index) => {
    const { x, y } = mouth;
    const others = mouths.filter((_, other) => other !== index).map((other) => Math.abs(other.x - x));
    const wide = Math.min(face.width * height, face.width * width, ...others.map((gap) => face.apart * gap));
    const area = {
      x: x - wide / 2,
      y: y - face.above * height,
      width: wide,
      height: (face.above + face.below) * height,
    };
    return { mouth, area };
  });
}

/** A voice from outside comes from the side where its speaker would stand; from the right if nothing says where. */
function atTheEdge({ panel, standing }: GuessMouthsInput, speaker: string | undefined): Point {
  const stand = speaker === undefined ? undefined : standing?.get(speaker);
  return { x: stand !== undefined && stand < 0.5 ? 0 : panel.width, y: mouthHeight * panel.height };
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
