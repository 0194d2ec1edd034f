import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Comparison, formatCompared, openComparison, pricedFamilies } from '../src/compare-estimates.ts';

/**
 * The estimate of a story before it is submitted, and what the emulator of its vendor charges for it by the vendor's own rules:
 * within 15 % for every provider, family of models and method. `pnpm bench` prints the table for every model.
 */

let comparison: Comparison;
const lines: string[] = [];
beforeAll(async () => {
  comparison = await openComparison();
});
afterAll(async () => {
  process.stdout.write(`estimate ÷ charged\n${lines.join('\n')}\n`);
  await comparison[Symbol.asyncDispose]();
});

const cases = pricedFamilies.flatMap((model) =>
  model.methods.map((method) => ({ id: model.id, provider: model.provider, model, method })),
);

/** How far the estimate is off, as a share of what was charged and of what our ledger says: the larger of the two. */
async function deviation(...asked: Parameters<Comparison['compare']>): Promise<number> {
  const compared = await comparison.compare(...asked);
  lines.push(formatCompared(compared));
  const { estimateUsd, chargedUsd, spentUsd } = compared;
  return Math.max(...[chargedUsd, spentUsd].map((actual) => Math.abs(estimateUsd / actual - 1)));
}

describe('the estimate is what is charged, ±15 %', () => {
  it.each(cases)('$provider $id by $method', async ({ model, method }) => {
    // The cheapest frames, beside which references and words weigh most.
    expect(await deviation(model, method, model.qualities.includes('low') ? { quality: 'low' } : {})).toBeLessThan(
      0.15,
    );
  });

  it.each(cases.filter(({ id }) => id === 'gpt-image-2'))(
    '$provider $id by $method, cast from words',
    async ({ model, method }) => {
      expect(await deviation(model, method, { cast: 'words', quality: 'low' })).toBeLessThan(0.15);
    },
  );

  it.each(cases.filter(({ id, provider }) => id === 'gpt-image-2' && provider === 'openai'))(
    '$provider $id by $method at the default quality, and wide',
    async ({ model, method }) => {
      expect(await deviation(model, method, { size: '1536x1024' })).toBeLessThan(0.15);
    },
  );

  const sizeRules = [
    'openai gpt-image-2',
    'openai gpt-image-1.5',
    'azure gpt-image-2',
    'fal nano-banana-2',
    'fal flux-2-pro',
  ];
  it.each(
    cases.filter(
      ({ id, provider, method }) =>
        sizeRules.includes(`${provider} ${id}`) && (method === 'panels' || method === 'series'),
    ),
  )('$provider $id by $method, comic pages with a frame for each slot', async ({ model, method }) => {
    const quality = model.qualities.includes('low') ? { quality: 'low' } : {};
    expect(await deviation(model, method, { size: 'auto', book: { layout: 'comic' }, ...quality })).toBeLessThan(0.15);
  });

  it.each(
    cases.filter(({ id, provider, method }) => id === 'gpt-image-2' && provider === 'openai' && method === 'panels'),
  )('$provider $id by $method, recoverable', async ({ model, method }) => {
    expect(await deviation(model, method, { quality: 'low', render: { recoverable: true } })).toBeLessThan(0.15);
  });
});
