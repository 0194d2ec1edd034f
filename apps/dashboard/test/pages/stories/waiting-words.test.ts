import { expect, test } from 'vitest';
import { placeWords, waitingWords } from '../../../src/pages/stories/waiting-words.ts';

const cost = { estimateUsd: 1, budgetUsd: null, spentUsd: 0, heldUsd: 0, possiblyUsd: 0 };

test('a story says where it stands in line, also one that waits for something else', () => {
  const line = { place: 3, waiting: 5 };
  expect(waitingWords({ waitingOn: null, failures: [], cost })).toBeNull();
  expect(waitingWords({ waitingOn: null, failures: [], cost, line })).toBe('in line: place 3 of 5');
  expect(waitingWords({ waitingOn: 'rate_limited', failures: [], cost, line })).toMatch(/: place 3 of 5$/);
});

test('the first in line is next', () => {
  expect([1, 2].map((waiting) => placeWords({ place: 1, waiting }))).toEqual(['next', 'next of 2']);
});
