import type { PixelSize } from '../picture.ts';
import type { PanelSpec, PanelText, ReadingDirection } from '../story-spec.ts';
import { overlap, type Point, type Rectangle, touches } from './rectangle.ts';
import { placeTails, type Tail } from './place-tails.ts';

/** A text to be lettered, measured by whoever knows fonts. */
export interface MeasuredText {
  readonly kind: PanelText['kind'];
  /** Where its speaker's mouth is believed to be, in pixels of the panel; null draws no tail. */
  readonly mouth: Point | null;
  /** Sizes of the bare text, one for each way of breaking it into lines (or, for `sfx`, of scaling it), best first. */
  readonly shapes: readonly PixelSize[];
}

export interface PlacedText {
  /** Index into the texts given. */
  readonly text: number;
  readonly kind: PanelText['kind'];
  /** Index of the shape used. */
  readonly shape: number;
  /** The balloon or caption box; for `sfx` the text itself. In pixels of the panel. */
  readonly box: Rectangle;
  /** The bare text, in the middle of the box. */
  readonly textBox: Rectangle;
  readonly tail: Tail | null;
}

export interface PlaceBalloonsInput {
  readonly panel: PixelSize;
  /** Pixels; paddings and gaps follow it. */
  readonly fontSize: number;
  readonly readingDirection: ReadingDirection;
  /** In reading order. */
  readonly texts: readonly MeasuredText[];
  /** The point of the picture that matters most, 0–1; balloons keep away from it. */
  readonly focus?: PanelSpec['focus'];
}

/** Room around the bare text: a share of it (a balloon's corners are round) plus a part of the font size, on both axes. */
const padding: Readonly<Record<PanelText['kind'], { share: PixelSize; em: PixelSize }>> = {
  caption: { share: { width: 0, height: 0 }, em: { width: 1.1, height: 0.8 } },
  speech: { share: { width: 0.14, height: 0.18 }, em: { width: 1.2, height: 1 } },
  thought: { share: { width: 0.18, height: 0.24 }, em: { width: 2, height: 1.8 } },
  sfx: { share: { width: 0, height: 0 }, em: { width: 0, height: 0 } },
};

/** Clear distance to the panel's border and between balloons, in font sizes: an edge is never tangent to another. */
const clearance = 0.55;

const columns = 13;
const rows = 48;

/** What a position costs; the least is taken. Weights were set by looking at pages. */
const costs = { low: 1, figures: 1.6, focus: 2, farFromSpeaker: 0.5, abreast: 0.03, nextShape: 0.12, againstStart: 0.12 };

/**
 * Decides where captions, balloons and sound effects of one panel stand. Without knowing faces, what can be kept is kept:
 * balloon k+1 is lower than balloon k, or beside it and further along the reading direction, so that there is never a
 * doubt which is next; nothing overlaps, touches or leaves the panel; captions stand at the top on the side where reading
 * starts (one that ends the panel at the bottom); balloons stay high and off the lower middle, where figures are, and
 * near their speakers. Rules: Jim Shooter's memo on balloon placement, Blambot's comic grammar.
 * Texts without room are answered in `unplaced`, never squeezed. Pure: the same input gives the same placement.
 */
export function placeBalloons(input: PlaceBalloonsInput): { placed: PlacedText[]; unplaced: number[] } {
  const inOrder: Standing[] = [];
  const loose: Standing[] = [];
  const unplaced: number[] = [];
  // Sound effects come last: they belong to the picture, not to the order of reading, and take the room that is left.
  const turns = [...input.texts.keys()].sort((a, b) => Number(isSound(input, a)) - Number(isSound(input, b)) || a - b);
  for (const text of turns) {
    const standing = bestStand(input, text, inOrder, loose);
    if (standing === undefined) unplaced.push(text);
    else (standing.kind === 'sfx' ? loose : inOrder).push(standing);
  }
  const standings = [...inOrder, ...loose].sort((a, b) => a.text - b.text);
  const tails = placeTails(
    standings.map(({ kind, box, text }) => ({ kind, box, mouth: input.texts[text]?.mouth ?? null })),
    input.fontSize,
  );
  return { placed: standings.map((standing, index) => ({ ...standing, tail: tails[index] ?? null })), unplaced };
}

type Standing = Omit<PlacedText, 'tail'>;

const isSound = (input: PlaceBalloonsInput, text: number) => input.texts[text]?.kind === 'sfx';

function bestStand(input: PlaceBalloonsInput, text: number, inOrder: Standing[], loose: Standing[]): Standing | undefined {
  const measured = input.texts[text];
  let best: { cost: number; standing: Standing } | undefined;
  for (const [shape, size] of (measured?.shapes ?? []).entries()) {
    if (measured === undefined) continue;
    const box = padded(size, measured.kind, input.fontSize);
    for (const at of candidates(input, box, measured.kind, endsPanel(input, text))) {
      const place = { ...at, width: box.width, height: box.height };
      if (!isFree(input, place, measured.kind, inOrder, loose)) continue;
      const cost = costOf(input, place, measured, inOrder) + shape * costs.nextShape;
      if (best !== undefined && best.cost <= cost) continue;
      const textBox = {
        x: place.x + Math.floor((box.width - size.width) / 2),
        y: place.y + Math.floor((box.height - size.height) / 2),
        ...size,
      };
      best = { cost, standing: { text, kind: measured.kind, shape, box: place, textBox } };
    }
  }
  return best?.standing;
}

function padded(text: PixelSize, kind: PanelText['kind'], fontSize: number): PixelSize {
  const { share, em } = padding[kind];
  return {
    width: Math.ceil(text.width * (1 + share.width) + em.width * fontSize),
    height: Math.ceil(text.height * (1 + share.height) + em.height * fontSize),
  };
}

/** A caption after dialogue that nothing but sounds follows closes the panel. */
function endsPanel(input: PlaceBalloonsInput, text: number): boolean {
  const others = input.texts.map((_, index) => index).filter((index) => !isSound(input, index));
  const before = others.filter((index) => index < text).some((index) => input.texts[index]?.kind !== 'caption');
  return input.texts[text]?.kind === 'caption' && before && others.every((index) => index <= text);
}

/** Corners on a lattice; captions only stand at the panel's sides, and the closing one only at the bottom. */
function* candidates(input: PlaceBalloonsInput, box: PixelSize, kind: PanelText['kind'], closing: boolean): Iterable<Point> {
  const edge = Math.ceil(clearance * input.fontSize);
  const room = { width: input.panel.width - 2 * edge - box.width, height: input.panel.height - 2 * edge - box.height };
  if (room.width < 0 || room.height < 0) return;
  for (let row = closing ? rows : 0; row <= rows; row++) {
    for (let column = 0; column <= columns; column++) {
      if (kind === 'caption' && column !== 0 && column !== columns) continue;
      yield {
        x: edge + Math.round((room.width * column) / columns),
        y: edge + Math.round((room.height * row) / rows),
      };
    }
  }
}

function isFree(input: PlaceBalloonsInput, box: Rectangle, kind: PanelText['kind'], inOrder: Standing[], loose: Standing[]) {
  const gap = clearance * input.fontSize;
  if ([...inOrder, ...loose].some((other) => touches(box, other.box, gap))) return false;
  return kind === 'sfx' || inOrder.every((earlier) => isReadAfter(box, earlier.box, input.readingDirection));
}

/** Lower than the earlier box, or beside it, further along the reading direction and not higher. */
function isReadAfter(box: Rectangle, earlier: Rectangle, direction: ReadingDirection): boolean {
  if (box.y >= earlier.y + earlier.height) return true;
  const further = direction === 'rtl' ? box.x + box.width <= earlier.x : box.x >= earlier.x + earlier.width;
  return further && box.y >= earlier.y;
}

function costOf(input: PlaceBalloonsInput, box: Rectangle, text: MeasuredText, inOrder: Standing[]): number {
  const { width, height } = input.panel;
  const area = box.width * box.height;
  const share = (zone: Rectangle) => overlap(box, zone) / area;
  const figures = { x: width * 0.2, y: height * 0.45, width: width * 0.6, height: height * 0.55 };
  let cost = costs.figures * share(figures);
  if (input.focus !== undefined) {
    const side = Math.min(width, height) * 0.3;
    const centre = { x: input.focus.x * width, y: input.focus.y * height };
    cost += costs.focus * share({ x: centre.x - side / 2, y: centre.y - side / 2, width: side, height: side });
  }
  const fromStart = (input.readingDirection === 'rtl' ? width - box.x - box.width : box.x) / width;
  if (text.kind === 'sfx') return cost + costs.low * (1 - (box.y + box.height) / height) - costs.againstStart * fromStart;
  cost += costs.low * (box.y / height) + costs.againstStart * fromStart;
  if (text.mouth !== null) cost += (costs.farFromSpeaker * Math.abs(box.x + box.width / 2 - text.mouth.x)) / width;
  // Tops at one height look stiff: prefer a step down.
  if (inOrder.some((other) => Math.abs(other.box.y - box.y) < height * 0.03)) cost += costs.abreast;
  return cost;
}
