import { createHash } from 'node:crypto';

/** A source of random numbers that depends only on the words it is seeded with. */
export interface StoryboardRandom {
  /** A number from `from` to `to`. */
  between(from: number, to: number): number;
  /** One of the choices. */
  pick<T>(choices: readonly [T, ...T[]]): T;
}

/** Seeds from the SHA-256 of the words; mulberry32 draws the numbers. */
export function seededBy(...words: string[]): StoryboardRandom {
  let state = createHash('sha256').update(words.join('\0')).digest().readUInt32LE(0);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    between: (from, to) => from + (to - from) * next(),
    pick: (choices) => choices[Math.floor(next() * choices.length)] ?? choices[0],
  };
}
