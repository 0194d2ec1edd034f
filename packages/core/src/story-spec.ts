import { z } from 'zod';

/** Limits of a StorySpec. Counts are of panels, characters or UTF-16 code units as named. */
export const storyLimits = {
  panels: 2_000,
  characters: 64,
  referencesPerCharacter: 8,
  textsPerPanel: 12,
  title: 300,
  prompt: 8_000,
  description: 4_000,
  text: 1_000,
  batchSize: 8,
} as const;

/** Everything below U+0020 except tab and line feed, DEL, C1 controls, and lone surrogates cannot be drawn or stored as text. */
const unprintable = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]|\p{Surrogate}/u;

const text = (max: number) =>
  z
    .string()
    .max(max, `is longer than ${max} characters`)
    .refine((value) => !unprintable.test(value), 'contains control characters; remove them')
    .refine((value) => value.trim() !== '', 'is empty');

const id = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'must be 1–64 letters, digits, "-" or "_", starting with a letter or digit');

/** `https` URL, `data:image/…` URL, asset id, or (resolved by the CLI before submitting) a local path. */
const reference = z.string().min(1).max(15_000_000);

const bcp47 = z.string().refine((tag) => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}, 'is not a BCP 47 language tag such as "en", "ar" or "ja-JP"');

export const panelTextSchema = z
  .strictObject({
    kind: z.enum(['caption', 'speech', 'thought', 'sfx']),
    speaker: id.optional(),
    text: text(storyLimits.text),
    drawnBy: z.enum(['overlay', 'model']).default('overlay'),
  })
  .meta({ id: 'PanelText', description: 'Lettering of a panel: kept as text, drawn on the sheet' });

export const panelSpecSchema = z
  .strictObject({
    id: id.optional(),
    prompt: text(storyLimits.prompt),
    characters: z.array(id).max(storyLimits.characters).default([]),
    text: z.array(panelTextSchema).max(storyLimits.textsPerPanel).default([]),
    alt: text(storyLimits.description).optional(),
    weight: z.enum(['splash', 'wide', 'normal']).default('normal'),
    focus: z
      .strictObject({ x: z.number().min(0).max(1), y: z.number().min(0).max(1) })
      .optional()
      .describe('The point of the picture that must stay visible when it is cropped; 0–1 from the top left'),
  })
  .meta({ id: 'PanelSpec', description: 'One picture of the story' });

export const characterSpecSchema = z
  .strictObject({
    id,
    name: text(storyLimits.title),
    description: text(storyLimits.description),
    references: z.array(reference).max(storyLimits.referencesPerCharacter).default([]),
  })
  .meta({ id: 'CharacterSpec', description: 'One of the cast' });

export const providerIds = ['storyboard', 'openai', 'azure', 'fal', 'openai-compatible'] as const;
export type ProviderId = (typeof providerIds)[number];

export const methods = ['panels', 'series', 'contact-sheet', 'one-call'] as const;
export type Method = (typeof methods)[number];

export const renderSpecSchema = z
  .strictObject({
    provider: z.enum(providerIds).default('storyboard'),
    model: z.string().min(1).max(200).optional(),
    size: z
      .string()
      .regex(/^[1-9]\d{1,4}x[1-9]\d{1,4}$/, 'must be WIDTHxHEIGHT in pixels, for example 1024x1024')
      .default('1024x1024'),
    quality: z.enum(['auto', 'low', 'medium', 'high', 'xhigh', 'max']).optional(),
    batchSize: z.int().min(1).max(storyLimits.batchSize).default(storyLimits.batchSize),
    method: z.enum(methods).optional(),
    approveAfter: z.int().min(1).optional(),
    unknownOutcome: z.enum(['retry', 'ask']).default('retry'),
    recoverable: z.boolean().default(false),
    recall: z.boolean().default(true),
    fallback: z.boolean().default(false),
  })
  .meta({ id: 'RenderSpec', description: 'How the panels are drawn' });

export const bookFormats = ['pdf', 'cbz', 'epub', 'webtoon', 'images'] as const;
export type BookFormat = (typeof bookFormats)[number];

/** The book formats this version binds; the others are accepted words of the format and refused with a clear error. */
export const boundFormats = ['pdf', 'cbz'] as const satisfies readonly BookFormat[];

export const bookSpecSchema = z
  .strictObject({
    layout: z.enum(['grid']).default('grid'),
    formats: z
      .array(
        z.enum(bookFormats).refine((format) => (boundFormats as readonly string[]).includes(format), {
          error: (issue) => `"${String(issue.input)}" cannot be bound by this version; use ${boundFormats.join(' or ')}`,
        }),
      )
      .min(1)
      .default(['pdf', 'cbz'])
      .refine((formats) => new Set(formats).size === formats.length, 'names a format twice'),
    author: text(storyLimits.title).nullish(),
    summary: text(storyLimits.description).nullish(),
  })
  .meta({ id: 'BookSpec', description: 'How the panels are laid out and bound' });

export const storySpecSchema = z
  .strictObject({
    title: text(storyLimits.title),
    language: bcp47.default('en'),
    readingDirection: z.enum(['ltr', 'rtl', 'vertical']).default('ltr'),
    style: text(storyLimits.description).optional(),
    characters: z.array(characterSpecSchema).max(storyLimits.characters).default([]),
    panels: z
      .array(panelSpecSchema)
      .min(1, 'a story needs at least one panel')
      .max(storyLimits.panels, `a story has at most ${storyLimits.panels} panels; split it into several stories`),
    render: renderSpecSchema.prefault({}),
    budget: z.strictObject({ maxUsd: z.number().min(0).max(1_000_000) }).optional(),
    book: bookSpecSchema.prefault({}),
    webhook: z.strictObject({ url: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }) }).optional(),
  })
  .meta({ id: 'StorySpec', description: 'A long story to be drawn in chained batches and bound into books' });

export type StorySpec = z.output<typeof storySpecSchema>;
export type PanelSpec = z.output<typeof panelSpecSchema>;
export type PanelText = z.output<typeof panelTextSchema>;
export type CharacterSpec = z.output<typeof characterSpecSchema>;
export type RenderSpec = z.output<typeof renderSpecSchema>;
export type BookSpec = z.output<typeof bookSpecSchema>;
export type ReadingDirection = StorySpec['readingDirection'];
