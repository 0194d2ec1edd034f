import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pageOf } from '@nextpanel/core';
import yauzl from 'yauzl';
import { bindBook } from '../../src/formats/bind-book.ts';
import type { BookPage, BookStory, BoundBook, PagePanel } from '../../src/formats/book-format.ts';
import { loadSharp } from '../../src/load-sharp.ts';

/** Pages of one colour each, in turn. */
export const pageSize = { width: 212, height: 424 };
export const colours = ['#c00000', '#00a000', '#0000c0'];

export const sampleStory: BookStory = {
  id: 'sm1',
  characters: ['Tom', 'Jerry'],
  title: 'Tom & <Jerry> うさぎ',
  language: 'ja',
  readingDirection: 'rtl',
  author: 'Æsop',
  summary: null,
};

export async function drawPage(number: number): Promise<Buffer> {
  const sharp = await loadSharp();
  const background = colours[(number - 1) % colours.length] ?? '#000000';
  return sharp({ create: { ...pageSize, channels: 3, background } })
    .png()
    .toBuffer();
}

/** Two panels a page, one above the other; the second one has words. */
export const panelOf = (number: number, alt: string): PagePanel => ({
  number,
  alt,
  texts:
    number % 2 === 1
      ? []
      : [
          { kind: 'speech', drawnBy: 'overlay', text: 'Run!', speaker: 'Tom' },
          { kind: 'sfx', drawnBy: 'overlay', text: 'BANG' },
        ],
  slot: { x: 0, y: number % 2 === 1 ? 0 : 212, width: 212, height: 212 },
  frameSize: { width: 512, height: 512 },
  provenance: { sha256: 'f'.repeat(64), source: 'model', provider: 'openai', model: 'gpt-image-2' },
  frame: () => drawPage(number),
});

export async function* samplePages(count = 3): AsyncGenerator<BookPage> {
  for (let number = 1; number <= count; number++) {
    yield {
      number,
      png: () => drawPage(number),
      ...pageSize,
      dpi: null,
      layout: 'grid',
      background: '#ffffff',
      lettering: null,
      panels: [panelOf(number * 2 - 1, `Panel ${number * 2 - 1}`), panelOf(number * 2, 'うさぎ')],
    };
  }
}

/** The same with two scenes: one begins with the first panel, the other with the second panel of page 2. */
export async function* scenePages(): AsyncGenerator<BookPage> {
  for await (const page of samplePages())
    yield {
      ...page,
      panels: page.panels.map((panel) => ({
        ...panel,
        scene: panel.number < 4 ? { id: 'meadow', title: 'Meadow' } : { id: 'mill', title: 'Mill' },
      })),
    };
}

export const bindSample = (
  format: string,
  more: Partial<BookStory> = {},
  count = 3,
): Promise<{ bound: BoundBook; bytes: Buffer }> => bindPages(format, samplePages(count), more, count);

export async function bindPages(
  format: string,
  pages: AsyncIterable<BookPage>,
  more: Partial<BookStory>,
  pageCount: number,
): Promise<{ bound: BoundBook; bytes: Buffer }> {
  const folder = await mkdtemp(join(tmpdir(), 'nextpanel-book-test-'));
  try {
    const destination = join(folder, `book.${format}`);
    const input = {
      story: { ...sampleStory, ...more },
      pages,
      paper: pageOf('kdp-6x9'),
      pageCount,
    };
    const bound = await bindBook(format, input, destination);
    return { bound, bytes: await readFile(destination) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

export interface ZipEntry {
  readonly name: string;
  readonly stored: boolean;
  readonly bytes: Buffer;
}

/** Entries in the order of the archive. */
export async function unzip(bytes: Buffer): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = [];
  const zip = await yauzl.fromBufferPromise(bytes);
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    entries.push({ name: entry.fileName, stored: entry.compressionMethod === 0, bytes: Buffer.concat(chunks) });
  }
  return entries;
}

/** Which of `colours` a picture has, from 0; -1: none. */
export async function colourOf(picture: Uint8Array): Promise<number> {
  const sharp = await loadSharp();
  const pixel = await sharp(picture).resize(1, 1).raw().toBuffer();
  return colours.findIndex((colour) =>
    [1, 3, 5].every((at, k) => Math.abs(parseInt(colour.slice(at, at + 2), 16) - (pixel[k] ?? 0)) < 4),
  );
}
