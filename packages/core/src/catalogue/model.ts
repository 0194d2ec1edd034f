import { z } from 'zod';
import { methods, providerIds } from '../story-spec.ts';
import { priceSchema, qualitySchema } from './price.ts';
import { nearestSize, sizeRuleSchema } from './size-rule.ts';

const name = z.string().min(1).max(200);
const day = z.iso.date();
const tokens = z.int().min(0);

/**
 * What a model can do, takes and costs, as data: one entry of the catalogue. Users may change entries or add their own by a
 * file (`readCatalogueFile`), so everything a provider needs to know about a model stands here and not in its code.
 */
export const modelSchema = z
  .strictObject({
    provider: z.enum(providerIds),
    /** What a story calls it. Sent to the vendor as it is, unless `endpoints` say otherwise; on Azure it is the deployment. */
    id: name,
    /** Other names for the same, never sent. */
    aliases: z.array(name),
    /** Dated names. Each is sent as it is, because a user who names one wants that one. */
    snapshots: z.array(name),
    /** Methods it can draw by, the best first. */
    methods: z.tuple([z.enum(methods)], z.enum(methods)),
    /** How many pictures may go along with one request; 0: text to image only, so it cannot carry a chain. */
    maxReferences: z.int().min(0).max(100),
    /**
     * How many of them are sent at most: looks fall apart as references grow (MultiBanana, arXiv 2511.22989). Absent: as many as go
     * along.
     */
    referenceQuota: z.int().min(1).max(100).optional(),
    /** What one reference may be. */
    reference: z.strictObject({
      maxBytes: z.int().min(1),
      mimes: z.array(z.enum(['image/png', 'image/jpeg', 'image/webp'])).min(1),
      /**
       * How much the model sees of a reference, in pixels: of a single one, and of each of several. One that is larger and would cost more
       * than the picture it goes along for is scaled to this before it is sent. Absent or null: not known, so nothing is scaled.
       */
      sees: z
        .strictObject({ one: z.int().min(1), several: z.int().min(1) })
        .nullable()
        .optional(),
    }),
    /** Most frames one call yields, without references and with them. */
    imagesPerCall: z.strictObject({ generate: z.int().min(1), edit: z.int().min(1) }),
    size: sizeRuleSchema,
    /** Levels it accepts; empty: it has no such parameter. */
    qualities: z.array(qualitySchema),
    /** Sent when the story names none, since vendors' own defaults differ; null: none is sent. */
    defaultQuality: qualitySchema.nullable(),
    /** Longest prompt, in UTF-16 code units. */
    promptMax: z.int().min(100),
    /** Formats of frames it can send, the one to ask for first. */
    formats: z.tuple([z.enum(['png', 'jpeg', 'webp'])], z.enum(['png', 'jpeg', 'webp'])),
    /** Where the vendor has an address for each: without references and with them. */
    endpoints: z.strictObject({ generate: name, edit: name.nullable() }).nullable(),
    /** Optional parameters that are sent because this model, or this server, takes them. */
    sends: z.strictObject({
      n: z.boolean(),
      outputFormat: z.boolean(),
      /** `response_format: b64_json`, which the GPT image models refuse and older servers need. */
      responseFormat: z.boolean(),
      inputFidelity: z.enum(['low', 'high']).nullable(),
      /** Planning effort; only the 2.6 generation knows it. */
      complexity: z.boolean(),
      /** `size`; false for servers that refuse it, or draw one size only. Default: true. */
      size: z.boolean().optional(),
      /** `moderation: low`. Default: false. */
      moderation: z.boolean().optional(),
      /** A mask with edits: which area may change; a text is the name it is sent under, where vendors disagree. Default: false. */
      mask: z.union([z.boolean(), name]).optional(),
      /** `seed`. Default: false. */
      seed: z.boolean().optional(),
      /** What a story says in `render.extra`. Default: false. */
      extra: z.boolean().optional(),
    }),
    /**
     * The way through a language model that calls the image model as its tool: what `series` and recoverable requests
     * use, and what they cost beside the frames. Tokens are the language model's own, beside the prompt: the least and the
     * expected of a whole request, and the most of each frame, since it may think about every one. null: there is no such way.
     */
    responses: z
      .strictObject({
        model: name,
        rates: z.strictObject({ in: z.number().min(0), cachedIn: z.number().min(0), out: z.number().min(0) }),
        tokensIn: z.strictObject({ low: tokens, expected: tokens, high: tokens }),
        tokensOut: z.strictObject({ low: tokens, expected: tokens, high: tokens }),
      })
      .nullable(),
    price: priceSchema,
    /** What all processes together may ask of this model: requests under way at once, and images a minute. null: no limit. */
    limits: z.strictObject({
      concurrency: z.int().min(1).max(1_000).nullable(),
      imagesPerMinute: z.int().min(1).nullable(),
    }),
    status: z.discriminatedUnion('state', [
      z.strictObject({ state: z.literal('active') }),
      z.strictObject({ state: z.literal('deprecated'), shutdown: day, replacement: name }),
      z.strictObject({ state: z.literal('shut-down'), shutdown: day, replacement: name }),
    ]),
    /** The day these facts were read, and where. */
    asOf: day,
    source: z.string().min(1),
    /** Whether prices, sizes and limits stand on a page of the vendor; `note` says what does not. */
    verified: z.boolean(),
    note: z.string().min(1).nullable(),
  })
  .superRefine((model, context) => {
    const say = (message: string, ...path: (string | number)[]) => context.addIssue({ code: 'custom', message, path });
    if (model.defaultQuality !== null && !model.qualities.includes(model.defaultQuality)) {
      say(`must be one of the qualities: ${model.qualities.join(', ')}`, 'defaultQuality');
    }
    if (nearestSize(model.size, { width: 1_024, height: 1_024 }) === null) say('allows no size at all', 'size');
    if (model.provider === 'fal' && model.endpoints === null) say('is missing; name the endpoint ids', 'endpoints');
    if (model.endpoints?.edit === null && model.maxReferences > 0)
      say('is missing; name the endpoint', 'endpoints', 'edit');
    if (model.methods.includes('series') && model.responses === null) {
      say('has `series`, which needs `responses`', 'methods');
    }
    if (model.methods.includes('economy') && model.provider !== 'openai') {
      say('has `economy`, which only provider "openai" has', 'methods');
    }
    const { price } = model;
    if (price.by === 'tokens') {
      const priced: object =
        price.output.by === 'formula'
          ? price.output.factors
          : price.output.by === 'tokens'
            ? price.output.tokens
            : price.output.usd;
      const missing = model.qualities.filter((quality) => quality !== 'auto' && !(quality in priced));
      if (missing.length > 0) say(`has no price for ${missing.join(', ')}`, 'price', 'output');
      if (model.defaultQuality === null || model.defaultQuality === 'auto') {
        say('must be a level with a price', 'defaultQuality');
      }
    }
    if (price.by === 'image' && typeof price.usd === 'object') {
      const { usd, by } = { usd: price.usd, by: model.size };
      const names = by.rule === 'ratio' ? by.resolutions.map((resolution) => resolution.name) : [];
      if (names.length === 0) say('must be one number: the model has no resolutions', 'price', 'usd');
      const missing = names.filter((resolution) => usd[resolution] === undefined);
      if (missing.length > 0) say(`has no price for ${missing.join(', ')}`, 'price', 'usd');
    }
  });

export type Model = z.output<typeof modelSchema>;

/** The models a story can name; of each provider the default first. */
export interface Catalogue {
  readonly models: readonly Model[];
}

/** Whether a model is sent a mask with edits; the others get the area in words. */
export const takesMask = ({ sends }: Pick<Model, 'sends'>): boolean =>
  typeof sends.mask === 'string' || sends.mask === true;
