import { describe, expect, it } from 'vitest';
import { nearestWord } from '../src/nearest-word.ts';

describe('nearestWord', () => {
  const keys = ['title', 'panels', 'readingDirection', 'book'];
  it.each([
    ['panel', 'panels'],
    ['Panels', 'panels'],
    ['pnaels', 'panels'],
    ['reading_direction', 'readingDirection'],
    ['tittle', 'title'],
    ['bok', 'book'],
    ['xyz', null],
    ['', null],
    ['p', null],
  ])('%s → %s', (word, nearest) => {
    expect(nearestWord(word, keys)).toBe(nearest);
  });

  it('is not asked to compare long words', () => {
    expect(nearestWord('a'.repeat(100_000), ['a'.repeat(100_000)])).toBeNull();
  });
});
