import { describe, expect, it } from 'vitest';
import { findModel } from '../src/catalogue/find-model.ts';
import { newFrameSizes } from '../src/layout/frame-sizes.ts';
import { laidPanel, layoutSettings } from '../src/layout/layout-settings.ts';
import { layOutPage, planPages } from '../src/layout/layouts.ts';
import { printedDpi } from '../src/layout/warn-of-pages.ts';
import { type BookToPublish, checkPublishing } from '../src/publishing/check-publishing.ts';
import { publishProfileNames, publishProfiles } from '../src/publishing/profiles.ts';
import { type StorySpec, storySpecSchema } from '../src/story-spec.ts';

const panel = { number: 1, drawn: true, described: true, dpi: 300, generated: true };
const book: BookToPublish = {
  author: 'A. Sop',
  summary: 'A race.',
  rights: '© A. Sop',
  pages: 40,
  formats: ['print', 'print-cover'],
  asked: ['print', 'print-cover'],
  without: [],
  bound: new Map([
    ['print', 1_000_000],
    ['print-cover', 1_000_000],
  ]),
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
    const unasked = { bound: new Map(), formats: ['pdf'], asked: ['pdf', 'pdf@manga'] } as const;
    expect(found(unasked)).toEqual([
      expect.stringMatching(/amend ID --formats pdf,pdf@manga,print$/),
      expect.stringMatching(/^the cover is a file of its own, which is not made/),
    ]);
    expect(found({ ...unasked, without: ['print'] })[0]).toMatch(/amend ID --formats pdf,pdf@manga,print@kdp-6x9$/);
    expect(found({ ...unasked, without: ['print'], strip: true })[0]).toMatch(/,print@comic@kdp-6x9$/);
    expect(found({ bound: new Map() })).toEqual([
      'Print interior (ZIP with PDF) is not bound yet; wait until the story is completed',
      'the cover is not bound yet; wait until the story is completed',
    ]);
    expect(found({ bound: new Map(), cancelled: true })).toEqual([
      'Print interior (ZIP with PDF) is not bound, since the story was cancelled; continue with a copy: copy ID',
      'the cover is not bound, since the story was cancelled; continue with a copy: copy ID',
    ]);
    const large = new Map([...book.bound, ['print', 700_000_000]] as const);
    expect(found({ bound: large })).toEqual([expect.stringContaining('at most 650')]);
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

describe('a story of', () => {
  /** What the check sees of a story drawn by a model in the sizes that its pages ask for. */
  const toPublish = (panels: number): BookToPublish => {
    const story: StorySpec = storySpecSchema.parse({
      title: 'A race',
      panels: Array.from({ length: panels }, (_, index) => ({
        prompt: `panel ${index}`,
        weight: index % 24 === 23 ? 'splash' : index % 7 === 0 ? 'wide' : 'normal',
      })),
      render: { provider: 'openai', size: 'auto' },
      book: { layout: 'comic', page: 'kdp-6x9', formats: ['print'], author: 'A. Sop' },
    });
    const sizeOf = newFrameSizes(story, findModel({ provider: 'openai' }));
    const laid = story.panels.map((spec, index) => ({ ...laidPanel(`p${index + 1}`, spec), number: index + 1 }));
    const settings = layoutSettings(story);
    const pages = planPages(laid, settings);
    const printed = pages.flatMap((ids, index) => {
      const on = laid.filter(({ id }) => ids.includes(id));
      const { slots, dpi } = layOutPage(on, settings, { number: index + 1, last: index === pages.length - 1 });
      return slots.map((slot) => ({
        ...panel,
        number: slot.panel,
        dpi: dpi === null ? null : printedDpi(sizeOf(String(slot.panel)), slot, dpi),
      }));
    });
    return { ...book, pages: pages.length, panels: printed };
  };

  it('200 panels lacks nothing that KDP asks for in print', () => {
    const thick = toPublish(200);
    expect(thick.pages).toBeGreaterThanOrEqual(24);
    expect(thick.panels).toHaveLength(200);
    expect(checkPublishing('kdp-print', thick).findings).toEqual([]);
  });

  it('64 panels hears how many pages KDP needs, and nothing else', () => {
    const thin = toPublish(64);
    expect(checkPublishing('kdp-print', thin).findings).toEqual([
      expect.stringContaining(`has ${thin.pages} pages and needs at least 24: ${24 - thin.pages} more`),
    ]);
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
