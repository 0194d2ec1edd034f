import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInCatalogue } from '../../src/catalogue/built-in-catalogue.ts';
import { findModel } from '../../src/catalogue/find-model.ts';
import type { Model } from '../../src/catalogue/model.ts';
import { priceRequest, type RequestToPrice } from '../../src/catalogue/price-request.ts';
import { parseSize } from '../../src/catalogue/size-rule.ts';

const of = (provider: Model['provider'], model: string) => findModel({ provider, model });
const request = (over: Partial<RequestToPrice> = {}): RequestToPrice => ({
  method: 'panels',
  size: parseSize('1024x1024'),
  prompt: '',
  panels: [1],
  references: [],
  ...over,
});
const dollars = (model: Model, size: string, quality?: string, references: RequestToPrice['references'] = []) =>
  priceRequest(model, request({ size: parseSize(size), quality, references })).expected / 1_000_000;
const squareReference = parseSize('1024x1024');

describe('every price the vendors and others publish', () => {
  const gpt2 = [
    ['1024x1024', { low: 0.006, medium: 0.053, high: 0.211 }],
    ['1024x1536', { low: 0.005, medium: 0.041, high: 0.165 }],
    ['1536x1024', { low: 0.005, medium: 0.041, high: 0.165 }],
    ['2048x2048', { low: 0.012, medium: 0.107, high: 0.428 }],
    ['3840x2160', { low: 0.011, medium: 0.1, high: 0.4 }],
    ['1536x864', { high: 0.129 }],
    ['2560x1440', { high: 0.221 }],
    ['1152x2048', { high: 0.17 }],
  ] as const;
  const gpt25 = [
    ['1024x1024', { low: 0.006, medium: 0.013, high: 0.053, xhigh: 0.094, max: 0.211 }],
    ['1024x1536', { low: 0.005, medium: 0.01, high: 0.041, xhigh: 0.074, max: 0.165 }],
    ['2048x2048', { low: 0.012, medium: 0.027, high: 0.107, xhigh: 0.19, max: 0.428 }],
    ['3840x2160', { low: 0.011, medium: 0.026, high: 0.1, xhigh: 0.178, max: 0.4 }],
  ] as const;
  const gpt15 = [
    ['1024x1024', { low: 0.009, medium: 0.034, high: 0.133 }],
    ['1024x1536', { low: 0.013, medium: 0.05, high: 0.2 }],
    ['1536x1024', { low: 0.013, medium: 0.05, high: 0.2 }],
  ] as const;
  const mini = [
    ['1024x1024', { low: 0.005, medium: 0.011, high: 0.036 }],
    ['1024x1536', { low: 0.006, medium: 0.015, high: 0.052 }],
    ['1536x1024', { low: 0.006, medium: 0.015, high: 0.052 }],
  ] as const;
  const points = (['openai', 'azure'] as const).flatMap((provider) =>
    (
      [
        ['gpt-image-2', gpt2],
        ['gpt-image-2.5-sunburst', gpt25],
        ['gpt-image-2.5-flare', gpt25],
        ['gpt-image-2.6-sunburst', gpt25],
        ['gpt-image-2.6-flare', gpt25],
        ['gpt-image-1.5', gpt15],
        ['gpt-image-1-mini', mini],
      ] as const
    )
      .filter(([id]) => builtInCatalogue.models.some((model) => model.provider === provider && model.id === id))
      .flatMap(([id, table]) =>
        table.flatMap(([size, prices]) =>
          Object.entries(prices).map(([quality, price]) => [provider, id, size, quality, price] as const),
        ),
      ),
  );
  it.each(points)('%s %s %s %s: $%d', (provider, id, size, quality, price) => {
    // Tables are rounded to a tenth of a cent, and the one of mini has a square reference in it.
    const references = id === 'gpt-image-1-mini' ? [squareReference] : [];
    expect(Math.round(dollars(of(provider, id), size, quality, references) * 1_000) / 1_000).toBe(price);
  });

  it.each([
    ['1024x768', 0.01, 0.04, 0.15],
    ['1024x1024', 0.01, 0.06, 0.22],
    ['1024x1536', 0.01, 0.05, 0.17],
    ['1920x1080', 0.01, 0.04, 0.16],
    ['2560x1440', 0.01, 0.06, 0.23],
    ['3840x2160', 0.02, 0.11, 0.41],
  ])(
    'fal gpt-image-2 %s: its table is our price rounded up to a cent, and never above our high estimate',
    (size, ...table) => {
      for (const [index, quality] of (['low', 'medium', 'high'] as const).entries()) {
        const model = of('fal', 'gpt-image-2');
        expect(Math.ceil(dollars(model, size, quality) * 100 - 1e-9) / 100).toBe(table[index]);
        const { high } = priceRequest(model, request({ size: parseSize(size), quality }));
        expect(high).toBeGreaterThanOrEqual((table[index] ?? 0) * 1_000_000);
      }
    },
  );

  it.each([
    ['512x512', 0.06],
    ['1024x1024', 0.08],
    ['2048x2048', 0.12],
    ['4096x4096', 0.16],
  ])('nano-banana-2 %s: $%d', (size, price) => {
    expect(dollars(of('fal', 'nano-banana-2'), size)).toBe(price);
    expect(dollars(of('fal', 'nano-banana-2'), size, undefined, [squareReference, null])).toBe(price);
  });

  it.each([
    ['512x512', 0, 0.03],
    ['1024x1024', 0, 0.03],
    ['1920x1088', 0, 0.045],
    ['2048x2048', 0, 0.075],
    // An edit begins at $0.045.
    ['1024x1024', 1, 0.045],
    ['1024x1024', 3, 0.075],
  ])('flux-2-pro %s with %i references: $%d', (size, references, price) => {
    expect(dollars(of('fal', 'flux-2-pro'), size, undefined, Array(references).fill(squareReference))).toBe(price);
  });

  it.each([
    ['imagen4', 0.05],
    ['imagen4-fast', 0.03],
    ['imagen4-ultra', 0.1],
  ])('%s: $%d', (id, price) => {
    expect(dollars(of('fal', id), '1024x1024')).toBe(price);
  });

  it.each([
    ['1024x1024', 0.0082],
    ['1024x1536', 0.0123],
    ['2048x2048', 0.0123],
  ])('a reference of %s adds about $%d to a frame of gpt-image-2', (size, price) => {
    const model = of('openai', 'gpt-image-2');
    const added = dollars(model, '1024x1024', 'low', [parseSize(size)]) - dollars(model, '1024x1024', 'low');
    expect(added).toBeCloseTo(price, 4);
  });
});

describe('priceRequest', () => {
  const gpt = of('openai', 'gpt-image-2');

  it('asks for the default quality when the story names none, and prices auto as anything from low to high', () => {
    expect(priceRequest(gpt, request())).toEqual(priceRequest(gpt, request({ quality: 'medium' })));
    const auto = priceRequest(gpt, request({ quality: 'auto' }));
    expect(auto.low).toBe(priceRequest(gpt, request({ quality: 'low' })).low);
    expect(auto.expected).toBe(priceRequest(gpt, request({ quality: 'medium' })).expected);
    expect(auto.high).toBe(priceRequest(gpt, request({ quality: 'high' })).high);
  });

  it('bills eight frames of one call with their references as eight calls', () => {
    const one = request({ references: [squareReference], prompt: 'a hare runs', quality: 'low' });
    const eight = { ...one, method: 'one-call' as const, panels: Array(8).fill(0) };
    // Each is rounded to a millionth separately.
    expect(Math.abs(priceRequest(gpt, eight).expected - priceRequest(gpt, one).expected * 8)).toBeLessThanOrEqual(4);
  });

  it('bills a contact sheet as the one large picture it is', () => {
    const sheet = priceRequest(gpt, request({ method: 'contact-sheet', panels: Array(8).fill(0), quality: 'high' }));
    expect(sheet.expected).toBe(priceRequest(gpt, request({ size: parseSize('1920x3840'), quality: 'high' })).expected);
  });

  it('adds the language model to a series and to what is to be found again', () => {
    const panels = Array(8).fill(0);
    const series = priceRequest(gpt, request({ method: 'series', panels }));
    const oneCall = priceRequest(gpt, request({ method: 'one-call', panels }));
    // 300 × $2.50 + 120 × $15 per million for the whole of it; at most 20,000 and 8,000 for each frame, and all frames before.
    expect(series.expected - oneCall.expected).toBe(300 * 2.5 + 120 * 15);
    expect(series.high - oneCall.high).toBe(8 * (20_000 * 2.5 + 8_000 * 15) + 28 * 1_536 * 8);
    expect(priceRequest(gpt, request({ recoverable: true })).expected - priceRequest(gpt, request()).expected).toBe(
      300 * 2.5 + 120 * 15,
    );
    // The language model reads the prompt once, whatever it draws.
    const words = (method: 'series' | 'one-call') =>
      priceRequest(gpt, request({ method, panels, prompt: 'a'.repeat(4_000) })).expected -
      priceRequest(gpt, request({ method, panels })).expected;
    expect(words('series') - words('one-call')).toBe(1_000 * 2.5);
    const elsewhere = of('fal', 'gpt-image-2');
    expect(priceRequest(elsewhere, request({ recoverable: true }))).toEqual(priceRequest(elsewhere, request()));
  });

  it('asks nothing for the storyboard', () => {
    const free = priceRequest(findModel({ provider: 'storyboard', model: undefined }), request({ quality: 'max' }));
    expect(free).toEqual({ low: 0, expected: 0, high: 0 });
  });

  it('is an ordered range of whole numbers that grows with frames, references and words, whatever the model', () => {
    const priced = builtInCatalogue.models.filter(({ status }) => status.state !== 'shut-down');
    const picture = fc.option(
      fc.record({ width: fc.integer({ min: 64, max: 4_096 }), height: fc.integer({ min: 64, max: 4_096 }) }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...priced),
        fc.constantFrom('panels', 'one-call', 'series', 'contact-sheet'),
        fc.array(picture, { maxLength: 4 }),
        fc.string({ maxLength: 200 }),
        fc.integer({ min: 1, max: 7 }),
        (model, method, references, prompt, frames) => {
          const base = request({ method, references, prompt, panels: Array(frames).fill(0) });
          const price = priceRequest(model, base);
          expect(Object.values(price).every(Number.isSafeInteger)).toBe(true);
          expect(price.low).toBeLessThanOrEqual(price.expected);
          expect(price.expected).toBeLessThanOrEqual(price.high);
          const grown = [
            { ...base, references: [...references, null] },
            { ...base, prompt: `${prompt} and more words` },
            ...(method === 'contact-sheet' ? [] : [{ ...base, panels: Array(frames + 1).fill(0) }]),
          ].map((larger) => priceRequest(model, larger));
          for (const larger of grown) {
            expect(larger.expected).toBeGreaterThanOrEqual(price.expected);
            expect(larger.high).toBeGreaterThanOrEqual(price.high);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
