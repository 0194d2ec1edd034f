import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { bindPages, bindSample, colourOf, scenePages, unzip } from './sample-book.ts';

describe('a PDF', () => {
  it('has a page of 6.625 inches for each sheet, with the sheet as JPEG', async () => {
    const { bytes } = await bindSample('pdf');
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
    const text = (await bindSample('pdf')).bytes.toString('latin1');
    expect(text).toContain('/Lang (ja)');
    expect(text).toContain('/Direction /R2L');
    expect(text).toContain('/PageLabels');
    expect(text.match(/\/Title \(\d\)/g)).toEqual(['/Title (1)', '/Title (2)', '/Title (3)']);
    expect(text).toContain(utf16('Tom & <Jerry> うさぎ'));
    expect((await bindSample('pdf', { readingDirection: 'ltr' })).bytes.toString('latin1')).not.toContain('/R2L');
  });

  it('has bookmarks by scene, with their pages under them, where the story has scenes', async () => {
    const text = (await bindPages('pdf', scenePages(), {}, 3)).bytes.toString('latin1');
    // Each bookmark with the one it stands in.
    const items = [...text.matchAll(/(\d+) 0 obj\n<<((?:(?!endobj)[\s\S])*?\/Title \((\w+)\)[\s\S]*?)>>/g)];
    const titles = new Map(items.map(([, id, , title]) => [id, title]));
    const placed = items.map(([, , body = '', title]) => [title, titles.get(/\/Parent (\d+)/.exec(body)?.[1] ?? '')]);
    expect(Object.fromEntries(placed)).toEqual({
      Meadow: undefined,
      1: 'Meadow',
      2: 'Meadow',
      Mill: undefined,
      3: 'Mill',
    });
  });

  it('has a figure per panel, whose alternative text is its description and its words, and one picture per page', async () => {
    const text = (await bindSample('pdf')).bytes.toString('latin1');
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
      const text = (await bindSample('pdf', { title, author: title, summary: title })).bytes.toString('utf8');
      const xmp = text.slice(text.lastIndexOf('<?xpacket begin'), text.lastIndexOf('<?xpacket end'));
      const { titles, fields } = readXmp(xmp);
      expect(titles).toEqual([title, title, title]);
      expect(fields['Iptc4xmpExt:DigitalSourceType']).toMatch(/compositeWithTrainedAlgorithmicMedia$/);
    },
  );

  it('says in XMP which one of a series it is, and when it is published', async () => {
    const place = { series: 'R & D', number: 2.5, volume: 1, date: 2026 };
    const text = (await bindSample('pdf', place)).bytes.toString('utf8');
    const xmp = text.slice(text.lastIndexOf('<?xpacket begin'), text.lastIndexOf('<?xpacket end'));
    expect(xmp).toContain('<dc:date><rdf:Seq><rdf:li>2026</rdf:li></rdf:Seq></dc:date>');
    expect(readXmp(xmp).fields).toMatchObject({
      'prism:seriesTitle': 'R & D',
      'prism:number': '2.5',
      'prism:volume': '1',
    });
  });
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

const hasQpdf = spawnSync('qpdf', ['--version'], { stdio: 'ignore' }).status === 0;

describe.skipIf(!hasQpdf)('qpdf (skipped where it is not installed)', () => {
  it.each(['pdf', 'print', 'print-cover'])('finds nothing wrong in %s', async (format) => {
    const { bytes } = await bindSample(format, {}, 24);
    // A book for printers is a ZIP: the PDF, and how its pictures were made.
    const zipped = bytes.subarray(0, 2).toString() === 'PK' ? await unzip(bytes) : [];
    const pdf = zipped.find(({ name }) => name.endsWith('.pdf'))?.bytes ?? bytes;
    const folder = await mkdtemp(join(tmpdir(), 'nextpanel-qpdf-'));
    try {
      await writeFile(join(folder, 'book.pdf'), pdf);
      const { stdout, status } = spawnSync('qpdf', ['--check', join(folder, 'book.pdf')], { encoding: 'utf8' });
      expect([status, stdout]).toEqual([0, expect.stringContaining('No syntax or stream encoding errors')]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
