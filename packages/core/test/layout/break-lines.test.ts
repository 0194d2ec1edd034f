import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Breakable, breakLines } from '../../src/layout/break-lines.ts';

const word = (width: number, more: Partial<Breakable> = {}): Breakable => ({ width, space: 0.3, ...more });
const lengths = (pieces: readonly Breakable[], ends: readonly number[]) =>
  ends.map((end, line) =>
    pieces
      .slice(ends[line - 1] ?? 0, end)
      .reduce((sum, { width }, at, part) => sum + width + (at < part.length - 1 ? (part[at]?.space ?? 0) : 0), 0),
  );

describe('lines', () => {
  it('of a balloon are longest in the middle', () => {
    const pieces = Array.from({ length: 30 }, () => word(1));
    const [first = 0, second = 0, middle = 0, fourth = 0, last = 0] = lengths(
      pieces,
      breakLines({ pieces, lines: 5, most: 20, shape: 'lens' }),
    );
    expect(middle).toBeGreaterThan(first);
    expect(middle).toBeGreaterThan(last);
    expect(second).toBeGreaterThanOrEqual(first);
    expect(fourth).toBeGreaterThanOrEqual(last);
  });

  it('of a balloon of many lines leave its round ends free, even if that takes a line more', () => {
    const pieces = Array.from({ length: 40 }, (_, index) => word(1 + ((index * 7) % 5) / 2));
    const widths = lengths(pieces, breakLines({ pieces, lines: 8, most: 12, shape: 'lens' }));
    const widest = Math.max(...widths);
    expect(widths.length).toBeLessThanOrEqual(10);
    for (const end of [widths[0] ?? 0, widths.at(-1) ?? 0]) expect(end).toBeLessThan(0.9 * widest);
  });

  it('are one fewer where fewer words are torn then', () => {
    const letter = (flaw: number) => ({ width: 1, space: 0, flaw });
    const pieces = [letter(2), letter(0.7), letter(0), letter(2), letter(2), letter(2), { ...letter(2), ends: true }];
    expect(breakLines({ pieces, lines: 3, most: 4, shape: 'block' })).toEqual([3, 7]);
  });

  it('never leave one short word alone on the last one, if another line is allowed', () => {
    const pieces = [word(4), word(4), word(4), word(4), word(1)];
    for (const lines of [1, 2, 3]) {
      const ends = breakLines({ pieces, lines, most: 12, shape: 'lens' });
      expect(pieces.length - (ends.at(-2) ?? 0)).toBeGreaterThan(1);
    }
  });

  it('end where the author ends them', () => {
    const pieces = [word(1, { ends: true }), word(1), word(1)];
    expect(breakLines({ pieces, lines: 1, most: 20, shape: 'block' })[0]).toBe(1);
  });

  it('end inside a word where it is parted best, even if that takes a line more', () => {
    const part = (width: number, flaw: number) => word(width, { space: 0, flaw });
    const pieces = [part(6, 0.05), part(1, 0.9), part(6, 0.05), word(6)];
    expect(breakLines({ pieces, lines: 2, most: 12, shape: 'lens' })).toEqual([1, 3, 4]);
  });

  it('hold all pieces in order, and none is longer than allowed unless one piece is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.2, max: 8, noNaN: true }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 8 }),
        fc.double({ min: 1, max: 20, noNaN: true }),
        fc.constantFrom('lens', 'block'),
        (widths, lines, most, shape) => {
          const pieces = widths.map((width) => word(width));
          const ends = breakLines({ pieces, lines, most, shape });
          expect(ends.at(-1)).toBe(pieces.length);
          expect(ends).toEqual([...new Set(ends)].sort((a, b) => a - b));
          const shared = lengths(pieces, ends).filter((_, line) => (ends[line] ?? 0) - (ends[line - 1] ?? 0) > 1);
          expect(Math.max(0, ...shared)).toBeLessThanOrEqual(most + 1e-9);
        },
      ),
    );
  });
});
