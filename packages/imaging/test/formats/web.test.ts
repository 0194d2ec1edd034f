import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { joinBooks } from '../../src/formats/join-books.ts';
import { bindPages, bindSample, colourOf, scenePages } from './sample-book.ts';

describe('a book for the browser', () => {
  it('has everything in it and may ask no server', async () => {
    const html = (await bindSample('web', { author: 'A & "B"' })).bytes.toString();
    expect(html.match(/ (src|href)="(?!data:)/g)).toBeNull();
    const script = /<script>([\s\S]*)<\/script>/.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(script).digest('base64');
    expect(html).toContain(
      `content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-${hash}'"`,
    );
    expect(html).toContain('<meta name="author" content="A &amp; &quot;B&quot;">');
    expect(html).toContain('<title>Tom &amp; &lt;Jerry&gt; うさぎ</title>');
  });

  it('shows every page, with the text of its panels where they stand', async () => {
    const html = (await bindSample('web')).bytes.toString();
    const pictures = [...html.matchAll(/data:image\/webp;base64,([^"]+)"/g)].map(([, base64]) =>
      Buffer.from(base64 ?? '', 'base64'),
    );
    expect(await Promise.all(pictures.map(colourOf))).toEqual([0, 1, 2]);
    expect(html).toContain(
      'id="ja-panel-2" role="group" aria-label="2" style="left: 0.000%; top: 50.000%; width: 100.000%; height: 50.000%"><p>うさぎ</p><p>Tom: “Run!”</p><p>[BANG]</p></div>',
    );
    expect(html).toContain('data-direction="rtl"');
  });

  it('says which one of a series it is, in its own fields', async () => {
    const footer = async (more: object) =>
      /<footer>(.*)<\/footer>/.exec((await bindSample('web', more)).bytes.toString())?.[1] ?? '';
    const text = await footer({ series: 'R & D', number: 2.5, volume: 7 });
    expect(text).toContain(
      '<span itemprop="isPartOf" itemscope itemtype="https://schema.org/ComicSeries"><bdi itemprop="name">R &amp; D</bdi></span>',
    );
    expect(text).toContain('<span itemprop="issueNumber">2.5</span>');
    expect(text).toContain('<meta itemprop="volumeNumber" content="7">');
    expect(text.replaceAll(/<.*?>/g, '')).toMatch(/^R &amp; D 2\.5 · /);
    expect(await footer({ series: 'Alone' })).not.toMatch(/issueNumber|volumeNumber/);
    expect(await footer({})).not.toContain('itemscope');
  });

  it('says when it is published', async () => {
    const html = (await bindSample('web', { date: '2026-12-01' })).bytes.toString();
    expect(html).toContain('<meta name="dcterms.issued" content="2026-12-01">');
  });

  it('leads to its scenes', async () => {
    const html = (await bindPages('web', scenePages(), { language: 'en' }, 3)).bytes.toString();
    expect([...html.matchAll(/<li><a href="(.*)">(.*)<\/a>/g)].map(([, to, title]) => [to, title])).toEqual([
      ['#en-panel-1', 'Meadow'],
      ['#en-panel-4', 'Mill'],
    ]);
    expect((await bindSample('web')).bytes.toString()).not.toContain('class="contents"');
  });

  it('joins languages to one file: each as it is, with links between them', async () => {
    const books = [
      { language: 'ja', bytes: (await bindSample('web')).bytes },
      {
        language: 'de',
        bytes: (await bindSample('web', { language: 'de', readingDirection: 'ltr', title: 'Tom und Jerry' })).bytes,
      },
    ];
    const opened = books.map(({ language, bytes }) => ({ language, file: fileOf(bytes) }));
    const joined = await joinBooks('web', opened);
    const pieces = await Promise.all(
      (joined?.parts ?? []).map(async (part) =>
        part instanceof Uint8Array ? part : buffer(await part.file.stream(part)),
      ),
    );
    const html = Buffer.concat(pieces).toString();
    expect(html.match(/<script>/g)).toHaveLength(1);
    const links = [...html.matchAll(/<a href="#(.*)" lang="\1" hreflang="\1">(.*)<\/a>/g)];
    expect(links.map(([, tag, name]) => [tag, name])).toEqual([
      ['ja', '日本語'],
      ['de', 'Deutsch'],
    ]);
    for (const { bytes } of books) {
      const whole = /<div class="book"[\s\S]*<!-- end of the book -->/.exec(bytes.toString())?.[0] ?? 'none';
      expect(html).toContain(whole);
    }
    expect(html).toMatch(/id="de" lang="de" dir="ltr" data-direction="ltr"/);
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(await joinBooks('web', opened.slice(0, 1))).toBeNull();
    expect(
      await joinBooks('web', [
        { language: 'ja', file: fileOf(Buffer.from('<html>of an earlier release')) },
        ...opened.slice(1),
      ]),
    ).toBeNull();
    expect(await joinBooks('pdf', opened)).toBeNull();
  });
});

const fileOf = (bytes: Buffer) => ({
  bytes: bytes.length,
  stream: async ({ first = 0, last = bytes.length - 1 } = {}) => Readable.from([bytes.subarray(first, last + 1)]),
});
