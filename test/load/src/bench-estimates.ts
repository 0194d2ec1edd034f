import { formatCompared, openComparison, pricedModels } from './compare-estimates.ts';

/**
 * What a story was to cost and what the emulator of its vendor charged for it, by model and method: estimate ÷ charged. The aim
 * is 0.85 to 1.15.
 */
await using comparison = await openComparison();
for (const model of pricedModels) {
  for (const method of model.methods) {
    const compared = await comparison.compare(model, method, model.qualities.includes('low') ? { quality: 'low' } : {});
    process.stdout.write(`${formatCompared(compared)}\n`);
  }
}
