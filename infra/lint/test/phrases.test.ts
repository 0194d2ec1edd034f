import { describe, expect, it } from 'vitest';
import { findPhrases, phrases } from '../phrases.ts';

describe('phrases to avoid', () => {
  it('are found whatever their case, with the line and what to say instead', () => {
    expect(findPhrases('One.\nWhoever asks is TOLD so.')).toEqual([
      { line: 2, words: 'Whoever', say: expect.stringContaining('name the actor') },
      { line: 2, words: 'TOLD', say: expect.stringContaining('reported') },
    ]);
  });

  it.each([
    ['/** It goes\n * on. */', 'goes on'],
    ['// It goes\n// on.', 'goes on'],
    ['-- by\n-- itself', 'by itself'],
    ['> for\n> nothing', 'for nothing'],
  ])('are found across lines of a comment: %j', (text) => {
    expect(findPhrases(text)).toHaveLength(1);
  });

  it('are whole words', () => {
    expect(findPhrases('amended, shallow, toldOf, un-told')).toEqual([]);
  });

  it('each say what to say instead', () => {
    expect(phrases.filter(({ avoid, say }) => avoid === '' || say === '')).toEqual([]);
  });
});
