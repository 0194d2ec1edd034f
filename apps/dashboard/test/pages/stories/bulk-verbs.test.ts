import type { StoryView } from '@nextpanel/core';
import { expect, test } from 'vitest';
import { bulkVerbs, costWords, leftOutWords, storiesFor } from '../../../src/pages/stories/bulk-verbs.ts';

const story = (status: StoryView['status'], waitingOn: string | null = null) => ({ status, waitingOn }) as StoryView;
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

test('the price of continuing is what the server expects', () => {
  expect(costWords('resume', { expectedUsd: 1.5, heldUsd: 0 })).toContain('about $1.50 more');
  expect(costWords('retry', { expectedUsd: 0, heldUsd: 0 })).toContain('nothing');
});

test('pausing and cancelling may still cost what is held', () => {
  const cost = { expectedUsd: 2, heldUsd: 0.08 };
  expect(costWords('pause', cost)).toBe('Up to $0.08 is held for what is being drawn.');
  expect(costWords('cancel', cost)).toBe('Up to $0.08 is held for what is being drawn. About $2.00 is not spent then.');
  expect(costWords('pause', { expectedUsd: 2, heldUsd: 0 })).toBeNull();
  expect(costWords('delete', cost)).toBeNull();
});

test('stories that are not affected are counted', () => {
  expect(leftOutWords('delete', 3, 3)).toBeNull();
  expect(leftOutWords('pause', 3, 2)).toMatch(/^1 selected story is not affected: only active stories/);
  expect(leftOutWords('pause', 4, 2)).toMatch(/^2 selected stories are not affected/);
});
