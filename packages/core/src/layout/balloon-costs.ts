import { isReadAfter } from './balloon-places.ts';
import type { MeasuredText, PanelToLetter, Standing } from './balloon-texts.ts';
import { centreOf, overlap, type Point, passesThrough, type Rectangle } from './rectangle.ts';

/** What a position costs; the least sum is taken. Weights were set by looking at pages. */
export const costs = {
  low: 1,
  figures: 1.4,
  focus: 2,
  mouth: 0.7,
  /** The mouth of who speaks, besides: then no tail leads to it. */
  ownMouth: 0.7,
  /** A face under a box, all of it; and besides, that a part of it is: a balloon should not even touch an eye. */
  face: 1.3,
  faceTouched: 0.5,
  farFromSpeaker: 0.7,
  /** Per font size by which a balloon stands higher above its speaker than `freelyAbove`. */
  farAbove: 0.035,
  freelyAbove: 9,
  blockedTail: 0.5,
  crossedSides: 1,
  apartFromOwn: 0.25,
  missingTail: 3,
  tailAstray: 1.2,
  abreast: 0.04,
  nextShape: 0.13,
  smallerSound: 0.22,
  unlikeSounds: 0.6,
  soundBefore: 1,
  awayFromStart: 0.1,
  soundOffHeight: 0.5,
  unplaced: 100,
};

/** What a sound costs beside those before it: they are read one after another, and none is a shout and the next a whisper without need. */
export function besideSounds(
  input: PanelToLetter,
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

/** How many mouths a box covers, or comes so near to that no tail fits between; also those of figures that do not speak. */
function mouthsUnder({ mouths, fontSize, silent }: PanelToLetter, box: Rectangle): number {
  return [...mouths, ...silent].filter((mouth) => isUnder(mouth, box, fontSize)).length;
}

const isUnder = ({ x, y }: Point, box: Rectangle, gap: number): boolean =>
  x > box.x - gap && x < box.x + box.width + gap && y > box.y - gap && y < box.y + box.height + gap;

/** Eyes, nose and mouth, as shares of the face's area: hair and chin may be touched. */
const features = { x: 0.1, y: 0.19, width: 0.8, height: 0.54 };

/** From this part of the features on they count as touched; less is counted in proportion. */
const touchedPart = 0.25;

/** What the faces cost that a box covers, or parts of. */
function facesCost({ faces = [] }: PanelToLetter, box: Rectangle): number {
  let cost = 0;
  for (const { area } of faces) {
    const inner = {
      x: area.x + features.x * area.width,
      y: area.y + features.y * area.height,
      width: features.width * area.width,
      height: features.height * area.height,
    };
    const touched = Math.min(1, partUnder(inner, box) / touchedPart);
    cost += costs.face * partUnder(area, box) + costs.faceTouched * touched;
  }
  return cost;
}

const partUnder = (area: Rectangle, box: Rectangle): number =>
  overlap(box, area) / Math.max(1, area.width * area.height);

/** What a box costs for a text, beside those that stand already; `press` makes height dearer. */
export function costOf(
  input: PanelToLetter,
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
  // Where texts must be packed, room counts more.
  if (press === 1) cost += costs.mouth * mouthsUnder(input, box) + facesCost(input, box);
  const fromStart = (input.readingDirection === 'rtl' ? width - box.x - box.width : box.x) / width;
  const middle = centreOf(box);
  for (const earlier of standings) {
    const mouth = input.texts[earlier.text]?.mouth ?? null;
    if (mouth !== null && passesThrough(centreOf(earlier.box), mouth, box)) cost += costs.blockedTail;
    if (text.mouth !== null && passesThrough(middle, text.mouth, earlier.box)) cost += costs.blockedTail;
    // Two who answer one another across: their tails would have to cross.
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
  if (text.mouth !== null) {
    cost += (costs.farFromSpeaker * Math.abs(middle.x - text.mouth.x)) / width;
    const above = (text.mouth.y - box.y - box.height) / input.fontSize - costs.freelyAbove;
    if (press === 1) cost += costs.farAbove * Math.max(0, above);
    if (press === 1 && isUnder(text.mouth, box, 0)) cost += costs.ownMouth;
  }
  return cost + press * costs.low * ((box.y + box.height) / height) + costs.awayFromStart * fromStart;
}
