import type { PixelSize } from '../picture.ts';
import type { PanelSpec, PanelText, ReadingDirection } from '../story-spec.ts';
import type { TextStyle } from '../text-styles.ts';
import { type Balloon, balloonExponent, countTailless, placeTails, type Tail } from './place-tails.ts';
import { centreOf, overlap, type Point, passesThrough, type Rectangle, touches } from './rectangle.ts';

/** A text to be lettered, measured by a caller that knows the fonts. */
export interface MeasuredText {
  readonly kind: PanelText['kind'];
  readonly style?: TextStyle;
  /** Who says it: balloons that one speaker says one after another are joined. */
  readonly speaker?: string;
  /** Where its speaker's mouth is believed to be, in pixels of the panel; null draws no tail. */
  readonly mouth: Point | null;
  /** Where the middle of its box stands because someone put it there, in pixels of the panel; it is moved only as far as the panel's edge needs. */
  readonly placedAt?: Point;
  /** Sizes of the bare text, one for each way of breaking it into lines (or, for `sfx`, of scaling it), best first. */
  readonly shapes: readonly TextShape[];
}

/** The size of a bare text in pixels. */
export interface TextShape extends PixelSize {
  /**
   * How far from the middle the ink reaches in equally high bands from the top, as a share of half the width; absent: the text fills
   * its rectangle.
   */
  readonly rows?: readonly number[];
}

export interface PlacedText {
  /** Index into the texts given. */
  readonly text: number;
  readonly kind: PanelText['kind'];
  readonly style?: TextStyle;
  /** Index of the shape used. */
  readonly shape: number;
  /** The balloon or caption box; for `sfx` the text itself. In pixels of the panel. */
  readonly box: Rectangle;
  /** The bare text, in the middle of the box. */
  readonly textBox: Rectangle;
  readonly tail: Tail | null;
  /** It runs into the balloon of the text before it: the two are one shape, with one tail. */
  readonly joins?: true;
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
  speech: { share: { width: 0.15, height: 0.2 }, em: { width: 1.2, height: 1 } },
  thought: { share: { width: 0.18, height: 0.24 }, em: { width: 2.2, height: 2 } },
  sfx: { share: { width: 0, height: 0 }, em: { width: 0, height: 0 } },
  narration: { share: { width: 0, height: 0 }, em: { width: 1.1, height: 0.8 } },
};

/** Whether a text stands in a burst instead of a balloon. */
export const isBurst = ({
  kind,
  style,
}: {
  readonly kind: PanelText['kind'];
  readonly style?: TextStyle | undefined;
}): boolean => kind === 'speech' && style === 'shout';

/** A burst has its spikes around the words. */
const burstPadding = { share: { width: 0.28, height: 0.36 }, em: { width: 2.4, height: 2.2 } };

/** Height that even the lowest line of letters takes in a balloon, in font sizes: about that of a word in capitals. */
const leastLine = 0.75;

/** Least distance of letters from the outline of a balloon, in font sizes. */
const inset = 0.35;

/** Clear distance to the panel's border and between balloons, in font sizes: an edge is never tangent to another. */
const clearance = 0.55;

/** Positions tried across and down. */
const columns = 10;
const rows = 28;

/**
 * Ways of looking for an arrangement, the next one if the one before leaves a text out: `beam` arrangements are carried on
 * from text to text, and `press` makes height dearer, so that texts are packed rather than set where they look best. `besidePlaced`:
 * texts need not follow the order of reading where one placed by hand stands in their way.
 * Two texts take about 3 ms, twelve about 40.
 */
const searches = [
  { beam: 12, press: 1, besidePlaced: false },
  { beam: 24, press: 5, besidePlaced: false },
  { beam: 24, press: 5, besidePlaced: true },
];

/** Arrangements carried on when someone would have no tail: it takes three times as long, and is rarely needed. */
const widerBeam = 40;

type Search = (typeof searches)[number];

/** What a position costs; the least sum is taken. Weights were set by looking at pages. */
const costs = {
  low: 1,
  figures: 1.4,
  focus: 2,
  farFromSpeaker: 0.7,
  blockedTail: 0.5,
  crossedSides: 0.6,
  apartFromOwn: 0.25,
  missingTail: 1.6,
  abreast: 0.04,
  nextShape: 0.13,
  smallerSound: 0.22,
  unlikeSounds: 0.6,
  soundBefore: 0.5,
  awayFromStart: 0.1,
  soundOffHeight: 0.5,
  unplaced: 100,
};

/**
 * Decides where captions, balloons and sound effects of one panel stand. Without knowing faces, what can be kept is kept:
 * balloon k+1 is lower than balloon k, or beside it and further along the reading direction, so that there is never a
 * doubt which is next; nothing overlaps, touches or leaves the panel; captions stand on the side where reading starts, the
 * first at the top and one that closes the panel at the bottom; balloons stay high and off the lower middle, where figures
 * are, near their speakers, and out of the way of each other's tails. A text placed by hand stands where it was put, and the others
 * make room. Rules: Jim Shooter's memo on balloon placement,
 * Blambot's comic grammar.
 * Texts without room are answered in `unplaced`, never squeezed. Pure: the same input gives the same placement.
 */
export function placeBalloons(input: PlaceBalloonsInput): { placed: PlacedText[]; unplaced: number[] } {
  let best: Tailed | undefined;
  const hasPlaced = input.texts.some(({ placedAt }) => placedAt !== undefined);
  for (const search of searches) {
    if (search.besidePlaced && !hasPlaced) break;
    const found = arrange(input, search);
    if (best === undefined || found.unplaced.length < best.unplaced.length) best = found;
    if (best.unplaced.length === 0) break;
  }
  if (best && best.unplaced.length === 0 && best.tailless > 0) {
    const wider = arrange(input, { ...searches[0], beam: widerBeam } as Search);
    if (wider.unplaced.length === 0 && wider.tailless < best.tailless) best = wider;
  }
  const { standings, unplaced } = best ?? nothing;
  const ordered = inReadingOrder(standings);
  const tails = placeTails(balloonsOf(input, ordered), room(input));
  return {
    placed: ordered.map((standing, index) => ({ ...standing, tail: tails[index] ?? null })),
    unplaced: [...unplaced],
  };
}

const inReadingOrder = (standings: readonly Standing[]): Standing[] => [...standings].sort((a, b) => a.text - b.text);

const room = ({ panel, fontSize, texts }: PlaceBalloonsInput) => ({
  panel,
  fontSize,
  mouths: texts.flatMap(({ mouth }) => mouth ?? []),
});

/** The tail of joined balloons is that of the last one. */
const balloonsOf = (input: PlaceBalloonsInput, standings: readonly Standing[]): Balloon[] =>
  standings.map(({ kind, box, text }, index) => ({
    kind,
    box,
    mouth: standings[index + 1]?.joins ? null : (input.texts[text]?.mouth ?? null),
  }));

/** The cheapest arrangement when the tails that have no way to their speaker are counted, too. */
function bestTailed(input: PlaceBalloonsInput, arrangements: readonly Arrangement[]): Tailed {
  let best: Tailed = { ...nothing, tailless: 0 };
  let least = Number.POSITIVE_INFINITY;
  for (const arrangement of arrangements) {
    const balloons = balloonsOf(input, inReadingOrder(arrangement.standings));
    const tailless = countTailless(balloons, placeTails(balloons, room(input)));
    const cost = arrangement.cost + costs.missingTail * tailless;
    if (cost < least) [best, least] = [{ ...arrangement, tailless }, cost];
  }
  return best;
}

function arrange(input: PlaceBalloonsInput, search: Search): Tailed {
  // What was placed by hand comes first. Sound effects come last: they belong to the picture, not to the order of reading, and take the
  // room that is left.
  const turnOf = (text: number) => {
    const { placedAt, kind } = input.texts[text] ?? {};
    return placedAt !== undefined ? 0 : kind === 'sfx' ? 2 : 1;
  };
  const turns = [...input.texts.keys()].sort((a, b) => turnOf(a) - turnOf(b) || a - b);
  let arrangements: Arrangement[] = [nothing];
  for (const text of turns) {
    const options = optionsFor(input, text);
    arrangements = arrangements.flatMap((arrangement) => extend(input, arrangement, text, options, search));
    arrangements = arrangements.sort((a, b) => a.cost - b.cost).slice(0, search.beam);
  }
  return bestTailed(input, arrangements);
}

type Standing = Omit<PlacedText, 'tail'>;

interface Arrangement {
  readonly standings: readonly Standing[];
  readonly unplaced: readonly number[];
  readonly cost: number;
}

/** An arrangement, and how many of its voices have no tail. */
interface Tailed extends Arrangement {
  readonly tailless: number;
}

const nothing: Arrangement = { standings: [], unplaced: [], cost: 0 };

/** One column of places for a text in one of its shapes. */
interface Option {
  readonly shape: number;
  readonly size: PixelSize;
  readonly boxes: readonly Rectangle[];
  /** They run into the balloon of the text before. */
  readonly joins?: true;
}

function optionsFor(input: PlaceBalloonsInput, text: number): Option[] {
  const measured = input.texts[text];
  return (measured?.shapes ?? []).flatMap((size, shape) =>
    candidates(input, pad(size, measured ?? { kind: 'speech' }, input.fontSize), text).map((boxes) => ({
      shape,
      size,
      boxes,
    })),
  );
}

/** The arrangement with one more text: in each shape and column at its cheapest height. */
function extend(
  input: PlaceBalloonsInput,
  arrangement: Arrangement,
  text: number,
  options: readonly Option[],
  search: Search,
): Arrangement[] {
  const measured = input.texts[text];
  if (measured === undefined) return [arrangement];
  const extended: Arrangement[] = [];
  const before = joinedTo(input, text, arrangement.standings);
  const joined = before ? besideOwn(input, before, options, text) : [];
  for (const { shape, size, boxes, joins } of [...joined, ...options]) {
    let best: { cost: number; box: Rectangle } | undefined;
    const others = joins ? arrangement.standings.filter((it) => it !== before) : arrangement.standings;
    for (const box of boxes) {
      if (!isFree(input, box, text, others, search)) continue;
      const apart = before && !joins ? costs.apartFromOwn : 0;
      const cost =
        costOf(input, box, measured, others, search.press) + apart + besideSounds(input, { box, text }, others);
      if (best === undefined || cost < best.cost) best = { cost, box };
    }
    if (best === undefined) continue;
    const { box } = best;
    const textBox = {
      x: box.x + Math.floor((box.width - size.width) / 2),
      y: box.y + Math.floor((box.height - size.height) / 2),
      ...size,
    };
    extended.push({
      standings: [
        ...arrangement.standings,
        {
          text,
          kind: measured.kind,
          ...(measured.style && { style: measured.style }),
          shape,
          box,
          textBox,
          ...(joins && { joins }),
        },
      ],
      unplaced: arrangement.unplaced,
      cost: arrangement.cost + best.cost + shape * (measured.kind === 'sfx' ? costs.smallerSound : costs.nextShape),
    });
  }
  if (extended.length > 0) return extended;
  return [{ ...arrangement, unplaced: [...arrangement.unplaced, text], cost: arrangement.cost + costs.unplaced }];
}

/** How far joined balloons run into one another, in font sizes: their letters stay further apart than two lines. */
const runIn = 0.75;

/** The balloon that a text is joined to: that of the text right before it, if the same voice says it in the same way. */
function joinedTo(input: PlaceBalloonsInput, text: number, standings: readonly Standing[]): Standing | undefined {
  const [own, before] = [input.texts[text], input.texts[text - 1]];
  const isVoice = own?.kind === 'speech' && (own.style ?? 'normal') === 'normal';
  if (!isVoice || own.placedAt !== undefined || own.speaker === undefined) return undefined;
  if (before?.kind !== 'speech' || (before.style ?? 'normal') !== 'normal' || before.speaker !== own.speaker)
    return undefined;
  return standings.find((standing) => standing.text === text - 1);
}

/** Places for a balloon that is joined to another: below it, or beside it and lower, in the direction of reading. */
function besideOwn(
  input: PlaceBalloonsInput,
  { box: own }: Standing,
  options: readonly Option[],
  text: number,
): Option[] {
  const overlapping = runIn * input.fontSize;
  const edge = clearance * input.fontSize;
  const shapes = new Map(options.map(({ shape, size }) => [shape, size] as const));
  return [...shapes].map(([shape, size]): Option => {
    const { width, height } = pad(size, input.texts[text] ?? { kind: 'speech' }, input.fontSize);
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

function pad(text: TextShape, { kind, style }: Pick<MeasuredText, 'kind' | 'style'>, fontSize: number): PixelSize {
  const { share, em } = isBurst({ kind, style }) ? burstPadding : padding[kind];
  const box = {
    width: text.width * (1 + share.width) + em.width * fontSize,
    // Dots alone do not make a slit: a balloon is as high as one around a word.
    height: Math.max(text.height, leastLine * fontSize) * (1 + share.height) + em.height * fontSize,
  };
  const grow = kind === 'speech' || kind === 'thought' ? outgrowth(text, box, kind, fontSize) : 1;
  return { width: Math.ceil(box.width * grow), height: Math.ceil(box.height * grow) };
}

/**
 * By how much a balloon must grow so that no letter comes near its outline. Its edge is |x/a|ⁿ + |y/b|ⁿ = 1: the more lines a block
 * has, the further its corners stick out of an outline that is only a fixed part larger. A cloud's bumps take some of its box.
 */
function outgrowth(
  { width, height, rows = [1, 1] }: TextShape,
  box: PixelSize,
  kind: PanelText['kind'],
  fontSize: number,
): number {
  const bumps = kind === 'thought' ? 0.45 * fontSize : 0;
  const [a, b] = [box.width / 2 - bumps, box.height / 2 - bumps];
  let grow = 1;
  for (const [band, reach] of rows.entries()) {
    if (reach === 0) continue;
    const x = (reach * width) / 2 + inset * fontSize;
    // The end of the band that is further from the middle.
    const y = Math.max(Math.abs(band / rows.length - 0.5), Math.abs((band + 1) / rows.length - 0.5)) * height;
    grow = Math.max(grow, ((x / a) ** balloonExponent + (y / b) ** balloonExponent) ** (1 / balloonExponent));
  }
  return grow;
}

/** Places for a box, column by column from the side where reading starts; captions only stand at the sides. */
function candidates(input: PlaceBalloonsInput, box: PixelSize, text: number): Rectangle[][] {
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

function isFree(
  input: PlaceBalloonsInput,
  box: Rectangle,
  text: number,
  standings: readonly Standing[],
  { besidePlaced }: Search,
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
function isReadAfter(box: Rectangle, earlier: Rectangle, direction: ReadingDirection): boolean {
  if (box.y >= earlier.y + earlier.height) return true;
  const further = direction === 'rtl' ? box.x + box.width <= earlier.x : box.x >= earlier.x + earlier.width;
  return further && box.y >= earlier.y;
}

/** What a sound costs beside those before it: they are read one after another, and none is a shout and the next a whisper without need. */
function besideSounds(
  input: PlaceBalloonsInput,
  { box, text }: Pick<Standing, 'box' | 'text'>,
  standings: readonly Standing[],
): number {
  if (input.texts[text]?.kind !== 'sfx') return 0;
  let cost = 0;
  for (const other of standings) {
    if (other.kind !== 'sfx') continue;
    const [earlier, later] = other.text < text ? [other.box, box] : [box, other.box];
    if (!isReadAfter(later, earlier, input.readingDirection)) cost += costs.soundBefore;
    cost += costs.unlikeSounds * Math.abs(Math.log(other.box.height / box.height));
  }
  return cost;
}

function costOf(
  input: PlaceBalloonsInput,
  box: Rectangle,
  text: MeasuredText,
  standings: readonly Standing[],
  press: number,
): number {
  const { width, height } = input.panel;
  const share = (zone: Rectangle) => overlap(box, zone) / (box.width * box.height);
  let cost = costs.figures * share({ x: width * 0.15, y: height * 0.36, width: width * 0.7, height: height * 0.64 });
  if (input.focus !== undefined) {
    const side = Math.min(width, height) * 0.3;
    const corner = { x: input.focus.x * width - side / 2, y: input.focus.y * height - side / 2 };
    cost += costs.focus * share({ ...corner, width: side, height: side });
  }
  const fromStart = (input.readingDirection === 'rtl' ? width - box.x - box.width : box.x) / width;
  const middle = centreOf(box);
  for (const earlier of standings) {
    const mouth = input.texts[earlier.text]?.mouth ?? null;
    if (mouth !== null && passesThrough(centreOf(earlier.box), mouth, box)) cost += costs.blockedTail;
    if (text.mouth !== null && passesThrough(middle, text.mouth, earlier.box)) cost += costs.blockedTail;
    // Two who answer one another across: their tails would have to cross. Where texts must be packed, room counts more.
    const abreast = earlier.box.y < box.y + box.height && box.y < earlier.box.y + earlier.box.height;
    if (press === 1 && abreast && mouth !== null && text.mouth !== null) {
      const [sides, mouths] = [centreOf(earlier.box).x - middle.x, mouth.x - text.mouth.x];
      if (sides * mouths < 0 && Math.abs(mouths) > width * 0.05) cost += costs.crossedSides;
    }
    // Tops at one height look stiff: prefer a step down.
    if (text.kind !== 'sfx' && Math.abs(earlier.box.y - box.y) < height * 0.03) cost += costs.abreast;
  }
  if (text.kind === 'sfx') {
    return cost + costs.soundOffHeight * Math.abs(middle.y / height - 0.62) - costs.awayFromStart * fromStart;
  }
  if (text.mouth !== null) cost += (costs.farFromSpeaker * Math.abs(middle.x - text.mouth.x)) / width;
  return cost + press * costs.low * ((box.y + box.height) / height) + costs.awayFromStart * fromStart;
}
