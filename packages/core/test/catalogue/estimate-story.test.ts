import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chooseModel } from '../../src/catalogue/choose-model.ts';
import { type Estimate, estimateStory } from '../../src/catalogue/estimate-story.ts';
import { findModel } from '../../src/catalogue/find-model.ts';
import { priceRequest } from '../../src/catalogue/price-request.ts';
import { parseSize } from '../../src/catalogue/size-rule.ts';
import { referencesLeftBehind } from '../../src/catalogue/warn-of-references.ts';
import { parseStorySpec } from '../../src/parse-story-spec.ts';
import { findRecipe, newestRecipe } from '../../src/prompts/recipes.ts';
import { type StorySpec, storySpecSchema } from '../../src/story-spec.ts';

const today = new Date('2026-11-22');
const sheet = 'hare-sheet';
const story = (panels: number, over: Record<string, unknown> = {}): StorySpec =>
  storySpecSchema.parse({
    title: 'A test',
    style: 'ink',
    characters: [{ id: 'hare', name: 'Hare', description: 'lean and brown', references: [sheet] }],
    panels: Array.from({ length: panels }, () => ({ prompt: 'the hare runs', characters: ['hare'] })),
    render: { provider: 'openai' },
    ...over,
  });
const estimate = (spec: StorySpec, batches = 3): Estimate =>
  estimateStory(spec, chooseModel(spec.render, batches, { today }));

describe('estimateStory', () => {
  it('is the sum of its requests, with the pictures that go along with each', () => {
    const model = findModel({ provider: 'openai', model: undefined });
    const spec = story(9, { render: { provider: 'openai', quality: 'low' } });
    const size = parseSize('1024x1024');
    const roles = [[{ kind: 'character', id: 'hare' }], [{ kind: 'anchor' }], [{ kind: 'reference-frame' }]] as const;
    const price = (number: number, pictures: number) =>
      priceRequest(model, {
        method: 'panels',
        size,
        quality: 'low',
        prompt: findRecipe(newestRecipe).composePrompt({
          story: spec,
          method: 'panels',
          panels: [{ number, prompt: 'the hare runs', characters: ['hare'], text: [] }],
          references: roles.slice(0, pictures),
          panelsSinceReference: number > 8 ? number - 8 : 0,
          distance: number > 8 ? number - 8 : 0,
          size,
          model,
        }),
        panels: [number],
        references: [null, size, size].slice(0, pictures),
      });
    // Batch 1 has the picture of the hare; batch 2 the anchor and the reference frame as well.
    const first = price(1, 1);
    const ninth = price(9, 3);
    expect(estimate(spec)).toEqual({
      lowUsd: (8 * first.low + ninth.low) / 1_000_000,
      expectedUsd: (8 * first.expected + ninth.expected) / 1_000_000,
      highUsd: (8 * first.high + ninth.high) / 1_000_000,
      batches: 2,
      requests: 9,
    });
  });

  it('gives the first frame to the rest of its batch when there is no picture of the cast', () => {
    const hare = { id: 'hare', name: 'Hare', description: 'lean and brown' };
    const one = estimate(story(1, { characters: [hare] }), 1);
    const two = estimate(story(2, { characters: [hare] }), 1);
    // 1,024 tokens of the first frame at $8, and the words that name it.
    const second = two.expectedUsd - one.expectedUsd;
    expect(second - one.expectedUsd).toBeGreaterThan(0.008192);
    expect(second - one.expectedUsd).toBeLessThan(0.0086);
  });

  it.each([
    ['openai', undefined, 'panels', 20],
    ['openai', undefined, 'series', 3],
    ['openai', undefined, 'contact-sheet', 3],
    ['openai', undefined, 'one-call', 3],
    ['fal', 'gpt-image-2', 'one-call', 5],
    ['fal', 'nano-banana-2', 'one-call', 5],
    ['storyboard', undefined, 'panels', 20],
  ] as const)('counts the requests of 20 panels: %s %s by %s are %i', (provider, model, method, requests) => {
    const spec = story(20, { render: { provider, model, method } });
    expect(estimate(spec)).toMatchObject({ batches: 3, requests });
  });

  it('grows with panels and quality and is free for the storyboard', () => {
    const high = (panels: number, quality: string) =>
      estimate(story(panels, { render: { provider: 'openai', quality } })).expectedUsd;
    expect(high(9, 'low')).toBeLessThan(high(10, 'low'));
    expect(high(10, 'low')).toBeLessThan(high(10, 'medium'));
    expect(estimate(story(20, { render: { provider: 'storyboard' } })).highUsd).toBe(0);
  });

  it('refuses a story one of whose prompts is too long, naming the panel', () => {
    const spec = story(3);
    const longest = 'x'.repeat(8_000);
    const characters = Array.from({ length: 8 }, (_, n) => ({
      id: `c${n}`,
      name: `C${n}`,
      description: 'd'.repeat(4_000),
      references: [],
    }));
    const panels = [
      ...spec.panels.slice(0, 2),
      {
        ...(spec.panels[2] as StorySpec['panels'][number]),
        prompt: longest,
        characters: characters.map(({ id }) => id),
      },
    ];
    expect(() => estimate({ ...spec, characters: [...spec.characters, ...characters], panels }, 1)).toThrow(
      expect.objectContaining({
        code: 'prompt_too_long',
        detail: expect.objectContaining({ pointer: '/panels/2/prompt', panel: 3 }) as unknown,
      }) as Error,
    );
  });

  it('prices the example of 24 panels at every provider', () => {
    const source = readFileSync(
      new URL('../../../../examples/01-the-tortoise-and-the-hare.yaml', import.meta.url),
      'utf8',
    );
    const parsed = parseStorySpec(source, { references: 'local-allowed' });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    const priced = (['openai', 'azure', 'fal', 'storyboard'] as const).map((provider) => {
      const { lowUsd, expectedUsd, highUsd, requests } = estimate({
        ...parsed.spec,
        render: { ...parsed.spec.render, provider, size: '1024x1024' },
      });
      expect(requests).toBe(24);
      expect(lowUsd).toBeLessThanOrEqual(expectedUsd);
      expect(expectedUsd).toBeLessThanOrEqual(highUsd);
      return expectedUsd;
    });
    // In squares of 1,024 pixels: 24 × $0.053, 16 × 2 frames and 7 × 1 as references, and the words.
    for (const price of priced.slice(0, 3)) expect(price).toBeCloseTo(1.63, 1);
    expect(priced[3]).toBe(0);
  });

  it('prices 2,000 panels without holding the process up', () => {
    const spec = story(2_000, {
      panels: Array.from({ length: 2_000 }, () => ({ prompt: 'p'.repeat(600), characters: ['hare'] })),
    });
    // What is quadratic does not end before the test does.
    expect(estimate(spec, 250).requests).toBe(2_000);
  });
});

describe('referencesLeftBehind', () => {
  const cast = (references: number) =>
    Array.from({ length: 4 }, (_, n) => ({
      id: `c${n}`,
      name: 'C',
      description: 'd',
      references: Array.from({ length: references }, (_picture, m) => `p${n}-${m}`),
    }));
  const of = (references: number, maxReferences: number) =>
    referencesLeftBehind(
      story(9, {
        characters: cast(references),
        panels: Array.from({ length: 9 }, () => ({ prompt: 'p', characters: ['c0', 'c1', 'c2', 'c3'] })),
      }),
      { id: 'm', maxReferences },
    );

  it('is empty when every picture goes along', () => {
    expect(of(3, 16)).toEqual([]);
  });

  it('lists the panels whose cast is too large beside the reference frame, and does not count the anchor', () => {
    expect(of(2, 9)).toEqual([]);
    expect(of(2, 8)).toEqual([{ panel: 9, pictures: 10, leftBehind: 1 }]);
    expect(of(2, 4).slice(0, 1)).toEqual([{ panel: 1, pictures: 8, leftBehind: 4 }]);
    // Three places for four characters: two alone, two on one tile.
    expect(of(2, 4).at(-1)).toEqual({ panel: 9, pictures: 10, leftBehind: 4 });
    expect(of(1, 3)).toEqual([]);
  });
});
