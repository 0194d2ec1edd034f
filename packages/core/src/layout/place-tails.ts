import type { PixelSize } from '../picture.ts';
import type { PanelText } from '../story-spec.ts';
import { centreOf, type Point, passesThrough, type Rectangle } from './rectangle.ts';

/** The pointer of a balloon: from its edge towards the speaker's mouth. Pixels of the panel. */
export interface Tail {
  readonly from: Point;
  readonly to: Point;
  /** Width where it leaves the balloon: the same for all balloons of a sheet. */
  readonly width: number;
}

export interface Balloon {
  readonly kind: PanelText['kind'];
  readonly box: Rectangle;
  readonly mouth: Point | null;
}

/** Edge of a balloon: |x/a|ⁿ + |y/b|ⁿ = 1, an ellipse with fuller corners that wastes less room around lines of text. */
export const balloonExponent = 2.7;

/**
 * Parts of the way to the mouth at which a tail may end: 50–60 % by the letterer's rule, further where another speaker's mouth would
 * be nearer to its tip.
 */
const reaches = [0.55, 0.7, 0.85];

/** No tail ends further from its mouth than this, in font sizes, unless it would have to lead more than `most` of the way: in a large panel the usual part ends nowhere. */
const nearMouth = { within: 4.5, most: 0.8 };

/** Where a tail may leave its balloon, as shares of half its width from the middle: from the side where the middle is blocked. */
const roots = [0, -0.45, 0.45, -0.75, 0.75, -0.9, 0.9];

/** Least distance of the tails of two speakers, in font sizes: where tips meet, readers cannot tell who speaks. */
const apart = 0.9;

/** Shortest tail worth drawing, and the stub drawn when no tail towards the mouth is free, in font sizes. */
const shortest = 0.7;
const stub = 1;

/**
 * One tail for each balloon that has a speaker, in the same order, null elsewhere. Tails start at the balloon's edge, lead towards the
 * mouth, stay inside the panel, never cross or touch one another and never run over another balloon. The tip of each is nearer to its own
 * speaker's mouth than to any other's, so that there is no doubt who speaks. Where that cannot be, the tail becomes a stub, and where
 * a stub would point at someone else it is left out.
 *
 * @param mouths of everyone in the panel, in pixels
 */
export function placeTails(balloons: readonly Balloon[], input: TailedPanel): (Tail | null)[] {
  const tails = placeInOrder(balloons, input, [...balloons.keys()]);
  const without = (index: number) => isLed(balloons[index]) && tails[index] === null;
  const missing = [...balloons.keys()].filter(without);
  if (missing.length === 0 || missing.length === balloons.length) return tails;
  // The tails of those before may have taken the ways of those behind: these choose first then.
  const rest = [...balloons.keys()].filter((index) => !without(index));
  const again = placeInOrder(balloons, input, [...missing, ...rest]);
  return countTailless(balloons, again) < missing.length ? again : tails;
}

interface TailedPanel {
  readonly panel: PixelSize;
  readonly fontSize: number;
  readonly mouths: readonly Point[];
}

/** Each takes the best way that those before it in this order leave. */
function placeInOrder(
  balloons: readonly Balloon[],
  { panel, fontSize, mouths }: TailedPanel,
  order: readonly number[],
): (Tail | null)[] {
  const placed: (Tail | null)[] = balloons.map(() => null);
  for (const index of order) {
    const balloon = balloons[index] as Balloon;
    const others = balloons.filter((_, other) => other !== index).map(({ box }) => box);
    const isApart = (tail: Tail, other: Tail | null, at: number) =>
      other === null ||
      (isSame(balloon.mouth, balloons[at]?.mouth ?? null)
        ? !crosses(tail, other)
        : !comesNear(tail, other, apart * fontSize));
    const isClear = (tail: Tail) =>
      isInside(tail, panel) &&
      isNearest(tail.to, balloon.mouth, mouths) &&
      placed.every((other, at) => isApart(tail, other, at)) &&
      others.every((box) => !runsOver(tail, box));
    placed[index] = wishes(balloon, fontSize).find(isClear) ?? null;
  }
  return placed;
}

/** How many balloons have a speaker in the panel and no tail. */
export const countTailless = (balloons: readonly Balloon[], tails: readonly (Tail | null)[]): number =>
  balloons.filter((balloon, index) => isLed(balloon) && (tails[index] ?? null) === null).length;

/** Whether a balloon should have a tail. */
const isLed = (balloon: Balloon | undefined): boolean =>
  balloon !== undefined && isTailed(balloon.kind) && balloon.mouth !== null;

/** Around a mouth, in font sizes: a tail that comes so near to another's seems to be his. */
const face = 2;

/** How many tails run over the mouth of someone else, or end nearer to it than to that of their own speaker; also of figures that do not speak. */
export function countAstray(
  balloons: readonly Balloon[],
  tails: readonly (Tail | null)[],
  {
    mouths,
    silent,
    fontSize,
  }: { readonly mouths: readonly Point[]; readonly silent: readonly Point[]; readonly fontSize: number },
): number {
  return balloons.filter(({ mouth: own }, index) => {
    const tail = tails[index] ?? null;
    if (own === null || tail === null) return false;
    const isLost = (mouth: Point) =>
      fromTail(mouth, tail) < face * fontSize || distance(mouth, tail.to) < distance(own, tail.to);
    return [...mouths, ...silent].some((mouth) => distance(mouth, own) >= 1 && isLost(mouth));
  }).length;
}

const isTailed = (kind: Balloon['kind']): boolean => kind === 'speech' || kind === 'thought';

const isInside = ({ from, to }: Tail, { width, height }: PixelSize): boolean =>
  [from, to].every(({ x, y }) => x > 0 && x < width && y > 0 && y < height);

/** Whether no other mouth is nearer to a tip. Mouths at the same place are one speaker's. */
function isNearest(tip: Point, own: Point | null, mouths: readonly Point[]): boolean {
  if (own === null) return true;
  const away = distance(tip, own);
  return mouths.every((mouth) => distance(mouth, own) < 1 || distance(tip, mouth) >= away);
}

/** Tails to try, best first. */
function wishes({ kind, box, mouth }: Balloon, fontSize: number): Tail[] {
  if (mouth === null || !isTailed(kind)) return [];
  const centre = centreOf(box);
  const width = Math.round(fontSize * 0.8);
  const towards = (goal: Point, part: number, root = centre): Tail => {
    const from = edgePoint(box, root, goal);
    return { from, to: { x: from.x + (goal.x - from.x) * part, y: from.y + (goal.y - from.y) * part }, width };
  };
  const straight = (part: number, share: number): Tail => {
    const root = { x: centre.x + (share * box.width) / 2, y: centre.y };
    const tail = towards(mouth, part, root);
    const length = distance(tail.from, tail.to);
    const least = shortest * fontSize;
    return length >= least ? tail : towards(mouth, (part * least) / Math.max(length, 1), root);
  };
  const short = (share: number): Tail => {
    const root = { x: centre.x + (share * box.width) / 2, y: centre.y };
    const length = distance(edgePoint(box, root, mouth), mouth);
    return towards(mouth, Math.min(1, (stub * fontSize) / Math.max(length, 1)), root);
  };
  const below = { x: centre.x, y: box.y + box.height + stub * fontSize };
  const inside = Math.abs(mouth.x - centre.x) < box.width / 2 && Math.abs(mouth.y - centre.y) < box.height / 2;
  if (inside) return [towards(below, 1)];
  const way = distance(edgePoint(box, centre, mouth), mouth);
  const least = Math.min(nearMouth.most, 1 - (nearMouth.within * fontSize) / Math.max(way, 1));
  const parts = [...new Set(reaches.map((part) => Math.max(part, least)))];
  const leading = roots.flatMap((share) => parts.map((part) => straight(part, share)));
  // A stub below a balloon that stands lower than the mouth would point away from who speaks.
  return [...leading, ...roots.map(short), ...(mouth.y > box.y + box.height ? [towards(below, 1)] : [])];
}

/** Where the ray from a point inside the balloon to the goal leaves the balloon, to a pixel. */
function edgePoint(box: Rectangle, root: Point, goal: Point): Point {
  const centre = centreOf(box);
  const at = (part: number): Point => ({ x: root.x + (goal.x - root.x) * part, y: root.y + (goal.y - root.y) * part });
  const isWithin = ({ x, y }: Point): boolean =>
    (Math.abs(x - centre.x) / (box.width / 2)) ** balloonExponent +
      (Math.abs(y - centre.y) / (box.height / 2)) ** balloonExponent <=
    1;
  let [inner, outer] = [0, 1];
  if (isWithin(goal)) return goal;
  for (let round = 0; round < 16; round++) {
    const middle = (inner + outer) / 2;
    if (isWithin(at(middle))) inner = middle;
    else outer = middle;
  }
  return at(inner);
}

function crosses(a: Tail, b: Tail): boolean {
  const side = (p: Point, q: Point, r: Point) => Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x));
  return (
    side(a.from, a.to, b.from) !== side(a.from, a.to, b.to) && side(b.from, b.to, a.from) !== side(b.from, b.to, a.to)
  );
}

const isSame = (a: Point | null, b: Point | null): boolean => a !== null && b !== null && distance(a, b) < 1;

function comesNear(a: Tail, b: Tail, gap: number): boolean {
  if (crosses(a, b)) return true;
  const ends = [
    [a.from, b],
    [a.to, b],
    [b.from, a],
    [b.to, a],
  ] as const;
  return ends.some(([point, tail]) => fromTail(point, tail) < gap);
}

/** Distance of a point from the line of a tail. */
function fromTail(point: Point, { from, to }: Tail): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const along = ((point.x - from.x) * dx + (point.y - from.y) * dy) / Math.max(dx * dx + dy * dy, 1e-9);
  const part = Math.min(Math.max(along, 0), 1);
  return distance(point, { x: from.x + dx * part, y: from.y + dy * part });
}

function runsOver({ from, to, width }: Tail, { x, y, width: across, height }: Rectangle): boolean {
  const half = width / 2;
  return passesThrough(from, to, { x: x - half, y: y - half, width: across + width, height: height + width });
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
