import { expect, it } from 'vitest';
import { remainingCost } from '../../src/catalogue/remaining-cost.ts';

it('is the estimate while nothing is drawn, and what panels really cost afterwards', () => {
  expect(remainingCost(50_000, 8, [])).toBe(400_000);
  expect(remainingCost(50_000, 8, [{ estimate: 100_000, cost: 200_000 }])).toBe(800_000);
  expect(remainingCost(50_000, 0, [{ estimate: 100_000, cost: 200_000 }])).toBe(0);
});

it('learns from a refusal that was paid, and nothing from what is free', () => {
  const kept = { estimate: 50_000, cost: 50_000 };
  expect(remainingCost(50_000, 4, [kept, { estimate: 50_000, cost: 10_000 }])).toBe(120_000);
  expect(remainingCost(0, 4, [{ estimate: 0, cost: 0 }])).toBe(0);
  // Rejected before anything was drawn.
  expect(remainingCost(50_000, 8, [{ estimate: 50_000, cost: 0 }])).toBe(400_000);
  expect(remainingCost(50_000, 4, [kept, { estimate: 50_000, cost: 0 }])).toBe(200_000);
});
