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

/** A tail ends at this part of the way to the mouth: 50–60 % by the letterer's rule. */
const reach = 0.55;

/** Shortest tail worth drawing, and the stub drawn when no tail towards the mouth is free, in font sizes. */
const shortest = 0.7;
const stub = 1;

/**
 * One tail for each balloon that has a speaker, in the same order, null elsewhere. Tails start at the edge on the line
 * from the balloon's middle to the mouth, never cross one another and never run over another balloon: where that cannot be,
 * the tail becomes a stub or is left out.
 */
export function placeTails(balloons: readonly Balloon[], fontSize: number): (Tail | null)[] {
  const placed: (Tail | null)[] = [];
  for (const [index, balloon] of balloons.entries()) {
    const others = balloons.filter((_, other) => other !== index).map(({ box }) => box);
    const isClear = (tail: Tail) =>
      placed.every((other) => other === null || !crosses(tail, other)) && others.every((box) => !runsOver(tail, box));
    placed.push(wishes(balloon, fontSize).find(isClear) ?? null);
  }
  return placed;
}

/** Tails to try, best first. */
function wishes({ kind, box, mouth }: Balloon, fontSize: number): Tail[] {
  if (mouth === null || kind === 'caption' || kind === 'sfx') return [];
  const centre = centreOf(box);
  const width = Math.round(fontSize * 0.8);
  const towards = (goal: Point, part: number): Tail => {
    const from = edgePoint(box, goal);
    return { from, to: { x: from.x + (goal.x - from.x) * part, y: from.y + (goal.y - from.y) * part }, width };
  };
  const straight = (goal: Point): Tail => {
    const tail = towards(goal, reach);
    const length = distance(tail.from, tail.to);
    const least = shortest * fontSize;
    return length >= least ? tail : towards(goal, (reach * least) / Math.max(length, 1));
  };
  const below = { x: centre.x, y: box.y + box.height + stub * fontSize };
  const inside = Math.abs(mouth.x - centre.x) < box.width / 2 && Math.abs(mouth.y - centre.y) < box.height / 2;
  return inside ? [towards(below, 1)] : [straight(mouth), towards(below, 1)];
}

/** Where the ray from the balloon's middle to the goal leaves the balloon. */
function edgePoint(box: Rectangle, goal: Point): Point {
  const centre = centreOf(box);
  const direction = { x: goal.x - centre.x, y: goal.y - centre.y };
  const size =
    (Math.abs(direction.x) / (box.width / 2)) ** balloonExponent +
    (Math.abs(direction.y) / (box.height / 2)) ** balloonExponent;
  const part = size === 0 ? 0 : size ** (-1 / balloonExponent);
  return { x: centre.x + direction.x * part, y: centre.y + direction.y * part };
}

function crosses(a: Tail, b: Tail): boolean {
  const side = (p: Point, q: Point, r: Point) => Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x));
  return (
    side(a.from, a.to, b.from) !== side(a.from, a.to, b.to) && side(b.from, b.to, a.from) !== side(b.from, b.to, a.to)
  );
}

function runsOver({ from, to, width }: Tail, { x, y, width: across, height }: Rectangle): boolean {
  const half = width / 2;
  return passesThrough(from, to, { x: x - half, y: y - half, width: across + width, height: height + width });
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
