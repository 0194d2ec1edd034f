import type { StoryView } from '@nextpanel/core';
import { expect, test } from 'vitest';
import { groupStories, restUsd } from '../../../src/pages/operations/group-stories.ts';

const story = (id: string, more: object = {}) =>
  ({
    id,
    status: 'needs_attention',
    waitingOn: 'budget',
    failures: [],
    cost: { estimateUsd: 1, spentUsd: 0.25, possiblyUsd: 0 },
    ...more,
  }) as unknown as StoryView;

test('stories are grouped by reason, largest group first, without those that continued', () => {
  const groups = groupStories([
    story('a', { waitingOn: 'crash_loop' }),
    story('b'),
    story('c', { status: 'drawing', waitingOn: null }),
    story('d'),
    story('e', { waitingOn: null, failures: [{ panel: 3, code: 'moderation_blocked', detail: '' }] }),
  ]);
  expect(groups.map(({ code, stories }) => [code, stories.map(({ id }) => id).join()])).toEqual([
    ['budget', 'b,d'],
    ['crash_loop', 'a'],
    ['moderation_blocked', 'e'],
  ]);
});

test('the rest of each story counts; one that cost more than expected reduces nothing', () => {
  const dear = story('dear', { cost: { estimateUsd: 1, spentUsd: 3, possiblyUsd: 0 } });
  const unsure = story('unsure', { cost: { estimateUsd: 1, spentUsd: 0, possiblyUsd: 0.5 } });
  expect(restUsd([story('a'), dear, unsure])).toBeCloseTo(1.25);
});
