import { describe, expect, it } from 'vitest';
import { bindSample, unzip } from './sample-book.ts';

const shelf = { series: 'R & D', number: 2.5, volume: 7, date: '2026-12-01' };

async function factsIn(format: string, file: string, more: Parameters<typeof bindSample>[1]) {
  const entries = await unzip((await bindSample(format, more)).bytes);
  const found = entries.filter(({ name }) => name === file);
  expect(found).toHaveLength(1);
  return JSON.parse(found[0]?.bytes.toString() ?? '') as Record<string, unknown>;
}

describe.each([
  ['images', 'ja/book.json'],
  ['webtoon', 'book.json'],
  ['print', 'print.provenance.json'],
])('a book as %s, whose pictures say nothing of a series,', (format, file) => {
  it(`says in ${file} which one of a series it is, and how its pictures were made`, async () => {
    expect(await factsIn(format, file, shelf)).toMatchObject({
      title: 'Tom & <Jerry> うさぎ',
      language: 'ja',
      readingDirection: 'rtl',
      author: 'Æsop',
      ...shelf,
      credit: 'Made with nextpanel',
      digitalSourceType: expect.stringMatching(/\/compositeWithTrainedAlgorithmicMedia$/) as string,
    });
  });

  it('says null for what was not given', async () => {
    const facts = await factsIn(format, file, {});
    expect(facts).toMatchObject({ series: null, number: null, volume: null, date: null, publisher: null });
  });
});

it('the slices of a webtoon come with the list of their episodes', async () => {
  const entries = await unzip((await bindSample('webtoon')).bytes);
  const { episodes } = JSON.parse(entries.find(({ name }) => name === 'book.json')?.bytes.toString() ?? '');
  const slices = entries.filter(({ name }) => name.startsWith('episode-01/'));
  expect(episodes).toEqual([{ folder: 'episode-01', slices: slices.length }]);
  expect(entries.map(({ name }) => name).filter((name) => !name.startsWith('episode-'))).toEqual(['book.json']);
});
