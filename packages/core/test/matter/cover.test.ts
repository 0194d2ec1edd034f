import { describe, expect, it } from 'vitest';
import { builtInCatalogue } from '../../src/catalogue/built-in-catalogue.ts';
import { findModel } from '../../src/catalogue/find-model.ts';
import { askedCover, coverPage, coverSize, coverSpec } from '../../src/matter/cover-panel.ts';
import { warnOfCover } from '../../src/matter/warn-of-cover.ts';
import { parseStoryValue } from '../../src/parse-story-spec.ts';

const storyOf = (book: object, more: object = {}) => ({
  title: 'Race',
  characters: [{ id: 'hare', name: 'Hare', description: 'a hare' }],
  panels: [{ id: 'start', prompt: 'The start' }, { prompt: 'The end' }],
  book: { layout: 'comic', ...book },
  ...more,
});
const parsed = (book: object, more: object = {}) => {
  const result = parseStoryValue(storyOf(book, more));
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.spec;
};
const errorsOf = (book: object, more: object = {}) => {
  const result = parseStoryValue(storyOf(book, more));
  return result.ok ? [] : result.errors.map(({ pointer, detail }) => `${pointer}: ${detail}`);
};

describe('a cover in a story file', () => {
  it('is drawn, a panel or a picture, and may be written out as nothing', () => {
    for (const cover of [
      { prompt: 'Hare in the sun', characters: ['hare'] },
      { panel: 2 },
      { panel: 'start', focus: { x: 0.5, y: 0.2 } },
      { asset: `asset_${'a'.repeat(64)}` },
      { prompt: null, panel: null, asset: null },
      null,
    ])
      expect(errorsOf({ cover, back: null, credits: true, pageNumbers: true })).toEqual([]);
  });

  it('names what does not exist, and is only one picture', () => {
    expect(errorsOf({ cover: { panel: 3 } })).toEqual([
      '/book/cover/panel: the story has 2 panels; there is no panel 3',
    ]);
    expect(errorsOf({ cover: { panel: 'strat' } })[0]).toContain('did you mean "start"?');
    expect(errorsOf({ cover: { prompt: 'x', characters: ['haer'] } })[0]).toContain('did you mean "hare"?');
    expect(errorsOf({ cover: { prompt: 'x', scene: 'race' } })[0]).toContain('/book/cover/scene');
    expect(errorsOf({ cover: { prompt: 'x', panel: 1 } })[0]).toContain('is one picture');
    expect(errorsOf({ cover: { panel: 1, characters: ['hare'] } })[0]).toContain('belongs to a cover with a `prompt`');
    expect(errorsOf({ cover: { asset: 'ftp://x/y.png' } })[0]).toContain('cannot be fetched');
    expect(errorsOf({ cover: { prompt: 'x', references: ['panel:start'] } })).toEqual([]);
  });

  it('has an id that no panel may have, if it is drawn', () => {
    const panels = [{ id: 'cover', prompt: 'A blanket' }];
    expect(errorsOf({ cover: { prompt: 'x' } }, { panels })[0]).toContain('is the id of the cover');
    expect(errorsOf({ cover: { panel: 'cover' } }, { panels })).toEqual([]);
  });
});

describe('a cover that is drawn', () => {
  const { book } = parsed({ cover: { prompt: 'Hare in the sun', characters: ['hare'] } });

  it('continues from no frame, and is asked for with room for the title', () => {
    const spec = coverSpec(book.cover);
    expect(spec).toMatchObject({ prompt: 'Hare in the sun', characters: ['hare'], continuesFrom: 'none', text: [] });
    expect(askedCover({ prompt: 'Hare' }).prompt).toMatch(
      /^Hare This picture is the front cover .* upper third stays calm/,
    );
  });

  it('has the shape of the page with its bleed, in pixels that suffice for print where the model has them', () => {
    for (const page of ['us-comic', 'square', 'kdp-6x9'] as const) {
      const story = parsed({ page, cover: { prompt: 'x' } }, { render: { provider: 'openai', model: 'gpt-image-2' } });
      const size = coverSize(story, findModel(story.render, builtInCatalogue));
      const { width, height } = coverPage(story);
      expect(Math.abs(Math.log((size.width / size.height) * (height / width)))).toBeLessThan(0.06);
      expect(warnOfCover(story, findModel(story.render, builtInCatalogue))).toEqual([]);
    }
  });

  it('is warned about when a panel is shown that is too small for the page', () => {
    const story = parsed({ cover: { panel: 1 } }, { render: { size: '512x512' } });
    const [warning] = warnOfCover(story, findModel(story.render, builtInCatalogue));
    expect(warning).toMatchObject({
      code: 'cover_resolution',
      detail: expect.stringMatching(/^The cover has \d+ dots/),
    });
    expect(
      warnOfCover(
        parsed({ layout: 'grid', cover: { panel: 1 } }),
        findModel({ provider: 'storyboard' }, builtInCatalogue),
      ),
    ).toEqual([]);
  });
});
