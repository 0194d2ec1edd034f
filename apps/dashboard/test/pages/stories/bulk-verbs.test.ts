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

test('every verb is for the stories it means something for', () => {
  const counts = Object.fromEntries(bulkVerbs.map((verb) => [verb, storiesFor(verb, all).length]));
  expect(counts).toEqual({ pause: 3, resume: 1, retry: 1, cancel: 6, delete: 2 });
});

test('what going on costs is what is left of the estimates', () => {
  const stories = [story('paused', null, 2, 0.5), story('paused', null, 1, 3)];
  expect(costWords('resume', stories)).toContain('$1.50');
  expect(costWords('retry', [story('needs_attention')])).toContain('nothing');
});

test('what pausing still costs is what is held', () => {
  const stories = [story('drawing', null, 2, 0.5, 0.06), story('drawing', null, 2, 0.5, 0.02)];
  expect(costWords('pause', stories)).toContain('Up to $0.08 is held');
  expect(costWords('pause', [story('queued')])).toBeNull();
  expect(costWords('delete', stories)).toBeNull();
});

test('those left out are told', () => {
  expect(leftOutWords('delete', 3, 3)).toBeNull();
  expect(leftOutWords('pause', 3, 2)).toMatch(/^One other story .* stays as it is/);
  expect(leftOutWords('pause', 4, 2)).toMatch(/^2 others .* stay as they are/);
});
