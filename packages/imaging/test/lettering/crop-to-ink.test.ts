import { expect, test } from 'vitest';
import { cropToInk } from '../../src/lettering/crop-to-ink.ts';

/** One letter a pixel: `.` is clear, anything else ink of that letter's code. */
function picture(...rows: string[]) {
  const width = rows[0]?.length ?? 0;
  const data = Buffer.alloc(width * rows.length * 4);
  for (const [index, letter] of Array.from(rows.join('')).entries())
    if (letter !== '.') data.writeUInt32BE(letter.charCodeAt(0), index * 4);
  return { data, width, height: rows.length };
}

function rowsOf({ data, width, height }: { data: Buffer; width: number; height: number }): string[] {
  const letters = Array.from({ length: width * height }, (_, index) => {
    const code = data.readUInt32BE(index * 4);
    return code === 0 ? '.' : String.fromCharCode(code);
  }).join('');
  return Array.from({ length: height }, (_, y) => letters.slice(y * width, (y + 1) * width));
}

test.each([
  [
    ['....', '.ab.', '.c..', '....'],
    ['ab', 'c.'],
  ],
  [
    ['a..', '...', '..b'],
    ['a..', '...', '..b'],
  ],
  [['...', '..a', '...'], ['a']],
  [
    ['.a.', '.b.', '.c.'],
    ['a', 'b', 'c'],
  ],
  [
    ['....', '...a', 'b...'],
    ['...a', 'b...'],
  ],
  [['...', '...'], ['.']],
])('%j is cut to %j', (rows, cut) => {
  expect(rowsOf(cropToInk(picture(...rows)))).toEqual(cut);
});
