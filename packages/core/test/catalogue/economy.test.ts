import { describe, expect, it } from 'vitest';
import { chooseModel } from '../../src/catalogue/choose-model.ts';
import { estimateStory } from '../../src/catalogue/estimate-story.ts';
import { findModel } from '../../src/catalogue/find-model.ts';
import { priceRequest } from '../../src/catalogue/price-request.ts';
import { readCatalogueFile } from '../../src/catalogue/read-catalogue-file.ts';
import { settleCost } from '../../src/catalogue/settle-cost.ts';
import { parseSize } from '../../src/catalogue/size-rule.ts';
import { storySpecSchema } from '../../src/story-spec.ts';

const model = findModel({ provider: 'openai', model: 'gpt-image-2' });
const today = new Date('2026-11-29');
const request = {
  method: 'panels' as const,
  size: parseSize('1024x1024'),
  prompt: 'a hare',
  panels: [1],
  references: [],
};

const story = (panels: number, over: Record<string, unknown> = {}) =>
  storySpecSchema.parse({
    title: 'A test',
    panels: Array.from({ length: panels }, (_, index) => ({ prompt: `tree ${index + 1}`, characters: ['hare'] })),
    characters: [{ id: 'hare', name: 'Hare', description: 'a lean hare' }],
    render: { provider: 'openai' },
    ...over,
  });

describe('economy', () => {
  it('costs half, before and after', () => {
    const whole = priceRequest(model, request);
    const half = priceRequest(model, { ...request, method: 'economy' });
    expect(Math.abs(half.expected - whole.expected / 2)).toBeLessThanOrEqual(1);
    expect(Math.abs(half.high - whole.high / 2)).toBeLessThanOrEqual(1);
    const usage = { textIn: 10, cachedTextIn: 0, imageIn: 1_000, cachedImageIn: 0, imageOut: 1_756, textOut: 0 };
    expect(settleCost(model, { ...request, method: 'economy' }, { usage })).toBe(
      Math.ceil(settleCost(model, request, { usage }) / 2),
    );
  });

  it('needs no language model to be found again, so `recoverable` costs nothing more', () => {
    const plain = priceRequest(model, { ...request, method: 'economy' });
    expect(priceRequest(model, { ...request, method: 'economy', recoverable: true })).toEqual(plain);
  });

  it('says how many vendor batches a story needs, and for how long', () => {
    const economy = (spec: ReturnType<typeof story>) => estimateStory(spec, { model, method: 'economy' }).economy;
    // The cast has no pictures: panel 1 before the others of batch 1.
    expect(economy(story(16))).toEqual({ vendorBatches: 3, longestHours: 72 });
    const hare = { id: 'hare', name: 'Hare', description: 'a lean hare', references: ['sm1'] };
    expect(economy(story(16, { characters: [hare] }))).toEqual({ vendorBatches: 2, longestHours: 48 });
    // Panels without pictures and with them go to two addresses, at the same time.
    const mixed = story(2, { characters: [hare] });
    const spec = { ...mixed, panels: mixed.panels.map((it, index) => (index === 0 ? { ...it, characters: [] } : it)) };
    expect(economy(spec)).toEqual({ vendorBatches: 2, longestHours: 24 });
    expect(estimateStory(story(16), { model, method: 'panels' }).economy).toBeUndefined();
  });

  it('is refused where there are no vendor batches, naming the models that have them', () => {
    for (const render of [
      { provider: 'azure' as const, model: 'gpt-image-2' },
      { provider: 'fal' as const, model: undefined },
      { provider: 'storyboard' as const, model: undefined },
    ]) {
      const choose = () =>
        chooseModel({ ...render, method: 'economy', size: '1024x1024', quality: undefined, batchSize: 8 }, 1, {
          today,
        });
      expect(choose).toThrow(/cannot draw by "economy"; it can by panels.*gpt-image-2 \(openai\)/);
    }
  });

  it('does not come along when a model of another provider is like one of OpenAI', () => {
    const entry = { provider: 'azure', id: 'my-deployment', like: { provider: 'openai', id: 'gpt-image-2' } };
    const { models } = readCatalogueFile({ models: [entry] });
    expect(models.find(({ id }) => id === 'my-deployment')?.methods).not.toContain('economy');
  });
});
