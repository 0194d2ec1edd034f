import type { BatchView } from '@nextpanel/core';
import { expect, test } from 'vitest';
import { describeBatches } from '../../src/story/describe-batches.ts';

const batch = (number: number, over: Partial<BatchView> = {}): BatchView => ({
  id: `b${number}`,
  number,
  status: 'drawn',
  panels: [number * 8 - 7, number * 8],
  panelIds: [],
  stale: false,
  reference: null,
  attempts: 1,
  costUsd: 0.5,
  ...over,
});

test('each batch has its own line', () => {
  const lines = describeBatches([batch(1), batch(2, { status: 'failed', attempts: 5, costUsd: 0.004 })]).split('\n');
  expect(lines[1]).toMatch(/^1 +drawn +1–8 +1 +\$0\.50$/);
  expect(lines[2]).toMatch(/^2 +failed +9–16 +5 +\$0\.0040$/);
});

test('a long chain is summarised in runs, and exceptions stay visible', () => {
  const chain = Array.from({ length: 250 }, (_, index) =>
    batch(index + 1, index >= 100 ? { status: 'waiting', attempts: 0, costUsd: 0 } : {}),
  );
  chain[50] = batch(51, { stale: true });
  const lines = describeBatches(chain).trimEnd().split('\n');
  expect(lines.slice(1).map((line) => line.split(/ {2,}/).slice(0, 4))).toEqual([
    ['1–50', 'drawn', '1–400', '50'],
    ['51', 'drawn, stale', '401–408', '1'],
    ['52–100', 'drawn', '409–800', '49'],
    ['101–250', 'waiting', '801–2000', '0'],
  ]);
});
