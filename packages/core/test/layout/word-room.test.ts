import { describe, expect, it } from 'vitest';
import { withWordRoom, wordRoomOf } from '../../src/layout/word-room.ts';
import type { PanelText } from '../../src/story-spec.ts';

const speech = (text: string): PanelText => ({ kind: 'speech', text, drawnBy: 'overlay' });
const inside = (...texts: PanelText[]) => wordRoomOf(texts).inside;

describe('the room for the words of a panel', () => {
  it('is none for few words, and for words that the model draws', () => {
    expect(withWordRoom({ text: [] })).toEqual({ text: [] });
    expect(inside(speech('No!'))).toBe(0);
    expect(inside({ ...speech('word '.repeat(60)), drawnBy: 'model' })).toBe(0);
  });

  it('grows with the words and with the balloons, in steps', () => {
    const words = Array.from({ length: 60 }, (_, count) => inside(speech('word '.repeat(10 * count + 1))));
    expect(words).toEqual(words.toSorted((a, b) => a - b));
    expect(new Set(words).size).toBeLessThan(14);
    const line = 'Where have you been all day?';
    expect(inside(speech(line), speech(line), speech(line))).toBeGreaterThan(inside(speech(line)));
  });

  it('is that of the letters as they are written, in any script', () => {
    // Marks above and below letters take no room of their own, and an ideograph takes about that of two letters.
    expect(inside(speech('กี่ที่ปี่'.repeat(12)))).toBe(inside(speech('กทป'.repeat(12))));
    expect(inside(speech('頼'.repeat(60)))).toBe(inside(speech('ab'.repeat(56))));
  });

  it('keeps narration apart, and counts a sound by its larger letters', () => {
    const narrated = { kind: 'narration', text: 'word '.repeat(40), drawnBy: 'overlay' } as const;
    expect(wordRoomOf([narrated])).toEqual({ inside: 0, narration: inside({ ...narrated, kind: 'caption' }) });
    const boom = 'Boom boom boom boom';
    expect(inside({ ...speech(boom), kind: 'sfx' })).toBeGreaterThan(inside(speech(boom)));
  });
});
