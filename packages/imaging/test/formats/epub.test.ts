import { EpubCheck } from '@likecoin/epubcheck-ts';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import type { BookStory } from '../../src/formats/book-format.ts';
import { bindPages, bindSample, colourOf, scenePages, unzip } from './sample-book.ts';

const files = async (format: string, more: Partial<BookStory> = {}) => {
  const { bytes } = await bindSample(format, more);
  return { bytes, entries: new Map((await unzip(bytes)).map((entry) => [entry.name, entry])) };
};

/** Throws unless the document is well-formed. */
function parse(xml: string): void {
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
}

describe.each(['epub', 'kindle'])('%s', (format) => {
  it.each([
    ['a plain one', { language: 'en', readingDirection: 'ltr' }],
    ['one in Arabic', { language: 'ar', readingDirection: 'rtl', title: '\u200Fعربي' }],
    [
      'one with marks and an exemption in a series',
      {
        title: `& < > " ' 🎉`,
        summary: 'a < b & "c"',
        series: 'R & D',
        date: 2026,
        number: 2.5,
        publisher: '<P>',
        translator: 'C. & O.',
        rights: '© & co',
        exemption: 'eaa-microenterprise',
        identifier: 'urn:isbn:9780000000002',
      },
    ],
  ] as const)('is valid: %s', async (_, more) => {
    const { bytes, entries } = await files(format, more);
    const { messages } = await EpubCheck.validate(bytes);
    expect(messages.map(({ id, message, location }) => [id, message, location?.path])).toEqual([]);
    for (const [name, { bytes: xml }] of entries) if (/\.(xhtml|opf|xml)$/.test(name)) parse(xml.toString());
  });

  it('begins with its media type, uncompressed, at the place where it is looked for', async () => {
    const { bytes } = await files(format);
    expect(bytes.subarray(30, 58).toString()).toBe('mimetypeapplication/epub+zip');
  });

  it('has a page per sheet, with the texts of its panels, and the picture', async () => {
    const { entries } = await files(format);
    const page = entries.get('EPUB/page-0002.xhtml')?.bytes.toString() ?? '';
    expect(page).toContain('<meta name="viewport" content="width=212, height=424"/>');
    expect([...page.matchAll(/<p>(.*?)<\/p>/g)].map(([, words]) => words)).toEqual([
      'Panel 3',
      'うさぎ',
      'Tom: “Run!”',
      '[BANG]',
    ]);
    expect(await colourOf(entries.get('EPUB/page-0002.jpg')?.bytes ?? Buffer.alloc(0))).toBe(1);
  });
});

describe('an EPUB', () => {
  it('lists its scenes, where they begin, and is valid', async () => {
    const { bytes } = await bindPages('epub', scenePages(), {}, 3);
    const nav = (await unzip(bytes)).find(({ name }) => name === 'EPUB/nav.xhtml')?.bytes.toString() ?? '';
    expect(
      [...(nav.split('page-list')[0] ?? '').matchAll(/<a href="(.*)">(.*)<\/a>/g)].map(([, to, title]) => [to, title]),
    ).toEqual([
      ['page-0001.xhtml#panel-1', 'Meadow'],
      ['page-0002.xhtml#panel-4', 'Mill'],
    ]);
    const { messages } = await EpubCheck.validate(bytes);
    expect(messages).toEqual([]);
  });

  const packageOf = async (more: Partial<BookStory>, format = 'epub') =>
    (await files(format, more)).entries.get('EPUB/package.opf')?.bytes.toString() ?? '';

  it('turns its pages in the direction of reading, with the first one where a book begins', async () => {
    const sides = (text: string) => [...text.matchAll(/page-spread-(\w+)/g)].map(([, side]) => side);
    const rightToLeft = await packageOf({ readingDirection: 'rtl' });
    expect(rightToLeft).toContain('page-progression-direction="rtl"');
    expect(sides(rightToLeft)).toEqual(['left', 'right', 'left']);
    const leftToRight = await packageOf({ readingDirection: 'ltr' });
    expect(leftToRight).toContain('page-progression-direction="ltr"');
    expect(sides(leftToRight)).toEqual(['right', 'left', 'right']);
  });

  it('says how accessible it is, its place in a series, and when it is published', async () => {
    const text = await packageOf({ series: 'Fables', number: 3, date: '2026-12' });
    for (const property of [
      'accessMode',
      'accessModeSufficient',
      'accessibilityFeature',
      'accessibilityHazard',
      'accessibilitySummary',
    ])
      expect(text).toContain(`<meta property="schema:${property}"`);
    expect(text).toContain('<meta property="belongs-to-collection" id="series">Fables</meta>');
    expect(text).toContain('<meta refines="#series" property="group-position">3</meta>');
    expect(text).toContain('<dc:date>2026-12</dc:date>');
    expect(text).not.toContain('a11y:exemption"');
  });

  it.each([
    ['its number', { number: 2.5, volume: 1 }, ['2.5']],
    ['its volume, where it has no number', { volume: 7 }, ['7']],
    ['its volume, where its number is a word', { number: 'Special', volume: 7 }, ['7']],
    ['nothing, where it is a word alone', { number: 'Special' }, []],
  ])('has %s as its place in a series', async (_, place, expected) => {
    const text = await packageOf({ series: 'Fables', ...place });
    expect([...text.matchAll(/group-position">(.*?)</g)].map(([, position]) => position)).toEqual(expected);
  });

  it('has an identifier of its own in each language', async () => {
    const identifier = (text: string) => /<dc:identifier id="book">(.*?)</.exec(text)?.[1];
    const [german, english] = [await packageOf({ language: 'de' }), await packageOf({ language: 'en' })].map(
      identifier,
    );
    expect(german).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(english).not.toBe(german);
  });

  it('for Kindle magnifies every panel', async () => {
    const { entries } = await files('kindle');
    const text = entries.get('EPUB/package.opf')?.bytes.toString() ?? '';
    for (const [name, value] of [
      ['fixed-layout', 'true'],
      ['original-resolution', '212x424'],
      ['book-type', 'comic'],
      ['primary-writing-mode', 'horizontal-rl'],
      ['RegionMagnification', 'true'],
    ])
      expect(text).toContain(`<meta name="${name}" content="${value}"/>`);
    const page = entries.get('EPUB/page-0001.xhtml')?.bytes.toString() ?? '';
    const taps = [...page.matchAll(/data-app-amzn-magnify='(.*?)'/g)].map(
      ([, json]) => JSON.parse(json ?? '') as unknown,
    );
    expect(taps).toEqual([
      { targetId: 'magnified-1', sourceId: 'tap-1', ordinal: 1 },
      { targetId: 'magnified-2', sourceId: 'tap-2', ordinal: 2 },
    ]);
    for (const { targetId, sourceId } of taps as { targetId: string; sourceId: string }[]) {
      expect(page).toContain(`id="${targetId}"`);
      expect(page).toContain(`id="${sourceId}"`);
    }
  });
});
