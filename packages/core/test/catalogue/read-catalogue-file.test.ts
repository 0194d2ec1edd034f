import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { builtInCatalogue } from '../../src/catalogue/built-in-catalogue.ts';
import { findModel, modelsOf } from '../../src/catalogue/find-model.ts';
import type { Model } from '../../src/catalogue/model.ts';
import { readCatalogueFile } from '../../src/catalogue/read-catalogue-file.ts';

const read = (yaml: string) => readCatalogueFile(parse(yaml));
const find = (yaml: string, provider: Model['provider'], model?: string) => findModel({ provider, model }, read(yaml));

describe('readCatalogueFile', () => {
  it.each(['', '{}', 'models: []', 'defaults: {}'])('changes nothing by %j', (yaml) => {
    expect(read(yaml)).toEqual(builtInCatalogue);
  });

  it('changes one value of one model and leaves the others', () => {
    const yaml = 'models: [{ provider: openai, id: gpt-image-2, limits: { imagesPerMinute: 150 } }]';
    const changed = find(yaml, 'openai', 'gpt-image-2');
    const before = findModel({ provider: 'openai', model: 'gpt-image-2' });
    expect(changed).toEqual({
      ...before,
      limits: { concurrency: 8, imagesPerMinute: 150 },
      source: 'the catalogue file',
    });
    expect(find(yaml, 'openai', 'gpt-image-2.5-flare')).toBe(
      findModel({ provider: 'openai', model: 'gpt-image-2.5-flare' }),
    );
    expect(modelsOf('openai', read(yaml))).toEqual(modelsOf('openai'));
  });

  it('merges a price of the same kind and replaces one of another', () => {
    const dearer = find(
      'models: [{ provider: openai, id: gpt-image-2, price: { by: tokens, rates: { imageOut: 40 } } }]',
      'openai',
      'gpt-image-2',
    );
    expect(dearer.price).toMatchObject({ by: 'tokens', rates: { imageOut: 40, imageIn: 8 } });
    const flat = find(
      'models: [{ provider: openai, id: gpt-image-2, price: { by: image, usd: 0.05, margin: 0 } }]',
      'openai',
      'gpt-image-2',
    );
    expect(flat.price).toEqual({ by: 'image', usd: 0.05, margin: 0 });
  });

  it('adds a deployment like a known model, of this provider or another, without its names', () => {
    const yaml = `
      models:
        - { provider: azure, id: comics-eu, like: gpt-image-2 }
        - { provider: azure, id: flare, like: { provider: openai, id: gpt-image-2.6-flare }, methods: [panels] }`;
    expect(find(yaml, 'azure', 'comics-eu')).toMatchObject({ id: 'comics-eu', snapshots: [], maxReferences: 16 });
    expect(find(yaml, 'azure', 'flare')).toMatchObject({
      provider: 'azure',
      methods: ['panels'],
      defaultQuality: 'high',
    });
    expect(find(yaml, 'azure').id).toBe('gpt-image-2');
  });

  it("says what a server of one's own can do, beginning with cautious assumptions", () => {
    const yaml = `
      models:
        - provider: openai-compatible
          id: qwen-image-edit
          maxReferences: 3
          methods: [panels, one-call]
          imagesPerCall: { generate: 4 }
          sends: { n: true, responseFormat: true }
          size: { rule: fixed, sizes: [1024x1024] }
          price: { by: image, usd: 0.01, margin: 0 }`;
    expect(find(yaml, 'openai-compatible')).toMatchObject({
      id: 'qwen-image-edit',
      maxReferences: 3,
      imagesPerCall: { generate: 4, edit: 1 },
      sends: { n: true, responseFormat: true, outputFormat: false },
      size: { rule: 'fixed', sizes: ['1024x1024'] },
      verified: true,
    });
  });

  it('sets the default of a provider', () => {
    const yaml = 'defaults: { openai: gpt-image-2.6-flare, fal: nano-banana-2 }';
    expect(find(yaml, 'openai').id).toBe('gpt-image-2.6-flare');
    expect(find(yaml, 'fal').id).toBe('nano-banana-2');
    expect(read(yaml).models).toHaveLength(builtInCatalogue.models.length);
  });

  it('does not touch the catalogue it starts from', () => {
    const before = structuredClone(builtInCatalogue);
    read(
      'models: [{ provider: openai, id: gpt-image-2, limits: { concurrency: 1 }, qualities: [low], defaultQuality: low }]',
    );
    expect(builtInCatalogue).toEqual(before);
  });

  it.each([
    ['models: 3', [/^\/models .*expected array/i]],
    ['model: []', [/^\/model is no field/]],
    ['models: [{ id: x }]', [/^\/models\/0\/provider must be one of storyboard/]],
    ['models: [{ provider: opnai, id: x }]', [/^\/models\/0\/provider must be one of/]],
    [
      'models: [{ provider: azure, id: eu, like: gpt-image2 }]',
      [/^\/models\/0\/like .*"gpt-image2" of azure.*mean gpt-image-2/],
    ],
    ['models: [{ provider: openai, id: gpt-image-2, promtMax: 3 }]', [/^\/models\/0\/promtMax .*mean `promptMax`/]],
    [
      'models: [{ provider: openai, id: gpt-image-2, limits: { concurency: 3 } }]',
      [/^\/models\/0\/limits\/concurency /],
    ],
    [
      'models: [{ provider: openai, id: gpt-image-2, maxReferences: -1, qualities: [ultra] }]',
      [/^\/models\/0\/maxReferences /, /^\/models\/0\/qualities\/0 must be one of auto, low/],
    ],
    [
      'models: [{ provider: openai, id: gpt-image-2, qualities: [xhigh, medium] }]',
      [/price\/output has no price for xhigh/],
    ],
    [
      'models: [{ provider: openai, id: gpt-image-2, defaultQuality: max }]',
      [/defaultQuality must be one of the qualities/],
    ],
    ['models: [{ provider: azure, id: gpt-image-2, methods: [series] }]', [/methods has `series`, which needs/]],
    [
      'models: [{ provider: fal, id: mine, like: { provider: openai, id: gpt-image-2 }, methods: [panels] }]',
      [/endpoints is missing/],
    ],
    [
      'models: [{ provider: openai, id: gpt-image-2, size: { rule: free, multipleOf: 1000, minEdge: 10, maxEdge: 20, maxRatio: null, minPixels: 0, maxPixels: 9, experimentalAbove: null } }]',
      [/size allows no size at all/],
    ],
    [
      'models: [{ provider: azure, id: a, like: gpt-image-2 }, { provider: azure, id: a, like: gpt-image-2 }]',
      [/models\/1 .*twice/],
    ],
    ['defaults: { openai: gpt-image-1 }', [/^\/defaults\/openai "gpt-image-1" is no model that can be drawn with/]],
    ['defaults: { openai-compatible: x }', [/add it to `models`/]],
    ['models: [{ provider: openai, id: brand-new }]', [/^\/models\/0\/methods /, /^\/models\/0\/price /]],
  ])('refuses %s', (yaml, says) => {
    const mistakes = says.map((each) => expect.stringMatching(each) as string);
    expect(() => read(yaml)).toThrow(
      expect.objectContaining({
        code: 'catalogue_invalid',
        detail: { mistakes: expect.arrayContaining(mistakes) as string[] },
      }) as Error,
    );
  });
});
