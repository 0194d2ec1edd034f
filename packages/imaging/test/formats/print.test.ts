import { pageOf } from '@nextpanel/core';
import { describe, expect, it } from 'vitest';
import { drawLineArt } from '../../src/formats/print/line-art.ts';
import { placeOnPaper } from '../../src/formats/print/place-on-paper.ts';
import { bindSample, unzip } from './sample-book.ts';

const kdp = pageOf('kdp-6x9');
const readingDirection = 'ltr' as const;

describe('a page on its paper', () => {
  it('bleeds on all edges but the binding one, which changes sides', () => {
    const right = placeOnPaper(kdp, { number: 1, pageCount: 24, readingDirection });
    expect(right).toEqual({ width: 441, height: 666, trim: { x: 0, y: 9, width: 432, height: 648 }, shift: 0 });
    const left = placeOnPaper(kdp, { number: 2, pageCount: 24, readingDirection });
    expect(left.trim.x).toBe(9);
    expect(placeOnPaper(kdp, { number: 1, pageCount: 24, readingDirection: 'rtl' }).trim.x).toBe(9);
  });

  it('bleeds everywhere where sheets are folded', () => {
    const page = placeOnPaper(pageOf('us-comic'), { number: 1, pageCount: 24, readingDirection });
    expect([page.width, page.trim.x]).toEqual([6.875 * 72, 9]);
  });

  it('moves away from the binding of a book that is too thick for the planned gutter', () => {
    const shifts = [500, 501, 701].map(
      (pageCount) => placeOnPaper(kdp, { number: 1, pageCount, readingDirection }).shift,
    );
    expect(shifts).toEqual([0, 0.125 * 72, 0.25 * 72]);
    expect(placeOnPaper(kdp, { number: 2, pageCount: 701, readingDirection }).shift).toBe(-0.25 * 72);
  });
});

describe('a print interior', () => {
  it('is a PDF with boxes and without anything printers refuse, and a file that says how it was made', async () => {
    const entries = await unzip((await bindSample('print', { readingDirection })).bytes);
    expect(entries.map(({ name }) => name)).toEqual(['print.pdf', 'print.provenance.json']);
    const text = entries[0]?.bytes.toString('latin1') ?? '';
    expect(text.startsWith('%PDF-1.3')).toBe(true);
    expect(text).toContain('/TrimBox [0 9 432 657]');
    expect(text).toContain('/TrimBox [9 9 441 657]');
    expect(text).toContain('/BleedBox [0 0 441 666]');
    expect(text).not.toMatch(/\/(Metadata|StructTreeRoot|Outlines|Annots|SMask|Title|Author)\b|xpacket/);
    const facts = JSON.parse(entries[1]?.bytes.toString() ?? '') as Record<string, unknown>;
    expect(facts).toMatchObject({
      title: 'Tom & <Jerry> うさぎ',
      pages: 3,
      digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia',
      page: { name: 'kdp-6x9', trim: { width: 6, height: 9 }, bleed: 0.125 },
    });
    expect(facts.panels).toHaveLength(6);
  });
});

describe('line art', () => {
  const set = {
    kind: 'speech',
    language: 'en',
    font: 'Comic Neue',
    size: 9,
    vertical: false,
    align: 'middle',
    italic: false,
    lines: [[{ text: 'Run!', emphasised: false }]],
    box: { x: 20, y: 20, width: 60, height: 30 },
    block: { x: 35, y: 28, width: 30, height: 12 },
    tail: null,
  } as const;
  const panel = { panel: 1, slot: { x: 0, y: 0, width: 200, height: 200 }, size: 9, texts: [set], warnings: [] };

  it('is drawn at 1,200 dots per inch, in flat colours, black among them', async () => {
    const masks = await drawLineArt(panel, { width: 432, height: 648 });
    expect(masks.length).toBeGreaterThan(1);
    expect(masks.map(({ colour }) => colour.join())).toContain('0,0,0');
    expect(masks.map(({ colour }) => colour.join())).toContain('255,255,255');
    for (const { width, area } of masks) expect((width / area.width) * 72).toBeCloseTo(1200, 0);
  });

  it('of a panel without words is nothing', async () => {
    expect(await drawLineArt({ ...panel, texts: [] }, { width: 432, height: 648 })).toEqual([]);
  });
});
