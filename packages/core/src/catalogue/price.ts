import { z } from 'zod';
import { type RenderSpec, renderSpecSchema } from '../story-spec.ts';

export const qualitySchema = renderSpecSchema.shape.quality.unwrap();
export type Quality = NonNullable<RenderSpec['quality']>;

/** USD per million tokens, which is also millionths of a dollar per token. */
const rate = z.number().min(0).max(10_000);
const count = z.int().min(0).max(10_000_000);
const dollars = z.number().min(0).max(1_000);

/** How far a vendor's own bill may be from the price given here: 0.1 is 10 % more or less. */
const margin = z.number().min(0).max(10);

/** What a model costs. Where a vendor reports usage, the bill is made from that (`settleCost`); this is for before. */
export const priceSchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('nothing') }),
  /** Tokens in and out, as the GPT image models are billed. */
  z.strictObject({
    by: z.literal('tokens'),
    rates: z.strictObject({
      textIn: rate,
      cachedTextIn: rate,
      imageIn: rate,
      cachedImageIn: rate,
      imageOut: rate,
      textOut: rate.nullable(),
    }),
    /**
     * What one frame yields in tokens: by the closed formula (see `formulaTokens`) with a factor for every quality; or, for
     * older models, by a published table of tokens; or a table of dollars, where nothing else is known.
     */
    output: z.discriminatedUnion('by', [
      z.strictObject({
        by: z.literal('formula'),
        factors: z.partialRecord(qualitySchema, z.number().min(1).max(10_000)),
      }),
      z.strictObject({
        by: z.literal('tokens'),
        tokens: z.partialRecord(qualitySchema, z.strictObject({ square: count, portrait: count, landscape: count })),
      }),
      z.strictObject({
        by: z.literal('table'),
        usd: z.partialRecord(qualitySchema, z.strictObject({ square: dollars, oblong: dollars })),
      }),
    ]),
    /** Its prices are published rounded up to this: the high estimate is too. Null: they are not. */
    roundsUpToUsd: dollars.nullable(),
    margin,
  }),
  /** A price for each frame, by resolution where the size rule has resolutions. */
  z.strictObject({
    by: z.literal('image'),
    usd: z.union([dollars, z.record(z.string(), dollars)]),
    margin,
  }),
  /** The first megapixel (1024 × 1024) and each further one begun, of output and of the references. */
  z.strictObject({
    by: z.literal('megapixel'),
    firstUsd: dollars,
    furtherUsd: dollars,
    margin,
  }),
]);

export type Price = z.output<typeof priceSchema>;
export type TokenPrice = Extract<Price, { by: 'tokens' }>;
