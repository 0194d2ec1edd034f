import { describe, expect, it } from 'vitest';
import { loadSharp } from '../../src/load-sharp.ts';
import { bindSample, colourOf, pageSize, unzip } from './sample-book.ts';

describe('a CBZ', () => {
  it('contains the sheets as JPEG pages, stored, in name order, and ComicInfo.xml in its root', async () => {
    const entries = await unzip((await bindSample('cbz', {}, 12)).bytes);
    const images = entries.slice(0, -1);
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
    expect(entries.at(-1)).toMatchObject({ name: 'ComicInfo.xml', stored: false });
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
        .slice(0, -1)
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
});
