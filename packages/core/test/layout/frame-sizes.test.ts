import { describe, expect, it } from 'vitest';
import { findModel } from '../../src/catalogue/find-model.ts';
import { frameSizes, newFrameSizes } from '../../src/layout/frame-sizes.ts';
import { laidPanel, layoutSettings } from '../../src/layout/layout-settings.ts';
import { layOutPage, planPages } from '../../src/layout/layouts.ts';
import { panelIds } from '../../src/new-ids.ts';
import { parseStoryValue } from '../../src/parse-story-spec.ts';

const weights = ['normal', 'normal', 'wide', 'normal', 'tall', 'normal', 'splash', 'normal', 'normal'];

function read(layout: string, formats?: readonly unknown[]) {
  const panels = Array.from({ length: 40 }, (_, index) => ({
    prompt: 'p',
    weight: weights[index % weights.length],
    ...(index % 7 === 3 ? { id: `scene-${index}` } : {}),
  }));
  const render = { provider: 'openai', model: 'gpt-image-2' };
  const parsed = parseStoryValue({ title: 't', panels, book: { layout, ...(formats && { formats }) }, render });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.spec;
}

describe('the sizes of frames', () => {
  it.each(['comic', 'manga', 'storybook', 'webtoon'])(
    'of a %s are the same in an estimate and once submitted',
    (layout) => {
      const spec = read(layout);
      const model = findModel(spec.render);
      const { ids } = panelIds(spec.panels);
      const panels = spec.panels.map((panel, index) => ({ id: ids[index] ?? '', spec: panel }));
      const pages = planPages(
        panels.map((panel) => laidPanel(panel.id, panel.spec)),
        layoutSettings(spec),
      );
      const submitted = frameSizes(
        spec,
        pages.map((page) => page.flatMap((id) => panels.find((panel) => panel.id === id) ?? [])),
        model,
      );
      const estimated = newFrameSizes(spec, model);
      expect(ids.map((_, index) => estimated(String(index + 1)))).toEqual(ids.map((id) => submitted(id)));
    },
  );

  it('of a splash that bleeds have the shape of the paper with its bleed', () => {
    const spec = read('manga');
    const { width, height } = newFrameSizes(spec, findModel(spec.render))('7');
    expect(width / height).toBeCloseTo((128 / 25.4 + 0.25) / (182 / 25.4 + 0.25), 1);
    expect(width).toBeGreaterThanOrEqual(5.28 * 200);
  });

  it.each([
    [['pdf'], 200],
    [['pdf', 'print'], 300],
    [[{ format: 'print', page: 'kdp-6x9' }], 300],
  ])('of a book in %j have %i pixels per inch where the model draws so many', (formats, dpi) => {
    const spec = read('comic', formats);
    const model = findModel(spec.render);
    const { ids } = panelIds(spec.panels);
    const settings = layoutSettings(spec);
    const laid = spec.panels.map((panel, index) => laidPanel(ids[index] ?? '', panel));
    const pages = planPages(laid, settings);
    const sizeOf = newFrameSizes(spec, model);
    const inches = pages.flatMap((page, at) => {
      const panels = page.map((id, index) => ({ ...laid[ids.indexOf(id)], id, number: index + 1 }));
      const sheet = layOutPage(panels as never, settings, { number: at + 1, last: at === pages.length - 1 });
      return sheet.slots.map(({ panel, width }) => ({ id: page[panel - 1] ?? '', inches: width / (sheet.dpi ?? 1) }));
    });
    // A whole page at 300 is more than the model draws reliably.
    const small = inches.filter((slot) => slot.inches < 4);
    expect(small.length).toBeGreaterThan(20);
    for (const { id, inches: wide } of small)
      expect(sizeOf(String(ids.indexOf(id) + 1)).width / wide).toBeGreaterThanOrEqual(dpi * 0.99);
  });
});
