import type { StoryView } from '@nextpanel/core';
import { expect, test } from 'vitest';
import { bulkVerbs, costWords, leftOutWords, storiesFor } from '../../../src/pages/stories/bulk-verbs.ts';

const story = (
  status: StoryView['status'],
  waitingOn: string | null = null,
  estimateUsd = 0,
  spentUsd = 0,
  heldUsd = 0,
) => ({ status, waitingOn, cost: { estimateUsd, spentUsd, heldUsd } }) as StoryView;
const all = [
  story('queued'),
  story('drawing'),
  story('composing'),
  story('completed'),
  story('paused'),
  story('needs_attention', 'budget'),
  story('needs_attention', 'approval'),
  story('cancelled'),
];

test('every action applies only to stories in the right status', () => {
  const counts = Object.fromEntries(bulkVerbs.map((verb) => [verb, storiesFor(verb, all).length]));
  expect(counts).toEqual({ pause: 3, resume: 1, retry: 1, cancel: 6, delete: 5 });
});

test('continuing costs the rest of the estimates', () => {
  const stories = [story('paused', null, 2, 0.5), story('paused', null, 1, 3)];
  expect(costWords('resume', stories)).toContain('$1.50');
  expect(costWords('retry', [story('needs_attention')])).toContain('nothing');
});

test('pausing may still cost what is held', () => {
  const stories = [story('drawing', null, 2, 0.5, 0.06), story('drawing', null, 2, 0.5, 0.02)];
  expect(costWords('pause', stories)).toContain('Up to $0.08 is held');
  expect(costWords('pause', [story('queued')])).toBeNull();
  expect(costWords('delete', stories)).toBeNull();
});

test('stories that are not affected are counted', () => {
  expect(leftOutWords('delete', 3, 3)).toBeNull();
  expect(leftOutWords('pause', 3, 2)).toMatch(/^1 selected story is not affected: only active stories/);
  expect(leftOutWords('pause', 4, 2)).toMatch(/^2 selected stories are not affected/);
});
