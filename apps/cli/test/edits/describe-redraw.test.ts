import { panelRanges, type Redraw } from '@nextpanel/core';
import { expect, test } from 'vitest';
import { describeRedraw } from '../../src/edits/describe-redraw.ts';

const redraw = (over: Partial<Redraw>): Redraw => ({
  cover: false,
  staleCover: false,
  dryRun: false,
  panels: [],
  batches: [],
  stale: [],
  pages: [],
  requests: over.panels?.length ?? 0,
  lowUsd: 0,
  expectedUsd: 0,
  highUsd: 0,
  ...over,
});
const upTo = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

test.each([
  [[], ''],
  [[3], '3'],
  [[3, 4], '3, 4'],
  [[3, ...upTo(9, 16), 18], '3, 9–16, 18'],
  [[1, 2, 3, 5, 6], '1–3, 5, 6'],
])('numbers are shown as people write them: %j', (numbers, lines) => {
  expect(panelRanges(numbers)).toBe(lines);
});

test('a dry run shows what would be drawn, the price, and what would become stale', () => {
  const lines = describeRedraw(
    redraw({
      dryRun: true,
      panels: [3, ...upTo(9, 16)],
      stale: upTo(17, 24),
      lowUsd: 0.3,
      expectedUsd: 0.36,
      highUsd: 0.45,
    }),
  );
  expect(lines[0]).toBe('would draw 9 panels (3, 9–16): $0.36, between $0.30 and $0.45');
  expect(lines[1]).toMatch(/^8 panels \(17–24\) stay and become stale.*--cascade redraw they are drawn again/);
});

test('a finished change is reported without advice that comes too late', () => {
  const lines = describeRedraw(redraw({ panels: [3], stale: [9], lowUsd: 0.04, expectedUsd: 0.04, highUsd: 0.04 }));
  expect(lines).toEqual([
    'draws 1 panel (3): $0.04',
    '1 panel (9) stays and becomes stale, drawn from a frame that changes',
  ]);
});

test('the cover is named beside the panels, and alone', () => {
  const lines = describeRedraw(redraw({ panels: [1], cover: true, requests: 2, dryRun: true }));
  expect(lines).toEqual(['would draw 1 panel (1) and the cover: free']);
  expect(describeRedraw(redraw({ cover: true, requests: 3 }))).toEqual(['draws the cover in 3 requests: free']);
  expect(describeRedraw(redraw({ panels: [1], staleCover: true }))[1]).toBe(
    'the cover stays and becomes stale, drawn from a frame that changes',
  );
});

test('several takes of a panel are counted in requests, and nothing is "nothing"', () => {
  expect(describeRedraw(redraw({ panels: [3], requests: 4 }))).toEqual(['draws 1 panel (3) in 4 requests: free']);
  expect(describeRedraw(redraw({ dryRun: true }))).toEqual(['would draw nothing']);
});
