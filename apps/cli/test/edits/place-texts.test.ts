import { expect, test } from 'vitest';
import { placeTexts, readPlaceOption } from '../../src/edits/place-texts.ts';

const texts = ['boast', undefined].map((id) => ({
  ...(id !== undefined && { id }),
  kind: 'speech' as const,
  text: 'Hello!',
  drawnBy: 'overlay' as const,
}));

test('places are read with the number or the id of their text, and put there', () => {
  const balloon = readPlaceOption('boast=auto', readPlaceOption('2=0.25,1'));
  expect(balloon).toEqual([
    { text: '2', place: { x: 0.25, y: 1 } },
    { text: 'boast', place: null },
  ]);
  const placed = placeTexts(texts, { balloon, mouth: readPlaceOption('1=0.5,0.5') });
  expect(placed).toMatchObject([
    { id: 'boast', balloon: null, mouth: { x: 0.5, y: 0.5 } },
    { balloon: { x: 0.25, y: 1 } },
  ]);
  expect(() => placeTexts(texts, { balloon: readPlaceOption('3=auto'), mouth: [] })).toThrow(/1 \(boast\), 2/);
});

test.each(['0.3,0.2', '1=0.3', '1=2,0', '1=-0.1,0.5', '1=left,top'])('anything else is refused: %s', (option) => {
  expect(() => readPlaceOption(option)).toThrow(/TEXT=X,Y/);
});
