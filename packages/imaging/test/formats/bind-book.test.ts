import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { pageOf } from '@nextpanel/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bindBook } from '../../src/formats/bind-book.ts';
import type { BookPage } from '../../src/formats/book-format.ts';
import { formats } from '../../src/formats/formats.ts';
import { formatsDocument, formatsSource } from '../../src/formats/formats-source.ts';
import { loadSharp } from '../../src/load-sharp.ts';
import { bindSample, samplePages, sampleStory } from './sample-book.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nextpanel-book-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** An episode is held until its quality is known: 20 MB at most, in four qualities. */
const heldByWebtoon = 70_000_000;

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

describe.each(Object.keys(formats))('a book as %s', (format) => {
  it('reports its size, the hash of its bytes and the number of pages', async () => {
    const { bound, bytes } = await bindSample(format);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(bound).toEqual({ bytes: bytes.length, sha256, pages: 3 });
  });

  it('has the same bytes every time, in every time zone', async () => {
    const here = (await bindSample(format)).bound.sha256;
    const zone = process.env.TZ;
    const offset = new Date().getTimezoneOffset();
    try {
      process.env.TZ = offset === -540 ? 'UTC' : 'Asia/Tokyo';
      expect(new Date().getTimezoneOffset()).not.toBe(offset);
      await new Promise((resolve) => setTimeout(resolve, 1100)); // file dates have a resolution of a second
      expect((await bindSample(format)).bound.sha256).toBe(here);
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });

  it('reads its sheets one at a time and keeps none of them in memory', async () => {
    const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
    const large = { width: 1000, height: 1000 };
    const png = await (await loadSharp())({ create: { ...large, channels: 3, background: '#888', noise } })
      .png()
      .toBuffer();
    const held: number[] = [];
    async function* heavy(): AsyncGenerator<BookPage> {
      for (let number = 1; number <= 16; number++) {
        collectGarbage();
        held.push(process.memoryUsage().external);
        yield {
          number,
          png: async () => Uint8Array.from(png),
          ...large,
          dpi: null,
          layout: 'grid',
          background: '#ffffff',
          lettering: null,
          panels: [],
        };
      }
    }
    const { bytes } = await bindBook(
      format,
      { story: sampleStory, pages: heavy(), paper: pageOf('kdp-6x9'), pageCount: 16 },
      join(folder, 'heavy'),
    );
    // A cover has none of the sheets in it.
    expect(bytes).toBeGreaterThan(format === 'print-cover' ? 0 : 12_000_000);
    // A few sheets are in work, as pixels; all of them would be twice as much as the book, and more.
    expect(Math.max(...held.slice(4)) - (held[0] ?? 0)).toBeLessThan(
      ['webtoon', 'print-cover'].includes(format) ? heldByWebtoon : 0.65 * bytes,
    );
  });

  it.skipIf(process.platform !== 'linux')('that finds the disk full fails with that error at once', async () => {
    const input = { story: sampleStory, pages: samplePages(3), paper: pageOf('kdp-6x9'), pageCount: 3 };
    await expect(bindBook(format, input, '/dev/full')).rejects.toMatchObject({ code: 'ENOSPC' });
  });

  it('is refused without sheets', async () => {
    await expect(bindSample(format, {}, 0)).rejects.toMatchObject({ code: 'no_sheets' });
  });
});

it("core's copy of the formats and their documentation are those of this code; if not, run: npm run schema", async () => {
  const read = (path: string) => readFile(new URL(`../../../../${path}`, import.meta.url), 'utf8');
  expect(await read('packages/core/src/formats/bound-formats.generated.ts')).toBe(formatsSource());
  expect(await read('docs/formats.md')).toBe(formatsDocument());
});

it('a book in another format is refused', async () => {
  await expect(bindSample('docx')).rejects.toMatchObject({ code: 'format_unknown' });
  await expect(bindSample('toString')).rejects.toMatchObject({ code: 'format_unknown' });
});
