import { expect, test } from 'vitest';
import { numberList } from '../../../../src/pages/story/words/number-list.ts';
import { redrawWords } from '../../../../src/pages/story/words/redraw-words.ts';

const nothing = { panels: [], stale: [], requests: 0, lowUsd: 0, expectedUsd: 0, highUsd: 0 };

test('consecutive numbers are shown as a range', () => {
  expect(numberList([])).toBe('');
  expect(numberList([3, 9, 10, 11, 13])).toBe('3, 9–11, 13');
});

test('the cover is drawn with panels or alone, or stays and is stale', () => {
  expect(redrawWords({ ...nothing, panels: [1, 2], cover: true, requests: 3 })).toBe(
    'Draws panels 1–2 and the cover with 3 requests: free.',
  );
  expect(redrawWords({ ...nothing, cover: true, requests: 1 })).toBe('Draws the cover with 1 request: free.');
  expect(redrawWords({ ...nothing, panels: [1], requests: 1, staleCover: true })).toBe(
    'Draws panel 1 with 1 request: free. The cover stays and is marked stale: a frame it was drawn from changes.',
  );
});

test('a change that draws nothing says that it is free', () => {
  expect(redrawWords(nothing)).toBe('Nothing is drawn. Free.');
});

test('what is drawn has a price, and stale panels are named', () => {
  const redraw = {
    ...nothing,
    panels: [8],
    stale: [9, 10],
    requests: 1,
    lowUsd: 0.03,
    expectedUsd: 0.04,
    highUsd: 0.06,
  };
  expect(redrawWords(redraw)).toBe(
    'Draws panel 8 with 1 request: about $0.04, at most $0.06. ' +
      'Panels 9–10 stay and are marked stale: the frame they continue from changes.',
  );
  expect(redrawWords({ ...nothing, panels: [8, 9], requests: 2 })).toBe('Draws panels 8–9 with 2 requests: free.');
});
