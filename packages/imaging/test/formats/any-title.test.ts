import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import type { BookStory } from '../../src/formats/book-format.ts';
import { formats } from '../../src/formats/formats.ts';
import { loadSharp } from '../../src/load-sharp.ts';
import { bindSample, unzip } from './sample-book.ts';

/** Every field that a user fills in, with everything that ends a quoted value, an element or a line of text in one of the formats. */
const nasty = `& < > " ' ]]> --> 🎉 \u200Fعربي </title>`;
const story: Partial<BookStory> = {
  title: nasty,
  author: nasty,
  translator: nasty,
  summary: nasty,
  series: nasty,
  number: 2.5,
  volume: 7,
  date: '2026-12-01',
  genre: nasty,
  publisher: nasty,
  rights: nasty,
  characters: [nasty, 'Tom'],
  language: 'ar',
};

/** Throws unless the document is well-formed; answers with all its text and attributes. */
function read(xml: string): string {
  const parser = new SaxesParser({ xmlns: true });
  const found: string[] = [];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('text', (text) => found.push(text));
  parser.on('cdata', (text) => found.push(text));
  parser.on('attribute', ({ value }) => found.push(value));
  parser.write(xml).close();
  return found.join('\n');
}

/** The XMP packets in the bytes of a file, as text. */
const packetsIn = (bytes: Buffer): string[] =>
  [...bytes.toString('utf8').matchAll(/<x:xmpmeta[\s\S]*?<\/x:xmpmeta>/g)].map(([packet]) => packet);

/** All texts in a value. */
const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

const isPicture = (name: string) => /\.(jpe?g|png|webp)$/.test(name);

describe.each(Object.keys(formats))('a book as %s with a title of marks', (format) => {
  it('is well-formed wherever it describes itself', async () => {
    const { bytes } = await bindSample(format, story);
    const sharp = await loadSharp();
    const shown: string[] = [];
    const names: string[] = [];
    if (bytes.subarray(0, 2).toString() === 'PK') {
      for (const { name, bytes: content } of await unzip(bytes)) {
        names.push(name);
        if (/\.(xml|xhtml|opf|svg)$/.test(name)) shown.push(read(content.toString()));
        else if (name.endsWith('.json')) shown.push(...textsIn(JSON.parse(content.toString())));
        else if (name.endsWith('.pdf')) for (const packet of packetsIn(content)) shown.push(read(packet));
        else if (isPicture(name)) {
          const { xmp } = await sharp(content).metadata();
          if (xmp) read(xmp.toString().replace(/\0+$/, ''));
        }
      }
    } else if (bytes.subarray(0, 5).toString() === '%PDF-') {
      for (const packet of packetsIn(bytes)) shown.push(read(packet));
    } else {
      const html = bytes.toString();
      const title = /<title>(.*?)<\/title>/s.exec(html)?.[1] ?? '';
      shown.push(read(`<title>${title}</title>`));
    }
    // Printers refuse metadata, and a cover has no file beside it.
    expect(shown.join('\n').includes(nasty)).toBe(format !== 'print-cover');
    expect(names.join('')).not.toMatch(/[&<>"']/);
  });
});

it('a book of 250 pages has them all, in order', async () => {
  const { bound, bytes } = await bindSample('cbz', {}, 250);
  const pages = (await unzip(bytes)).map(({ name }) => name).filter(isPicture);
  expect([bound.pages, pages.length]).toEqual([250, 250]);
  expect(pages).toEqual(pages.toSorted());
});
