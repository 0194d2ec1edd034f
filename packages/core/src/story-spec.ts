import { z } from 'zod';
import { readBookDate } from './book-date.ts';
import {
  locationSpecSchema,
  outfitSpecSchema,
  platesSpecSchema,
  propSpecSchema,
  sceneSpecSchema,
  styleSpecSchema,
} from './cast-spec.ts';
import { checksSpecSchema } from './checks/checks-spec.ts';
import { reviewSpecSchema } from './checks/review-spec.ts';
import { bookFormats, describeFormat } from './formats/book-formats.ts';
import { bookName } from './formats/book-name.ts';
import { pageBreaks, panelWeights, pauses } from './layout/layout.ts';
import { bookLayouts } from './layout/layouts.ts';
import { isPageForPanels, pageLimits, pagePresetNames, pageUnits } from './layout/page-sizes.ts';
import { id, reference, text } from './spec-parts.ts';
import { storyLimits } from './story-limits.ts';
import { externalIdSchema, metadataSchema, prioritySchema } from './story-marks.ts';
import { textStyles } from './text-styles.ts';
import { eventTypesSchema } from './webhooks.ts';

export { storyLimits } from './story-limits.ts';

const bcp47 = z.string().refine((tag) => {
  try {
    // RFC 5646 4.4.1 asks for room for 35 characters.
    return tag.length <= 64 && Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}, 'is not a BCP 47 language tag; write one such as en, ar or pt-BR');

/** Users' own ids, and those the system generates: the panel's id, a dot and a number. */
const textId = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}(\.\d{1,5})?$/,
    'is not the id of a text; use 1–64 letters (a–z), digits, "-" and "_", starting with a letter or digit',
  );

/** A point of a picture or a slot, from its top left corner. */
const placeSchema = z.strictObject({ x: z.number().min(0).max(1), y: z.number().min(0).max(1) });

export const panelTextSchema = z
  .strictObject({
    id: textId
      .optional()
      .describe('Permanent name of the text, by which editions in other languages refer to it; generated when missing'),
    kind: z
      .enum(['caption', 'speech', 'thought', 'sfx', 'narration'])
      .describe('sfx: a sound effect; narration: below the picture in a storybook, a caption elsewhere'),
    speaker: id.optional().describe('Id of the character the balloon points to'),
    text: text(storyLimits.text).describe('The words; about 90 characters fit a balloon well; *word* is emphasis'),
    style: z
      .enum(textStyles)
      .optional()
      .describe('How it sounds: whisper, shout, radio, or off, by someone outside the picture; default: normal'),
    drawnBy: z
      .enum(['overlay', 'model'])
      .default('overlay')
      .describe('overlay: set on the sheet as type; model: painted by the image model'),
    balloon: placeSchema
      .nullable()
      .optional()
      .describe(
        'Where its middle stands in the slot, 0–1 from the top left; it stays there. Absent: as it was, at first wherever it fits; null: wherever it fits',
      ),
    mouth: placeSchema
      .nullable()
      .optional()
      .describe(
        "Where the speaker's mouth is in the picture, 0–1 from the top left: the tail leads there. Absent: as it was, at first by where the speaker stands; null: by where the speaker stands",
      ),
  })
  .meta({ id: 'PanelText', description: 'Lettering of a panel: kept as text, drawn on the sheet' });

/** A character of a panel: an id, or an id with its outfit and where the figure stands. */
const panelCharacterSchema = z.union([
  id,
  z.strictObject({
    id,
    outfit: id.optional().describe('What the character wears here, if not what the scene says'),
    at: z
      .union([z.enum(['left', 'centre', 'right']), z.number().min(0).max(1)])
      .optional()
      .describe('Where the figure stands across the picture: left, centre, right, or 0 to 1 from the left'),
  }),
]);

/** Words in `references` of a panel that are no ids. */
export const referenceWords = ['style', 'anchor', 'last-frame'] as const;

const panelReferencesSchema = z
  .union([
    z.enum(['auto', 'none']),
    z
      .array(
        z
          .string()
          .regex(
            /^(panel:)?[A-Za-z0-9][A-Za-z0-9_-]{0,63}(\/[A-Za-z0-9][A-Za-z0-9_-]{0,63})?$/,
            'names no picture; write the id of a character, location or prop, an outfit such as hare/winter, style, anchor, last-frame, or panel:ID',
          ),
      )
      .min(1)
      .max(storyLimits.panelReferences),
  ])
  .optional()
  .describe(
    'Pictures that go along: auto, chosen by role and scene; none; or a list of [hare, hare/winter, mill, watch, style, anchor, last-frame, panel:ID], most important first',
  );

export const panelSpecSchema = z
  .strictObject({
    id: id.optional().describe('Your own name for the panel'),
    prompt: text(storyLimits.prompt).describe('What the picture shows: one clear moment, its composition and action'),
    characters: z
      .array(panelCharacterSchema)
      .max(storyLimits.charactersPerPanel)
      .default([])
      .describe(
        'The characters in the picture: their ids, or { id: hare, outfit: winter, at: left } to say what one wears and where it stands',
      ),
    scene: id.optional().describe('Id of the scene; default: that of the panel before'),
    references: panelReferencesSchema,
    continuesFrom: id
      .optional()
      .describe(
        'The frame the panel continues from: auto, the last one of the batch before; none; or the id of a panel of an earlier batch',
      ),
    text: z
      .array(panelTextSchema)
      .max(storyLimits.textsPerPanel)
      .default([])
      .describe('Captions, balloons and sound effects in reading order'),
    alt: text(storyLimits.description)
      .optional()
      .describe('For readers who cannot see the picture; default: the prompt'),
    weight: z
      .enum(panelWeights)
      .default('normal')
      .describe(
        'How much room the panel gets on its sheet; splash: the whole page, wide: a row, tall: an upright slot',
      ),
    page: z
      .enum(pageBreaks)
      .optional()
      .describe(
        'Whether the panel starts a page; new-right and new-left name the side; same: it stays on the page of the panel before it; default: auto, the layout decides',
      ),
    pause: z
      .enum(pauses)
      .optional()
      .describe('The gap before the panel in a webtoon: none, short or long; default: short'),
    signs: z
      .boolean()
      .optional()
      .describe('Words in the picture are wanted here, such as signs and titles: the check `text` leaves it out'),
    focus: z
      .strictObject({ x: z.number().min(0).max(1), y: z.number().min(0).max(1) })
      .optional()
      .describe('The point of the picture that must stay visible when it is cropped; 0–1 from the top left'),
  })
  .meta({ id: 'PanelSpec', description: 'One picture of the story' });

export const characterSpecSchema = z
  .strictObject({
    id: id.describe('The word by which panels and texts name the character'),
    name: text(storyLimits.title),
    description: text(storyLimits.description).describe(
      'What the character looks like: colours, clothes and props keep it on model in every panel',
    ),
    references: z
      .array(reference)
      .max(storyLimits.referencesPerCharacter)
      .default([])
      .describe('Pictures of the character, most important first'),
    tier: z
      .enum(['lead', 'supporting'])
      .optional()
      .describe('Leads get a picture of their own first when not all pictures go along; default: supporting'),
    outfits: z
      .array(outfitSpecSchema)
      .max(storyLimits.outfitsPerCharacter)
      .optional()
      .describe('What the character wears besides the clothes of its description'),
  })
  .meta({ id: 'CharacterSpec', description: 'One of the cast' });

/** Of layout `grid`, and of stories that say nothing of sizes or layout. */
export const defaultFrameSize = '1024x1024';

export const providerIds = ['storyboard', 'openai', 'azure', 'fal', 'openai-compatible'] as const;
export type ProviderId = (typeof providerIds)[number];

export const methods = ['panels', 'series', 'contact-sheet', 'one-call', 'economy'] as const;
export type Method = (typeof methods)[number];

/** What a request always says itself; `extra` cannot say it another way. */
const reservedParameters: readonly string[] = (
  'prompt model n size width height quality image images image_url image_urls mask seed moderation response_format ' +
  'output_format stream num_images user sync_mode'
).split(' ');

const extraSchema = z
  .record(
    z.string(),
    z.union([z.string().max(storyLimits.prompt), z.number(), z.boolean()], 'must be text, a number, true or false'),
  )
  .superRefine((extra, context) => {
    const names = Object.keys(extra);
    const say = (message: string, ...path: string[]) => context.addIssue({ code: 'custom', message, path });
    if (names.length > storyLimits.extraParameters) say(`has more than ${storyLimits.extraParameters} parameters`);
    for (const name of names) {
      if (!/^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/.test(name))
        say('is not a name of a parameter; use letters, digits, "_", "." and "-"', name);
      if (reservedParameters.includes(name)) say('is set by every request itself; remove it here', name);
    }
  });

export const renderSpecSchema = z
  .strictObject({
    provider: z
      .enum(providerIds)
      .default('storyboard')
      .describe('storyboard is built in and free: rough boards for drafts'),
    model: text(200)
      .optional()
      .describe("The provider's name for the model; default: the provider's best model for comics"),
    size: z
      .string()
      .regex(
        /^(auto|[1-9]\d{1,4}x[1-9]\d{1,4})$/,
        'is not a size; write WIDTHxHEIGHT in pixels, such as 1024x1024, or auto',
      )
      .default(defaultFrameSize)
      .describe(
        "Size of one frame, WIDTHxHEIGHT in pixels, or auto: each panel in the model's size nearest to its place on the page; default: auto, with layout grid 1024x1024",
      ),
    quality: z.enum(['auto', 'low', 'medium', 'high', 'xhigh', 'max']).optional(),
    batchSize: z
      .int()
      .min(1)
      .max(storyLimits.batchSize)
      .default(storyLimits.batchSize)
      .describe('Panels drawn together; each batch continues from the last frame of the previous one'),
    chain: z
      .enum(['always', 'scene'])
      .optional()
      .describe(
        'always: every panel continues from the last frame of the batch before; scene: only within a scene, a new one starts from its location; default: always',
      ),
    method: z
      .enum(methods)
      .optional()
      .describe(
        "How a batch is requested; default: the provider's best method. economy: at half the price, within 24 hours a batch",
      ),
    approveAfter: z.int().min(1).optional().describe('Stop for your approval after this many batches'),
    unknownOutcome: z
      .enum(['retry', 'ask'])
      .default('retry')
      .describe('What to do when a request was cut off and may have been paid'),
    recoverable: z
      .boolean()
      .default(false)
      .describe('Use requests that can be found again, where the vendor offers them'),
    recall: z.boolean().default(true).describe('Reuse frames that were already paid for the same request'),
    fallback: z
      .boolean()
      .default(false)
      .describe('If a request yields too few frames, buy the missing panels one by one'),
    moderation: z
      .enum(['auto', 'low'])
      .optional()
      .describe(
        "How strictly the vendor filters content, where the model lets you choose; default: auto, the vendor's own",
      ),
    seed: z
      .int()
      .min(0)
      .max(2_147_483_647)
      .optional()
      .describe('Sent where the model takes one. Each retake of a panel adds one, or it would be the same picture'),
    extra: extraSchema
      .optional()
      .describe('Further parameters of a self-hosted server, such as steps or negative_prompt, sent as they are'),
    blockedTries: z
      .int()
      .min(0)
      .max(5)
      .optional()
      .describe('How often to try the same words again when the vendor blocks a panel; each try may cost; default: 0'),
  })
  .meta({ id: 'RenderSpec', description: 'How the panels are drawn' });

const customPageSchema = z
  .strictObject({ width: z.number().positive(), height: z.number().positive(), unit: z.enum(pageUnits) })
  .refine(
    isPageForPanels,
    `is not a page for panels; its edges are ${pageLimits.minInches} to ${pageLimits.maxInches} inches, the longer at most ${pageLimits.ratio} times the shorter`,
  );

const pageSchema = z
  .union(
    [z.enum(pagePresetNames), customPageSchema],
    `is not a page size; write one of ${pagePresetNames.join(', ')}, or { width: 6, height: 9, unit: in }`,
  )
  .describe('The trimmed page: a preset, or its width and height; default: us-comic, manga-b6 or square, by layout');

/** A format with the pages it is bound in, where they are others than the story's. */
const bookInPagesSchema = z
  .strictObject({
    format: z.enum(bookFormats),
    layout: z.enum(bookLayouts).optional().describe("Its layout; default: the story's"),
    page: pageSchema.optional(),
  })
  .refine(({ format, layout }) => {
    const { layout: demanded } = describeFormat(format);
    return demanded === 'main' || layout === undefined || layout === demanded;
  }, 'has a layout of its own; remove `layout`')
  .refine(
    ({ format, layout, page }) => page === undefined || (layout ?? describeFormat(format).layout) !== 'webtoon',
    'has no pages in layout webtoon; remove `page`',
  );

/** Values of `a11y:exemption` (https://www.w3.org/TR/epub-a11y-exemption/). */
const accessibilityExemptions = [
  'eaa-disproportionate-burden',
  'eaa-fundamental-alteration',
  'eaa-microenterprise',
] as const;

const { prompt, characters, scene, references, alt, focus } = panelSpecSchema.shape;

/** Where the picture of a cover may come from. */
const coverSources = ['prompt', 'panel', 'asset'] as const;
/** What only a cover that is drawn may say. */
const drawnCoverKeys = ['characters', 'scene', 'references'] as const;

export const coverSpecSchema = z
  .strictObject({
    prompt: prompt.nullish().describe('What the cover shows; it is drawn last, in the shape of the page'),
    panel: z
      .union([z.int().min(1), id], 'is not a panel; write its number or its id')
      .nullish()
      .describe('The panel whose picture is the cover: its number in this file, or its id'),
    asset: reference.nullish().describe('A picture of your own: asset id, https URL, data URL, or a path'),
    characters: characters.unwrap().optional().describe('The characters on a cover that is drawn, as in a panel'),
    scene: scene.describe('Id of the scene of a cover that is drawn'),
    references,
    alt: alt.describe('For readers who cannot see it; default: the prompt, or what its panel says'),
    focus,
  })
  .superRefine((cover, context) => {
    const say = (message: string, ...path: string[]) => context.addIssue({ code: 'custom', message, path });
    const sources = coverSources.filter((name) => typeof cover[name] === 'string' || typeof cover[name] === 'number');
    if (sources.length > 1) say('is one picture; write one of `prompt`, `panel` and `asset`', sources[1] as string);
    if (typeof cover.prompt === 'string') return;
    for (const name of drawnCoverKeys)
      if (cover[name] !== undefined) say('belongs to a cover with a `prompt`; add one, or remove it here', name);
  })
  .meta({ id: 'CoverSpec', description: 'The front cover: one picture, with the title set over its upper part' });

export const backSpecSchema = z
  .strictObject({
    text: text(storyLimits.description).describe('The words on the back, such as what the story is about'),
  })
  .meta({ id: 'BackSpec', description: 'The back cover' });

/** The lettering that a font of the user's may be for. */
export const fontUses = ['speech', 'captions', 'sfx'] as const;

export const bookFontSchema = z
  .strictObject({
    file: z
      .string()
      .min(1)
      .max(4_000)
      .describe('A TTF or OTF font of your own: asset id, or a path that the CLI uploads'),
    for: z
      .array(z.enum(fontUses))
      .min(1)
      .optional()
      .describe('speech: also thoughts; captions: also narration; sfx: sound effects; default: all of them'),
    languages: z.array(bcp47).min(1).max(32).optional().describe('Only texts in these languages; default: all'),
    scripts: z
      .array(z.string().regex(/^[A-Z][a-z]{3}$/, 'is not a script; write its code of four letters, such as Latn'))
      .min(1)
      .max(32)
      .optional()
      .describe('Only texts in languages of these scripts, by ISO 15924 code: Latn, Cyrl, Arab; default: all'),
  })
  .meta({ id: 'BookFont', description: 'A font of your own, whose licence is your matter' });

export const bookSpecSchema = z
  .strictObject({
    layout: z
      .enum(bookLayouts)
      .default('grid')
      .describe(
        'grid: 2 by 4 panels, one batch per sheet; comic: rows by weight; manga: the same, denser, with bleeds; webtoon: one column; storybook: a picture with its text below',
      ),
    page: pageSchema.optional(),
    formats: z
      .array(z.union([z.enum(bookFormats), bookInPagesSchema]))
      .min(1)
      .default(['pdf', 'cbz'])
      .refine((formats) => new Set(formats.map(bookName)).size === formats.length, 'lists a format twice; remove one')
      .describe(
        'The books to bind: formats, or { format: print, page: kdp-6x9 } to bind one in another layout or page size than the story has',
      ),
    caps: z
      .enum(['auto', 'on', 'off'])
      .optional()
      .describe('Lettering in capitals; default: auto, on for layout comic in Latin letters'),
    house: z
      .enum(['none', 'classic'])
      .optional()
      .describe(
        'classic: English words as American comics letter them, with a double hyphen for the dash and three dots; default: none',
      ),
    columns: z
      .enum(['auto', 'on', 'off'])
      .optional()
      .describe(
        'Japanese and Chinese in columns; default: auto, where the book is read from right to left, except in layout webtoon',
      ),
    fonts: z
      .array(bookFontSchema)
      .max(storyLimits.fonts)
      .optional()
      .describe(
        'Fonts of your own, the first that suits a text first; letters that it lacks are set in the bundled fonts; default: none',
      ),
    author: text(storyLimits.title).nullish(),
    summary: text(storyLimits.description).nullish().describe('For shelves and readers that show a summary'),
    series: text(storyLimits.title).nullish().describe('The series the book is part of; default: it stands alone'),
    number: z
      .union([z.number().min(0).max(100_000), text(20)], 'must be a number such as 3 or 2.5, or a short text')
      .nullish()
      .describe('Which one of the series it is'),
    volume: z.int().min(1).max(10_000).nullish().describe('Which volume of the series it belongs to'),
    date: z
      .union([
        z.int().min(1000).max(9999),
        z
          .string()
          .refine(
            (date) => readBookDate(date) !== null,
            'is not a date that exists; write a year, a month or a day, such as 2026, 2026-12 or 2026-12-01',
          ),
      ])
      .nullish()
      .describe('When it is published: a year, a month or a day, such as 2026, 2026-12 or 2026-12-01; default: none'),
    genre: text(storyLimits.title).nullish().describe('For shelves; several are separated by commas'),
    publisher: text(storyLimits.title).nullish(),
    rights: text(storyLimits.description).nullish().describe('Who may do what with it, such as © 2026 A. Author'),
    identifier: text(storyLimits.title)
      .nullish()
      .describe('Such as urn:isbn:9780000000002; default: one made from the id of the story'),
    exemption: z
      .enum(accessibilityExemptions)
      .nullish()
      .describe('Why the European Accessibility Act does not apply to the EPUB, if it does not'),
    cover: coverSpecSchema.nullish().describe('The front cover; default: none'),
    back: backSpecSchema.nullish().describe('The back cover; default: none'),
    credits: z
      .boolean()
      .optional()
      .describe('A last page that says who wrote the words and how the pictures were made; default: false'),
    pageNumbers: z.boolean().optional().describe('The number of each page below its panels; default: false'),
  })
  .meta({ id: 'BookSpec', description: 'How the panels are laid out and bound' });

export const readingDirections = ['ltr', 'rtl', 'vertical'] as const;

export const storySpecSchema = z
  .strictObject({
    title: text(storyLimits.title),
    continues: id
      .optional()
      .describe(
        'Id of an earlier story of yours, whose next chapter this is: it takes over cast, outfits, locations, props, style and their pictures, language and lettering, and its first batch continues from the last frame there',
      ),
    language: bcp47.default('en').describe('Language of the texts, as a BCP 47 tag'),
    readingDirection: z
      .enum(readingDirections)
      .default('ltr')
      .describe('Order of panels and pages; rtl also for manga'),
    style: styleSpecSchema.optional(),
    characters: z.array(characterSpecSchema).max(storyLimits.characters).default([]).describe('The cast'),
    locations: z.array(locationSpecSchema).max(storyLimits.locations).optional().describe('Where scenes take place'),
    props: z.array(propSpecSchema).max(storyLimits.props).optional().describe('Objects that must stay the same'),
    scenes: z
      .array(sceneSpecSchema)
      .max(storyLimits.scenes)
      .optional()
      .describe('Runs of panels in one place and light'),
    plates: platesSpecSchema.optional(),
    panels: z.array(panelSpecSchema).min(1).max(storyLimits.panels),
    render: renderSpecSchema.prefault({}),
    review: reviewSpecSchema.optional(),
    checks: checksSpecSchema.optional(),
    budget: z
      .strictObject({ maxUsd: z.number().min(0).max(1_000_000) })
      .optional()
      .describe('The story stops with needs_attention before it could cost more'),
    book: bookSpecSchema.prefault({}),
    webhook: z
      .strictObject({
        url: z.url({ protocol: /^https?$/, error: 'is not an http or https URL' }).max(storyLimits.url),
        events: eventTypesSchema
          .optional()
          .describe('Types of events to send; empty: all. Default: story.status, the changes of its status'),
      })
      .optional()
      .describe('An https address that is sent the events of this story, signed as Standard Webhooks says'),
    priority: prioritySchema.optional(),
    externalId: externalIdSchema.optional(),
    metadata: metadataSchema.optional(),
  })
  .meta({ id: 'StorySpec', description: 'A long story to be drawn in chained batches and bound into books' });

export type StorySpec = z.output<typeof storySpecSchema>;
export type PanelSpec = z.output<typeof panelSpecSchema>;
export type PanelText = z.output<typeof panelTextSchema>;
export type CharacterSpec = z.output<typeof characterSpecSchema>;
export type RenderSpec = z.output<typeof renderSpecSchema>;
export type BookSpec = z.output<typeof bookSpecSchema>;
export type CoverSpec = z.output<typeof coverSpecSchema>;
export type PageSpec = z.output<typeof pageSchema>;
export type ReadingDirection = StorySpec['readingDirection'];
