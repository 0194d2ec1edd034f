import type { PixelSize } from '../picture.ts';
import type { PanelText, ReadingDirection } from '../story-spec.ts';
import { balloonSize } from './balloon-size.ts';
import type { PlaceBalloonsInput, PlaceOption, Standing } from './balloon-texts.ts';
import { type Point, type Rectangle, touches } from './rectangle.ts';

/** Clear distance to the panel's border and between balloons, in font sizes: an edge is never tangent to another. */
const clearance = 0.55;

/** Positions tried across and down. */
const columns = 10;
const rows = 28;

/** How far joined balloons run into one another, in font sizes: their letters stay further apart than two lines. */
const runIn = 0.75;

/** The balloon that a text is joined to: that of the text right before it, if the same voice says it in the same way. */
export function joinedTo(
  input: PlaceBalloonsInput,
  text: number,
  standings: readonly Standing[],
): Standing | undefined {
  const [own, before] = [input.texts[text], input.texts[text - 1]];
  const isVoice = own?.kind === 'speech' && (own.style ?? 'normal') === 'normal';
  if (!isVoice || own.placedAt !== undefined || own.speaker === undefined) return undefined;
  if (before?.kind !== 'speech' || (before.style ?? 'normal') !== 'normal' || before.speaker !== own.speaker)
    return undefined;
  return standings.find((standing) => standing.text === text - 1);
}

/** Places for a balloon that is joined to another: below it, or beside it and lower, in the direction of reading. */
export function besideOwn(
  input: PlaceBalloonsInput,
  { box: own }: Standing,
  options: readonly PlaceOption[],
  text: number,
): PlaceOption[] {
  const overlapping = runIn * input.fontSize;
  const edge = clearance * input.fontSize;
  const shapes = new Map(options.map(({ shape, size }) => [shape, size] as const));
  return [...shapes].map(([shape, size]): PlaceOption => {
    const { width, height } = balloonSize(size, input.texts[text] ?? { kind: 'speech' }, input.fontSize);
    const boxes: Rectangle[] = [];
    for (const share of [0.5, 0.35, 0.65, 0.25, 0.75])
      boxes.push({ x: own.x + own.width * share - width / 2, y: own.y + own.height - overlapping, width, height });
    for (const share of [0.3, 0.45, 0.6]) {
      const y = own.y + own.height * share;
      const after = input.readingDirection === 'rtl' ? own.x - width + overlapping : own.x + own.width - overlapping;
      // Side by side only where the two are level enough to run into one another.
      if (y + height > own.y + own.height && y < own.y + own.height * 0.62) boxes.push({ x: after, y, width, height });
    }
    const inside = boxes
      .map((box) => ({ ...box, x: Math.round(box.x), y: Math.round(box.y) }))
      .filter(
        ({ x, y }) =>
          x >= edge && y >= edge && x + width <= input.panel.width - edge && y + height <= input.panel.height - edge,
      );
    return { shape, size, boxes: inside, joins: true };
  });
}

/** Places for a box, column by column from the side where reading starts; captions only stand at the sides. */
export function balloonPlaces(input: PlaceBalloonsInput, box: PixelSize, text: number): Rectangle[][] {
  const placedAt = input.texts[text]?.placedAt;
  if (placedAt !== undefined) return putAt(input.panel, box, placedAt);
  const edge = Math.ceil(clearance * input.fontSize);
  const room = { width: input.panel.width - 2 * edge - box.width, height: input.panel.height - 2 * edge - box.height };
  if (room.width < 0 || room.height < 0) return [];
  const across =
    input.texts[text]?.kind === 'caption' ? [0, columns] : Array.from({ length: columns + 1 }, (_, c) => c);
  const down = closesPanel(input, text) ? [rows] : Array.from({ length: rows + 1 }, (_, r) => r);
  return across.map((column) => {
    const fromStart = edge + Math.round((room.width * column) / columns);
    const x = input.readingDirection === 'rtl' ? input.panel.width - fromStart - box.width : fromStart;
    return down.map((row) => ({ x, y: edge + Math.round((room.height * row) / rows), ...box }));
  });
}

/** A box around the point it was put at, inside the panel. */
function putAt(panel: PixelSize, box: PixelSize, { x, y }: Point): Rectangle[][] {
  if (box.width > panel.width || box.height > panel.height) return [];
  const along = (middle: number, length: number, room: number) =>
    Math.round(Math.min(Math.max(middle - length / 2, 0), room - length));
  return [[{ x: along(x, box.width, panel.width), y: along(y, box.height, panel.height), ...box }]];
}

/** A caption after dialogue, which nothing but sounds follows, closes the panel. */
function closesPanel(input: PlaceBalloonsInput, text: number): boolean {
  const kinds = input.texts.map(({ kind }) => kind);
  const isDialogue = (kind: PanelText['kind']) => kind === 'speech' || kind === 'thought';
  return (
    kinds[text] === 'caption' &&
    kinds.slice(0, text).some(isDialogue) &&
    kinds.slice(text + 1).every((kind) => kind === 'sfx')
  );
}

export function isFree(
  input: PlaceBalloonsInput,
  box: Rectangle,
  text: number,
  standings: readonly Standing[],
  { besidePlaced }: { readonly besidePlaced: boolean },
): boolean {
  const own = input.texts[text];
  if (own?.placedAt !== undefined) return true;
  const gap = clearance * input.fontSize;
  return standings.every((other) => {
    if (touches(box, other.box, gap)) return false;
    const placed = input.texts[other.text]?.placedAt !== undefined;
    if (own?.kind === 'sfx' || (placed && (besidePlaced || other.kind === 'sfx'))) return true;
    return other.text < text
      ? isReadAfter(box, other.box, input.readingDirection)
      : isReadAfter(other.box, box, input.readingDirection);
  });
}

/** Lower than the earlier box, or beside it, further along the reading direction and not higher. */
export function isReadAfter(box: Rectangle, earlier: Rectangle, direction: ReadingDirection): boolean {
  if (box.y >= earlier.y + earlier.height) return true;
  const further = direction === 'rtl' ? box.x + box.width <= earlier.x : box.x >= earlier.x + earlier.width;
  return further && box.y >= earlier.y;
}
