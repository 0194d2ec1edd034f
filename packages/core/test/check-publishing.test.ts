import { describe, expect, it } from 'vitest';
import { type BookToPublish, checkPublishing } from '../src/publishing/check-publishing.ts';
import { publishProfileNames, publishProfiles } from '../src/publishing/profiles.ts';

const panel = { number: 1, drawn: true, described: true, dpi: 300, generated: true };
const book: BookToPublish = {
  author: 'A. Sop',
  summary: 'A race.',
  rights: '© A. Sop',
  pages: 40,
  formats: ['print'],
  bound: new Map([['print', 1_000_000]]),
  panels: [panel],
};
const found = (more: Partial<BookToPublish>) => checkPublishing('kdp-print', { ...book, ...more }).findings;

describe('a book for KDP in print', () => {
  it('that has everything lacks nothing, and says what to declare', () => {
    const check = checkPublishing('kdp-print', book);
    expect(check.findings).toEqual([]);
    expect(check.disclosure).toMatch(/^Images: AI-generated/);
    expect(check.policy[0]?.source).toBe('https://kdp.amazon.com/help/topic/G200672390');
  });

  it('needs 24 pages, and hears how many are missing', () => {
    expect(found({ pages: 10 })).toEqual([expect.stringContaining('has 10 pages and needs at least 24: 14 more')]);
    expect(found({ pages: 900 })).toEqual([expect.stringContaining('at most 828')]);
  });

  it('lacks formats, panels, resolution, bytes and facts, each with what to do', () => {
    expect(found({ bound: new Map(), formats: ['pdf'] })).toEqual([
      expect.stringContaining('amend ID --formats pdf,print'),
    ]);
    expect(found({ bound: new Map([['print', 700_000_000]]) })).toEqual([expect.stringContaining('at most 650')]);
    expect(
      found({ panels: [panel, { ...panel, number: 2, dpi: 180 }, { ...panel, number: 3, drawn: false, dpi: null }] }),
    ).toEqual([
      'panel 3 is not drawn yet',
      expect.stringMatching(/^panel 2 prints at fewer than 300 dots per inch, 180 at least/),
    ]);
    expect(found({ author: null })).toEqual(['book.author is missing; set it with: amend ID --author TEXT']);
  });

  it('drawn by no model declares none', () => {
    const check = checkPublishing('kdp-print', { ...book, panels: [{ ...panel, generated: false }] });
    expect([check.disclosure, check.labels]).toEqual([null, []]);
  });
});

it('descriptions that are only prompts are reported where they are read out', () => {
  const bound = new Map([['epub', 1]] as const);
  const { findings } = checkPublishing('epub-eu', { ...book, bound, panels: [{ ...panel, described: false }] });
  expect(findings).toEqual([expect.stringContaining('edit ID N --alt TEXT')]);
});

it.each(publishProfileNames)('%s is dated and names the source of every rule', (name) => {
  const { asOf, policy, formats } = publishProfiles[name];
  expect(asOf).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(formats.length).toBeGreaterThan(0);
  for (const { source } of policy) expect(source).toMatch(/^https:\/\//);
});
