import { describe, expect, it } from 'vitest';
import type { BookStory } from '../../src/formats/book-format.ts';
import { loadSharp } from '../../src/load-sharp.ts';
import { bindSample, colourOf, pageSize, unzip } from './sample-book.ts';

describe('a CBZ', () => {
  it('contains the sheets as JPEG pages, stored, in name order, and ComicInfo.xml in its root', async () => {
    const entries = await unzip((await bindSample('cbz', {}, 12)).bytes);
    const images = entries.slice(0, -2);
    expect(images.map(({ name }) => name)).toEqual(images.map(({ name }) => name).sort());
    expect(images.map(({ name }) => name).slice(0, 2)).toEqual(['page-0001.jpg', 'page-0002.jpg']);
    expect(images.every(({ stored }) => stored)).toBe(true);
    for (const [index, { bytes }] of images.entries()) {
      expect(await (await loadSharp())(bytes).metadata()).toMatchObject({
        format: 'jpeg',
        ...pageSize,
        chromaSubsampling: '4:4:4',
      });
      expect(await colourOf(bytes)).toBe(index % 3);
    }
    expect(entries.slice(-2)).toMatchObject([
      { name: 'MetronInfo.xml', stored: false },
      { name: 'ComicInfo.xml', stored: false },
    ]);
  });

  it('describes itself in ComicInfo 2.0: element order, reading direction, sizes', async () => {
    const entries = await unzip((await bindSample('cbz')).bytes);
    const xml = entries.at(-1)?.bytes.toString('utf8') ?? '';
    const elements = [...xml.matchAll(/^ {2}<(\w+)/gm)].map(([, name]) => name);
    // The schema is a sequence: elements must be in this order; each may be left out.
    expect(elements).toEqual([
      'Title',
      'Series',
      'Number',
      'Notes',
      'Writer',
      'PageCount',
      'LanguageISO',
      'Manga',
      'Characters',
      'Pages',
    ]);
    expect(xml).toContain('<Title>Tom &amp; &lt;Jerry&gt; うさぎ</Title>');
    expect(xml).toContain('<Manga>YesAndRightToLeft</Manga>');
    expect(xml).toContain('<LanguageISO>ja</LanguageISO>');
    expect(xml).toContain('<PageCount>3</PageCount>');
    expect(xml).toContain('<Series>Tom &amp; &lt;Jerry&gt; うさぎ</Series>');
    expect(xml).toContain('<Characters>Tom, Jerry</Characters>');
    const pageLines = [...xml.matchAll(/<Page (.*) \/>/g)].map(([, attributes]) => attributes);
    expect(pageLines).toEqual(
      entries
        .slice(0, -2)
        .map(
          ({ bytes }, image) =>
            `Image="${image}" Type="${image === 0 ? 'FrontCover' : 'Story'}" ImageSize="${bytes.length}" ImageWidth="212" ImageHeight="424"`,
        ),
    );
    const leftToRight = await unzip((await bindSample('cbz', { readingDirection: 'ltr', summary: 'It & that' })).bytes);
    expect(leftToRight.at(-1)?.bytes.toString('utf8')).toContain('<Manga>No</Manga>');
    expect(leftToRight.at(-1)?.bytes.toString('utf8')).toContain('<Summary>It &amp; that</Summary>');
  });

  it('names series, number, volume, genre and publisher where they are given', async () => {
    const more = { series: 'Fables', number: 2.5, volume: 1, genre: 'Fable', publisher: 'Meadow' };
    const xml = (await unzip((await bindSample('cbz', more)).bytes)).at(-1)?.bytes.toString('utf8') ?? '';
    for (const line of ['<Series>Fables<', '<Number>2.5<', '<Volume>1<', '<Genre>Fable<', '<Publisher>Meadow<'])
      expect(xml).toContain(line);
  });

  it.each([
    [2026, 'Notes Year Writer', '<Year>2026</Year>', null],
    ['2026-12', 'Notes Year Month Writer', '<Month>12</Month>', null],
    ['2026-12-01', 'Notes Year Month Day Writer', '<Day>1</Day>', '<StoreDate>2026-12-01</StoreDate>'],
  ])('says that it is published in %s, where its schema has it', async (date, order, line, storeDate) => {
    const entries = await unzip((await bindSample('cbz', { date })).bytes);
    const [metron = '', comic = ''] = entries.slice(-2).map(({ bytes }) => bytes.toString());
    const elements = [...comic.matchAll(/^ {2}<(\w+)/gm)].map(([, name]) => name).join(' ');
    expect(elements).toContain(order);
    expect(comic).toContain(line);
    expect(/<StoreDate>.*/.exec(metron)?.[0] ?? null).toBe(storeDate);
  });

  it('describes itself in MetronInfo 1.0, in the words of its schema', async () => {
    const metronInfo = async (more: Partial<BookStory>) => {
      const entries = await unzip((await bindSample('cbz', more)).bytes);
      return entries.find(({ name }) => name === 'MetronInfo.xml')?.bytes.toString('utf8') ?? '';
    };
    const more = {
      series: 'R & D',
      number: 2.5,
      volume: 1,
      genre: 'Fable, Farce',
      publisher: 'Meadow',
      summary: 'a < b',
    };
    const manga = await metronInfo({ ...more, identifier: 'urn:isbn:978-0-00-000000-2' });
    expect(
      manga
        .split('\n')
        .map((line) => line.trim())
        .slice(1, -1),
    ).toEqual([
      '<MetronInfo>',
      '<Publisher>',
      '<Name>Meadow</Name>',
      '</Publisher>',
      '<Series lang="ja">',
      '<Name>R &amp; D</Name>',
      '<Format>Single Issue</Format>',
      '</Series>',
      '<MangaVolume>1</MangaVolume>',
      '<Number>2.5</Number>',
      '<Stories>',
      '<Story>Tom &amp; &lt;Jerry&gt; うさぎ</Story>',
      '</Stories>',
      '<Summary>a &lt; b</Summary>',
      '<PageCount>3</PageCount>',
      '<Notes>Made with nextpanel</Notes>',
      '<Genres>',
      '<Genre>Fable</Genre>',
      '<Genre>Farce</Genre>',
      '</Genres>',
      '<Characters>',
      '<Character>Tom</Character>',
      '<Character>Jerry</Character>',
      '</Characters>',
      '<GTIN>',
      '<ISBN>9780000000002</ISBN>',
      '</GTIN>',
      '<Credits>',
      '<Credit>',
      '<Creator>Æsop</Creator>',
      '<Roles>',
      '<Role>Writer</Role>',
      '</Roles>',
      '</Credit>',
      '</Credits>',
      '</MetronInfo>',
    ]);
    const translated = await metronInfo({ translator: 'C. Black' });
    expect(translated).toMatch(/<Creator>C\. Black<\/Creator>\s+<Roles>\s+<Role>Translator<\/Role>/);
    const comic = await metronInfo({ volume: 3, readingDirection: 'ltr', language: 'fil', identifier: 'my-own-7' });
    expect(comic).toMatch(/<Series>\s+<Name>.*<\/Name>\s+<Volume>3<\/Volume>\s+<Format>One-Shot/);
    expect(comic).not.toMatch(/GTIN|MangaVolume/);
  });
});
