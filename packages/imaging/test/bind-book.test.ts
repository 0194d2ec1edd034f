import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { SaxesParser } from 'saxes';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import yauzl from 'yauzl';
import { bindBook } from '../src/formats/bind-book.ts';
import type { BookPage, BookStory, PagePanel } from '../src/formats/book-format.ts';
import { formats } from '../src/formats/formats.ts';
import { formatsDocument, formatsSource } from '../src/formats/formats-source.ts';
import { loadSharp, type Sharp } from '../src/load-sharp.ts';

let sharp: Sharp;
let pages: Buffer[];
const size = { width: 212, height: 424 };
const colours = ['#c00000', '#00a000', '#0000c0'];
beforeAll(async () => {
  sharp = await loadSharp();
  pages = await Promise.all(
    colours.map((background) =>
      sharp({ create: { ...size, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  );
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nextpanel-book-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

const story: BookStory = {
  title: 'Tom & <Jerry> うさぎ',
  language: 'ja',
  readingDirection: 'rtl',
  author: 'Æsop',
  summary: null,
};

const panelOf = (number: number, alt: string): PagePanel => ({
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
  provenance: { sha256: 'f'.repeat(64), source: 'model', provider: 'openai', model: 'gpt-image-2' },
  frame: async () => pages[number % pages.length] ?? Buffer.alloc(0),
});

async function* pagesOf(count = 3): AsyncGenerator<BookPage> {
  for (let number = 1; number <= count; number++) {
    const png = pages[(number - 1) % pages.length] ?? Buffer.alloc(0);
    yield {
      number,
      png,
      ...size,
      dpi: null,
      lettering: null,
      panels: [panelOf(number * 2 - 1, `Panel ${number * 2 - 1}`), panelOf(number * 2, 'うさぎ')],
    };
  }
}

const bind = async (format: string, more: Partial<BookStory> = {}, count = 3) => {
  const destination = join(folder, `book.${format}`);
  const bound = await bindBook(format, { story: { ...story, ...more }, pages: pagesOf(count) }, destination);
  return { bound, bytes: await readFile(destination) };
};

/** Entries in the order of the archive. */
async function unzip(bytes: Buffer) {
  const entries: { name: string; stored: boolean; bytes: Buffer }[] = [];
  const zip = await yauzl.fromBufferPromise(bytes);
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    entries.push({ name: entry.fileName, stored: entry.compressionMethod === 0, bytes: Buffer.concat(chunks) });
  }
  return entries;
}

const colourOf = async (picture: Uint8Array) => {
  const pixel = await sharp(picture).resize(1, 1).raw().toBuffer();
  return colours.findIndex((colour) =>
    [1, 3, 5].every((at, k) => Math.abs(parseInt(colour.slice(at, at + 2), 16) - (pixel[k] ?? 0)) < 4),
  );
};

describe.each(Object.keys(formats))('a book as %s', (format) => {
  it('reports its size, the hash of its bytes and the number of pages', async () => {
    const { bound, bytes } = await bind(format);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(bound).toEqual({ bytes: bytes.length, sha256, pages: 3 });
  });

  it('has the same bytes every time, in every time zone', async () => {
    const here = (await bind(format)).bound.sha256;
    const zone = process.env.TZ;
    const offset = new Date().getTimezoneOffset();
    try {
      process.env.TZ = offset === -540 ? 'UTC' : 'Asia/Tokyo';
      expect(new Date().getTimezoneOffset()).not.toBe(offset);
      await new Promise((resolve) => setTimeout(resolve, 1100)); // file dates have a resolution of a second
      expect((await bind(format)).bound.sha256).toBe(here);
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });

  it('reads its sheets one at a time and keeps none of them in memory', async () => {
    const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
    const large = { width: 1000, height: 1000 };
    const png = await sharp({ create: { ...large, channels: 3, background: '#888', noise } })
      .png()
      .toBuffer();
    const held: number[] = [];
    async function* heavy(): AsyncGenerator<BookPage> {
      for (let number = 1; number <= 16; number++) {
        collectGarbage();
        held.push(process.memoryUsage().external);
        yield { number, png, ...large, dpi: null, lettering: null, panels: [] };
      }
    }
    const { bytes } = await bindBook(format, { story, pages: heavy() }, join(folder, 'heavy'));
    expect(bytes).toBeGreaterThan(16_000_000);
    expect(Math.max(...held.slice(4)) - (held[0] ?? 0)).toBeLessThan(bytes / 4);
  });

  it('is refused without sheets', async () => {
    await expect(bind(format, {}, 0)).rejects.toMatchObject({ code: 'no_sheets' });
  });
});

it("core's copy of the formats and their documentation are those of this code; if not, run: npm run schema", async () => {
  const read = (path: string) => readFile(new URL(`../../../${path}`, import.meta.url), 'utf8');
  expect(await read('packages/core/src/formats/bound-formats.generated.ts')).toBe(formatsSource());
  expect(await read('docs/formats.md')).toBe(formatsDocument());
});

it('a book in another format is refused', async () => {
  await expect(bind('docx')).rejects.toMatchObject({ code: 'format_unknown' });
  await expect(bind('toString')).rejects.toMatchObject({ code: 'format_unknown' });
});

describe('a CBZ', () => {
  it('contains the sheets as JPEG pages, stored, in name order, and ComicInfo.xml in its root', async () => {
    const entries = await unzip((await bind('cbz', {}, 12)).bytes);
    const images = entries.slice(0, -1);
    expect(images.map(({ name }) => name)).toEqual(images.map(({ name }) => name).sort());
    expect(images.map(({ name }) => name).slice(0, 2)).toEqual(['page-0001.jpg', 'page-0002.jpg']);
    expect(images.every(({ stored }) => stored)).toBe(true);
    for (const [index, { bytes }] of images.entries()) {
      expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', ...size, chromaSubsampling: '4:4:4' });
      expect(await colourOf(bytes)).toBe(index % 3);
    }
    expect(entries.at(-1)).toMatchObject({ name: 'ComicInfo.xml', stored: false });
  });

  it('describes itself in ComicInfo 2.0: element order, reading direction, sizes', async () => {
    const entries = await unzip((await bind('cbz')).bytes);
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
      'Pages',
    ]);
    expect(xml).toContain('<Title>Tom &amp; &lt;Jerry&gt; うさぎ</Title>');
    expect(xml).toContain('<Manga>YesAndRightToLeft</Manga>');
    expect(xml).toContain('<LanguageISO>ja</LanguageISO>');
    expect(xml).toContain('<PageCount>3</PageCount>');
    const pageLines = [...xml.matchAll(/<Page (.*) \/>/g)].map(([, attributes]) => attributes);
    expect(pageLines).toEqual(
      entries
        .slice(0, -1)
        .map(
          ({ bytes }, image) =>
            `Image="${image}" Type="Story" ImageSize="${bytes.length}" ImageWidth="212" ImageHeight="424"`,
        ),
    );
    const leftToRight = await unzip((await bind('cbz', { readingDirection: 'ltr', summary: 'It & that' })).bytes);
    expect(leftToRight.at(-1)?.bytes.toString('utf8')).toContain('<Manga>No</Manga>');
    expect(leftToRight.at(-1)?.bytes.toString('utf8')).toContain('<Summary>It &amp; that</Summary>');
  });
});

describe('a PDF', () => {
  it('has a page of 6.625 inches for each sheet, with the sheet as JPEG', async () => {
    const { bytes } = await bind('pdf');
    const text = bytes.toString('latin1');
    expect(text.startsWith('%PDF-1.7')).toBe(true);
    expect(text.trimEnd().endsWith('%%EOF')).toBe(true);
    expect([...text.matchAll(/\/Type \/Page\n/g)].length).toBe(3);
    expect(text).toMatch(/\/Count 3\b/);
    expect(new Set([...text.matchAll(/\/MediaBox \[(.*?)\]/g)].map(([, box]) => box))).toEqual(
      new Set(['0 0 477 954']),
    );
    const pictures = [...text.matchAll(/\/Filter \/DCTDecode[\s\S]*?stream\n/g)].map((found) => {
      const start = found.index + found[0].length;
      return bytes.subarray(start, text.indexOf('endstream', start));
    });
    expect(await Promise.all(pictures.map(colourOf))).toEqual([0, 1, 2]);
  });

  it('has title, language, page labels, bookmarks and reading direction', async () => {
    const text = (await bind('pdf')).bytes.toString('latin1');
    expect(text).toContain('/Lang (ja)');
    expect(text).toContain('/Direction /R2L');
    expect(text).toContain('/PageLabels');
    expect(text.match(/\/Title \(\d\)/g)).toEqual(['/Title (1)', '/Title (2)', '/Title (3)']);
    expect(text).toContain(utf16('Tom & <Jerry> うさぎ'));
    expect((await bind('pdf', { readingDirection: 'ltr' })).bytes.toString('latin1')).not.toContain('/R2L');
  });

  it('has a figure per panel, whose alternative text is its description and its words, and one picture per page', async () => {
    const text = (await bind('pdf')).bytes.toString('latin1');
    expect(text.match(/\/S \/Figure/g)).toHaveLength(6);
    expect(text).toContain(utf16('うさぎ\nTom: “Run!”\n[BANG]').replaceAll('\n', '\\n'));
    expect(text.match(/\/Subtype \/Image/g)).toHaveLength(3);
    expect(new Set([...text.matchAll(/\/BBox \[(.*?)\]/g)].map(([, box]) => box))).toEqual(
      new Set(['0 477 477 954', '0 0 477 477']),
    );
  });

  it.each(['A & B', 'a < b > c', `"quoted" 'so'`, '🎉', '\u200Fعربي'])(
    'says in well-formed XMP that it is %s',
    async (title) => {
      const text = (await bind('pdf', { title, author: title, summary: title })).bytes.toString('utf8');
      const xmp = text.slice(text.lastIndexOf('<?xpacket begin'), text.lastIndexOf('<?xpacket end'));
      const { titles, fields } = readXmp(xmp);
      expect(titles).toEqual([title, title, title]);
      expect(fields['Iptc4xmpExt:DigitalSourceType']).toMatch(/compositeWithTrainedAlgorithmicMedia$/);
    },
  );
});

const utf16 = (words: string) => `\u00FE\u00FF${Buffer.from(words, 'utf16le').swap16().toString('latin1')}`;

/** Read by a strict parser, which throws unless it is well-formed. */
function readXmp(xmp: string): { titles: string[]; fields: Record<string, string> } {
  const titles: string[] = [];
  const fields: Record<string, string> = {};
  const path: string[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('opentag', ({ name }) => void path.push(name));
  parser.on('closetag', () => void path.pop());
  parser.on('text', (text) => {
    if (text.trim() === '') return;
    if (path.at(-1) === 'rdf:li' && !path.includes('dc:language')) titles.push(text);
    else fields[path.at(-1) ?? ''] = text;
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xmp).close();
  return { titles, fields };
}
