import { describe, expect, it } from 'vitest';
import { findModel } from '../src/catalogue/find-model.ts';
import { newFrameSizes } from '../src/layout/frame-sizes.ts';
import { warnOfPages } from '../src/layout/warn-of-pages.ts';
import { parseStoryValue } from '../src/parse-story-spec.ts';
import type { StorySpec } from '../src/story-spec.ts';

function read(over: Readonly<Record<string, unknown>>): StorySpec {
  const parsed = parseStoryValue({ title: 't', panels: Array.from({ length: 12 }, () => ({ prompt: 'p' })), ...over });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.spec;
}

const errorsOf = (over: Readonly<Record<string, unknown>>) => {
  const parsed = parseStoryValue({ title: 't', panels: [{ prompt: 'p' }], ...over });
  return parsed.ok ? [] : parsed.errors.map(({ pointer, detail }) => `${pointer} ${detail}`);
};

describe('a story that leaves things out', () => {
  it.each([
    ['nothing of pages', {}, 'grid', '1024x1024'],
    ['a grid of automatic size', { render: { size: 'auto' } }, 'grid', '1024x1024'],
    ['a comic', { book: { layout: 'comic' } }, 'comic', 'auto'],
    ['a comic and a size', { book: { layout: 'comic' }, render: { size: '512x512' } }, 'comic', '512x512'],
    ['vertical reading', { readingDirection: 'vertical' }, 'webtoon', '1024x1024'],
    ['vertical reading and a grid', { readingDirection: 'vertical', book: { layout: 'grid' } }, 'grid', '1024x1024'],
  ])('and says %s is understood as before, or by its layout', (_what, over, layout, size) => {
    expect(read(over)).toMatchObject({ book: { layout }, render: { size } });
  });
});

describe('a page size', () => {
  it('is a preset or one of its own, within what can be printed', () => {
    expect(read({ book: { layout: 'comic', page: { width: 17, height: 26, unit: 'cm' } } }).book.page).toEqual({
      width: 17,
      height: 26,
      unit: 'cm',
    });
    expect(errorsOf({ book: { layout: 'comic', page: 'a3' } })).toEqual([
      expect.stringMatching(/^\/book\/page the text "a3" is not valid here; expected one of us-comic, .* or a mapping/),
    ]);
    expect(errorsOf({ book: { layout: 'comic', page: { width: 60, height: 90, unit: 'in' } } })).toHaveLength(1);
  });
});

describe('frames of automatic size', () => {
  it.each([
    ['openai', 'gpt-image-2'],
    ['openai', 'gpt-image-1.5'],
    ['fal', 'nano-banana-2'],
    ['storyboard', 'storyboard-1'],
  ] as const)('of %s %s fit their slots on every kind of page', (provider, model) => {
    for (const layout of ['comic', 'manga', 'storybook', 'webtoon']) {
      const spec = read({ book: { layout }, render: { provider, model } });
      expect(warnOfPages(spec, findModel(spec.render)).map(({ code }) => code)).not.toContain('frames_cropped');
      const sizeOf = newFrameSizes(spec, findModel(spec.render));
      for (const panel of spec.panels.keys()) expect(sizeOf(String(panel + 1)).width).toBeGreaterThan(100);
    }
  });
});
