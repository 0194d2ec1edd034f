import { describe, expect, it } from 'vitest';
import { builtInCatalogue } from '../../src/catalogue/built-in-catalogue.ts';
import { findModel } from '../../src/catalogue/find-model.ts';
import { isLimited, limitOf } from '../../src/catalogue/limit-of.ts';
import { readCatalogueFile } from '../../src/catalogue/read-catalogue-file.ts';

describe('the limit of a model', () => {
  it.each(builtInCatalogue.models.map((model) => [model.provider, model.id, model] as const))(
    'is its own: %s %s',
    (provider, id, model) => {
      expect(limitOf(findModel({ provider, model: id }))).toEqual({ provider, model: id, ...model.limits });
    },
  );

  it("is not that of its provider's first model: Azure's 1-series has five images a minute", () => {
    const limit = (model: string) => limitOf(findModel({ provider: 'azure', model }));
    expect(limit('gpt-image-2').imagesPerMinute).toBe(20);
    for (const model of ['gpt-image-1.5', 'gpt-image-1-mini', 'gpt-image-1']) {
      expect(limit(model)).toEqual({ provider: 'azure', model, concurrency: 5, imagesPerMinute: 5 });
    }
  });

  it('is shared by its dated snapshots, known or not, by its aliases and its endpoints', () => {
    const nameOf = (model: string, provider: 'openai' | 'fal' = 'openai') =>
      limitOf(findModel({ provider, model })).model;
    expect(nameOf('gpt-image-2-2026-04-21')).toBe('gpt-image-2');
    expect(nameOf('gpt-image-2-2031-01-01')).toBe('gpt-image-2');
    expect(nameOf('fal-ai/nano-banana-2/edit', 'fal')).toBe('nano-banana-2');
  });

  it("is what a user's catalogue says of a new deployment, a changed model or a self-hosted one", () => {
    const catalogue = readCatalogueFile({
      models: [
        { provider: 'azure', id: 'comics-eu', like: 'gpt-image-1.5', limits: { imagesPerMinute: 60 } },
        { provider: 'openai', id: 'gpt-image-2', limits: { concurrency: null, imagesPerMinute: 150 } },
        { provider: 'openai-compatible', id: 'qwen', limits: { concurrency: 1 } },
      ],
    });
    const limit = (provider: 'azure' | 'openai' | 'openai-compatible', model: string) => {
      const { concurrency, imagesPerMinute } = limitOf(findModel({ provider, model }, catalogue), catalogue);
      return [concurrency, imagesPerMinute];
    };
    expect(limit('azure', 'comics-eu')).toEqual([5, 60]);
    expect(limit('azure', 'gpt-image-1.5')).toEqual([5, 5]);
    expect(limit('openai', 'gpt-image-2')).toEqual([null, 150]);
    expect(limit('openai-compatible', 'qwen')).toEqual([1, null]);
    expect(limit('openai-compatible', 'unknown')).toEqual([2, null]);
  });

  it('is none for the storyboard, which the worker draws itself', () => {
    expect(limitOf(findModel({ provider: 'storyboard' }))).toMatchObject({ concurrency: null, imagesPerMinute: null });
    expect(['storyboard', 'openai', 'openai-compatible'].map((it) => isLimited(it as 'openai'))).toEqual([
      false,
      true,
      true,
    ]);
  });
});
