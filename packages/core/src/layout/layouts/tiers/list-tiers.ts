import type { PanelWeight } from '../../layout.ts';
import { aspects } from '../../shapes.ts';
import { type Column, type Gutters, type Tier, tierOf } from './tier.ts';

/** What speaks against a tier. */
const costs = {
  /** A wide panel beside others. */
  wideBeside: 0.5,
  /** A wide panel that is square, alone in its tier or beside others. */
  wideSquare: 0.5,
  squareBeside: 0.6,
  /** A tall panel that is not upright. */
  tallSquare: 1.2,
  /** A normal panel beside a stack. */
  besideStack: 0.05,
  squareBesideStack: 0.1,
  /** Readers expect the second column of a tier before the second panel of its first column. */
  stackFirst: 0.5,
  /** Three in a row leave little width for balloons. */
  threeAbreast: 0.08,
} as const;

const shapesOf: Readonly<Record<PanelWeight, readonly number[]>> = {
  splash: [aspects.wide, aspects.square, aspects.tall],
  wide: [aspects.wide, aspects.square],
  tall: [aspects.tall, aspects.square],
  normal: [aspects.wide, aspects.square, aspects.tall],
};

const maxAbreast = 3;
const maxStacked = 3;

/** Panels of the largest tier: one beside a stack. */
export const maxInTier = 1 + maxStacked;

/**
 * Every tier these panels can make together, in reading order: a row, or a panel beside a stack of others.
 *
 * @param insist how much more it counts than usually when a wide or tall panel does not get its shape
 */
export function listTiers(weights: readonly PanelWeight[], gutters: Gutters, insist = 1): Tier[] {
  return [...listRows(weights, gutters, insist), ...listStacked(weights, gutters, insist)];
}

function listRows(weights: readonly PanelWeight[], gutters: Gutters, insist: number): Tier[] {
  if (weights.length > maxAbreast) return [];
  return choices(weights.map((weight) => shapesOf[weight])).flatMap((shapes) => {
    const cost = rowCost(weights, shapes, insist);
    return cost === null
      ? []
      : [
          tierOf(
            shapes.map((shape): Column => [shape]),
            gutters,
            cost,
          ),
        ];
  });
}

/** Null: not a row, because another panel would be as wide as a wide one. */
function rowCost(weights: readonly PanelWeight[], shapes: readonly number[], insist: number): number | null {
  const widest = Math.max(...shapes);
  let cost = weights.length === maxAbreast ? costs.threeAbreast : 0;
  for (const [index, weight] of weights.entries()) {
    const shape = shapes[index] ?? 1;
    if (weight === 'wide') {
      const rivals = shapes.filter((other, at) => weights[at] !== 'wide' && other === shape);
      if (shape < widest || rivals.length > 0) return null;
      const alone = weights.length === 1;
      if (!alone) cost += insist * costs.wideBeside;
      if (shape !== aspects.wide) cost += insist * (alone ? costs.wideSquare : costs.squareBeside);
    }
    if (weight === 'tall' && shape !== aspects.tall) cost += insist * costs.tallSquare;
  }
  return cost;
}

function listStacked(weights: readonly PanelWeight[], gutters: Gutters, insist: number): Tier[] {
  const stacked = weights.length - 1;
  if (stacked < 2 || stacked > maxStacked) return [];
  return [false, true].flatMap((stackFirst) => listBeside(weights, gutters, stackFirst, insist));
}

function listBeside(weights: readonly PanelWeight[], gutters: Gutters, stackFirst: boolean, insist: number): Tier[] {
  const single = stackFirst ? weights.at(-1) : weights[0];
  const stack = stackFirst ? weights.slice(0, -1) : weights.slice(1);
  if (single === undefined || single === 'wide' || stack.some((weight) => weight !== 'normal')) return [];
  const order = stackFirst ? costs.stackFirst : 0;
  return [aspects.tall, aspects.square].flatMap((beside) =>
    listStacks(stack.length).map((shapes) => {
      const square =
        beside === aspects.square ? costs.squareBesideStack + (single === 'tall' ? insist * costs.tallSquare : 0) : 0;
      const cost = order + square + (single === 'tall' ? 0 : costs.besideStack);
      return tierOf(stackFirst ? [shapes, [beside]] : [[beside], shapes], gutters, cost);
    }),
  );
}

/** Columns of panels of one shape, and for two panels also of two shapes. */
function listStacks(panels: number): Column[] {
  const shapes = [aspects.wide, aspects.square];
  if (panels > 2) return shapes.map((shape) => Array<number>(panels).fill(shape));
  return choices([shapes, shapes]);
}

/** Every way of choosing one of each list. */
function choices(lists: readonly (readonly number[])[]): number[][] {
  return lists.reduce<number[][]>(
    (chosen, list) => chosen.flatMap((head) => list.map((next) => [...head, next])),
    [[]],
  );
}
