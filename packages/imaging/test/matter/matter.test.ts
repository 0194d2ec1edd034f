import { EpubCheck } from '@likecoin/epubcheck-ts';
import { pageOf } from '@nextpanel/core';
import { describe, expect, it } from 'vitest';
import { composeSheet } from '../../src/compose-sheet.ts';
import type { BookPage, BookStory } from '../../src/formats/book-format.ts';
import { placeWrap } from '../../src/formats/print-cover/place-wrap.ts';
import { loadSharp } from '../../src/load-sharp.ts';
import { composeCover } from '../../src/matter/compose-cover.ts';
import { composeTextPage } from '../../src/matter/compose-text-page.ts';
import { bindPages, drawPage, panelOf, samplePages, unzip } from '../formats/sample-book.ts';

const page = { width: 994, height: 1538, dpi: 150 };
const base = { language: 'en', layout: 'comic', page } as const;

/** Rows and columns of a picture that hold white letters, as parts of it. */
async function inkOf(png: Uint8Array): Promise<{ top: number; bottom: number; left: number; right: number }> {
  const sharp = await loadSharp();
  const { data, info } = await sharp(png).greyscale().raw().toBuffer({ resolveWithObject: true });
  const at = [...data.keys()].filter((index) => (data[index] ?? 0) > 245);
  const xs = at.map((index) => index % info.width);
  const ys = at.map((index) => Math.floor(index / info.width));
  const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b), 0);
  return {
    top: least(ys) / info.height,
    bottom: most(ys) / info.height,
    left: least(xs) / info.width,
    right: most(xs) / info.width,
  };
}

describe('a cover', () => {
  it.each([
    ['en', 'The Tortoise and the Hare'],
    ['en', 'O'],
    ['en', `${'A very long title that never stops '.repeat(9)}and ends`],
    ['de', 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz'], // cspell:disable-line
    ['ar', 'السلحفاة والأرنب'],
    ['ja', 'うさぎとかめの長い長い競走'],
    ['hi', 'कछुआ और खरगोश'],
  ])('has its title in the upper third, inside the margins (%s, %s)', async (language, title) => {
    const png = await composeCover({ ...base, language, title, picture: await drawPage(1) });
    expect(await (await loadSharp())(png).metadata()).toMatchObject({ width: 994, height: 1538, channels: 3 });
    const ink = await inkOf(png);
    expect(ink.top).toBeGreaterThan(0.02);
    expect(ink.bottom).toBeLessThan(0.34);
    expect(ink.left).toBeGreaterThan(0.05);
    expect(ink.right).toBeLessThan(0.95);
  });

  it('has the author at its foot, and the same bytes each time', async () => {
    const input = { ...base, title: 'Race', author: 'Æsop', series: 'Fables 3', picture: await drawPage(1) };
    const png = await composeCover(input);
    expect((await inkOf(png)).bottom).toBeGreaterThan(0.9);
    expect(Buffer.from(png).equals(Buffer.from(await composeCover(input)))).toBe(true);
  });
});

describe('a page of text', () => {
  it('fits on the page however much it is, as lettering in page units', async () => {
    const paragraphs = Array.from({ length: 12 }, () => ({ text: 'What the story is about. '.repeat(12), points: 13 }));
    const { png, lettering } = await composeTextPage({ ...base, paragraphs, readingDirection: 'ltr' });
    expect(await (await loadSharp())(png).metadata()).toMatchObject({ width: 994, height: 1538 });
    const texts = lettering.panels[0]?.texts ?? [];
    expect(texts).toHaveLength(12);
    for (const { block } of texts) {
      expect(block.x).toBeGreaterThan(0);
      expect(block.x + block.width).toBeLessThan(lettering.width);
      expect(block.y + block.height).toBeLessThan(lettering.height);
    }
    expect(lettering).toMatchObject({ unit: 'pt' });
  });
});

describe('a page number', () => {
  const plan = { number: 12, ...page, background: '#ffffff', layout: 'comic', slots: [] } as const;
  const lettered = async (more: object, slot = { x: 60, y: 60, width: 800, height: 1380 }, language = 'en') =>
    (
      await composeSheet({
        plan: { ...plan, slots: [{ panel: 1, ...slot }] },
        panels: [{ number: 1, frame: await drawPage(1), text: [] }],
        speakers: {},
        language,
        readingDirection: 'ltr',
        ...more,
      })
    ).lettering.panels.flatMap(({ panel, texts }) => (panel === 0 ? texts : []));

  it('stands at the foot of its page, in the digits of the language, if it is asked for and has room', async () => {
    const [number] = await lettered({ pageNumbers: true });
    expect(number?.lines).toEqual([[{ text: '12', emphasised: false }]]);
    expect(number?.block.y).toBeGreaterThan((1440 / 150) * 72);
    expect((await lettered({ pageNumbers: true }, undefined, 'ar-EG'))[0]?.lines[0]?.[0]?.text).toBe('١٢');
    expect(await lettered({})).toEqual([]);
    expect(await lettered({ pageNumbers: true }, { x: 0, y: 0, width: 994, height: 1538 })).toEqual([]);
  });
});

describe('the cover of a printed book', () => {
  const kdp = pageOf('kdp-6x9');
  const thickness = kdp.thickness ?? 0;

  it('is twice the page, the spine and the bleed, with its front where the book is opened', () => {
    const wrap = placeWrap(kdp, { pageCount: 100, thickness, readingDirection: 'ltr' });
    expect(wrap.width).toBeCloseTo((2 * 6 + 100 * 0.002252 + 0.25) * 72, 6);
    expect(wrap.height).toBe(9.25 * 72);
    expect(wrap.front.x).toBeGreaterThan(wrap.spine.x);
    const mirrored = placeWrap(kdp, { pageCount: 100, thickness, readingDirection: 'rtl' });
    expect([mirrored.front, mirrored.back]).toEqual([wrap.back, wrap.front]);
  });

  it.each([78, 79])(
    'is one page with its boxes and no metadata, and has words on the spine from 79 pages on: %i',
    async (count) => {
      const pdf = (
        await bindPages('print-cover', outside(), { language: 'en', readingDirection: 'ltr' }, count)
      ).bytes.toString('latin1');
      const width = (2 * 6 + count * 0.002252 + 0.25) * 72;
      const [, x, y, right, top] = /\/TrimBox \[([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)\]/.exec(pdf)?.map(Number) ?? [];
      expect([x, y, top]).toEqual([9, 9, 657]);
      expect(right).toBeCloseTo(width - 9, 2);
      expect(pdf.match(/\/Type \/Page\n/g)).toHaveLength(1);
      expect(pdf).not.toMatch(/\/(Metadata|StructTreeRoot|Outlines|Annots|SMask|Title|Author)\b|xpacket/);
      expect(pdf.match(/\/Filter \/DCTDecode/g)).toHaveLength(count < 79 ? 1 : 2);
    },
  );
});

async function* outside(): AsyncGenerator<BookPage> {
  for await (const it of whole()) if (it.matter && it.matter.kind !== 'credits') yield it;
}

/** Two pages with a cover, credits and a back cover. */
async function* whole(): AsyncGenerator<BookPage> {
  const blank = { width: 212, height: 424, dpi: null, layout: 'grid', background: '#ffffff', lettering: null } as const;
  const matter = (kind: 'cover' | 'credits' | 'back', label: string, words: string[]) => ({ kind, label, words });
  const cover = { ...panelOf(1, 'Two animals'), number: 0, texts: [], slot: { x: 0, y: 0, width: 212, height: 424 } };
  yield {
    ...blank,
    number: 0,
    png: () => drawPage(1),
    matter: matter('cover', 'Cover & more', ['Race', 'Æsop']),
    panels: [cover],
  };
  yield* samplePages(2);
  const credits = ['Words: Æsop & Co', 'Made with nextpanel'];
  yield { ...blank, number: 3, png: () => drawPage(1), matter: matter('credits', 'Credits', credits), panels: [] };
  yield { ...blank, number: 4, png: () => drawPage(1), matter: matter('back', 'Back', ['A race.']), panels: [] };
}
const bound = async (format: string, more: Partial<BookStory> = {}) =>
  (await bindPages(format, whole(), more, 3)).bytes;
const entriesOf = async (format: string) =>
  new Map((await unzip(await bound(format))).map(({ name, bytes }) => [name, bytes.toString()]));

describe('a book with cover, credits and back', () => {
  it.each(['epub', 'kindle'])('is a valid %s that begins with its cover', async (format) => {
    const { messages } = await EpubCheck.validate(await bound(format));
    expect(messages.map(({ id, message, location }) => [id, message, location?.path])).toEqual([]);
    const entries = await entriesOf(format);
    const opf = entries.get('EPUB/package.opf') ?? '';
    expect(opf).toContain(
      '<item id="page-0000-image" href="page-0000.jpg" media-type="image/jpeg" properties="cover-image"/>',
    );
    expect(
      [...opf.matchAll(/itemref idref="(.*?)" properties="(.*?)"/g)].map(([, name, side]) => `${name} ${side}`),
    ).toEqual([
      'page-0000 rendition:page-spread-center',
      'page-0001 page-spread-left',
      'page-0002 page-spread-right',
      'page-0003 page-spread-left',
      'page-0004 page-spread-right',
    ]);
    const nav = entries.get('EPUB/nav.xhtml') ?? '';
    expect(nav).toContain('epub:type="cover" href="page-0000.xhtml">Cover &amp; more<');
    expect(nav).not.toContain('#p0');
    expect(entries.get('EPUB/page-0003.xhtml')).toContain('<p>Words: Æsop &amp; Co</p>\n<p>Made with nextpanel</p>');
  });

  it('says in ComicInfo which pages are none of the story', async () => {
    const info = (await entriesOf('cbz')).get('ComicInfo.xml') ?? '';
    expect([...info.matchAll(/Type="(\w+)"/g)].map(([, type]) => type)).toEqual([
      'FrontCover',
      'Story',
      'Story',
      'Editorial',
      'BackCover',
    ]);
  });

  it('numbers the pages of a PDF after its cover', async () => {
    const pdf = (await bound('pdf', { language: 'en' })).toString('latin1');
    expect(pdf).toMatch(/\/PageLabels <<\n\/Nums \[0 <<\n\/P \(Cover & more\)\n>> 1 <<\n\/S \/D\n>>\]/);
  });

  it('can be read in a browser, panel by panel, with the words of every page', async () => {
    const html = (await bound('web')).toString();
    const ids = [...html.matchAll(/class="panel" id="(.*?)"/g)].map(([, name]) => name);
    const parts = ['cover', 'panel-1', 'panel-2', 'panel-3', 'panel-4', 'credits', 'back'];
    expect(ids).toEqual(parts.map((name) => `ja-${name}`));
    expect(html).toContain('<section class="page" id="ja-page-0" aria-label="Cover &amp; more"');
  });
});
