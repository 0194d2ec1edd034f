import { z } from 'zod';
import { boxSchema } from './retouch/box.ts';
import { text } from './spec-parts.ts';
import {
  bookSpecSchema,
  panelSpecSchema,
  panelTextSchema,
  renderSpecSchema,
  storyLimits,
  storySpecSchema,
} from './story-spec.ts';
import { batchViewSchema, panelViewSchema, plateViewSchema, storyViewSchema, takeViewSchema } from './views/index.ts';

/**
 * What changes to a submitted story accept and return. Each may need new pictures, so each can be tried first: `dryRun`
 * changes nothing and returns what would be drawn, and the price.
 */

const number = z.int().min(1);
const dollars = z.number().min(0);

const options = {
  cascade: z
    .enum(['keep', 'redraw'])
    .default('keep')
    .describe('Panels drawn from a frame that changes: keep leaves them and marks them stale, redraw draws them again'),
  dryRun: z.boolean().default(false).describe('Change nothing; only return what would be drawn, and the price'),
};
const optionsSchema = z.strictObject(options);

/** What a change requires. Prices cover the panels listed; a request that was already paid for is recalled for free. */
export const redrawSchema = z
  .object({
    dryRun: z.boolean(),
    panels: z
      .array(number)
      .describe('Drawn panels that are drawn again: the changed panel and those that follow from it'),
    batches: z.array(number).describe('Their batches; the cover is in none'),
    stale: z.array(number).describe('Panels that stay although a frame they were drawn from changes'),
    cover: z.boolean().default(false).describe('Whether the cover is drawn again, too'),
    staleCover: z
      .boolean()
      .default(false)
      .describe('Whether the cover stays although a frame it was drawn from changes'),
    pages: z.array(number).default([]).describe('Pages that show other panels than before'),
    requests: z.int().min(0),
    lowUsd: dollars,
    expectedUsd: dollars,
    highUsd: dollars,
  })
  .meta({ id: 'Redraw' });

/** What `PATCH /v1/stories/{id}` takes; absent fields stay as they are. */
export const amendmentSchema = z
  .strictObject({
    title: storySpecSchema.shape.title.optional(),
    budget: storySpecSchema.shape.budget.unwrap().nullable().optional().describe('null removes the limit'),
    book: z
      .strictObject({
        layout: bookSpecSchema.shape.layout
          .unwrap()
          .optional()
          .describe('Draws nothing: frames are cropped by `focus` where slots differ'),
        page: bookSpecSchema.shape.page,
        caps: bookSpecSchema.shape.caps,
        house: bookSpecSchema.shape.house,
        columns: bookSpecSchema.shape.columns,
        fonts: bookSpecSchema.shape.fonts,
        formats: bookSpecSchema.shape.formats.unwrap().optional(),
        author: bookSpecSchema.shape.author,
        summary: bookSpecSchema.shape.summary,
        series: bookSpecSchema.shape.series,
        number: bookSpecSchema.shape.number,
        volume: bookSpecSchema.shape.volume,
        date: bookSpecSchema.shape.date,
        genre: bookSpecSchema.shape.genre,
        publisher: bookSpecSchema.shape.publisher,
        rights: bookSpecSchema.shape.rights,
        identifier: bookSpecSchema.shape.identifier,
        exemption: bookSpecSchema.shape.exemption,
        back: bookSpecSchema.shape.back,
        credits: bookSpecSchema.shape.credits,
        pageNumbers: bookSpecSchema.shape.pageNumbers,
      })
      .optional(),
    render: z
      .strictObject({
        provider: renderSpecSchema.shape.provider.unwrap().optional(),
        model: renderSpecSchema.shape.model,
        quality: renderSpecSchema.shape.quality,
        method: renderSpecSchema.shape.method,
        approveAfter: renderSpecSchema.shape.approveAfter.unwrap().nullable().optional(),
        unknownOutcome: renderSpecSchema.shape.unknownOutcome.unwrap().optional(),
        recoverable: renderSpecSchema.shape.recoverable.unwrap().optional(),
        recall: renderSpecSchema.shape.recall.unwrap().optional(),
        fallback: renderSpecSchema.shape.fallback.unwrap().optional(),
        moderation: renderSpecSchema.shape.moderation,
        seed: renderSpecSchema.shape.seed.unwrap().nullable().optional().describe('null sends none'),
        extra: renderSpecSchema.shape.extra.unwrap().nullable().optional().describe('null sends none'),
        blockedTries: renderSpecSchema.shape.blockedTries,
      })
      .optional()
      .describe('Settings for panels not drawn yet; size and batchSize cannot be changed'),
    recipe: z
      .literal('latest')
      .optional()
      .describe(
        'Use the newest recipe of prompts and references for panels not drawn yet; by default a story keeps its own',
      ),
  })
  .meta({ id: 'Amendment' });

/** What `PATCH /v1/stories/{id}/panels/{n}` takes; absent fields stay as they are. */
export const panelEditSchema = z
  .strictObject({
    prompt: panelSpecSchema.shape.prompt.optional(),
    characters: panelSpecSchema.shape.characters.unwrap().optional(),
    scene: panelSpecSchema.shape.scene,
    references: panelSpecSchema.shape.references,
    continuesFrom: panelSpecSchema.shape.continuesFrom,
    text: panelSpecSchema.shape.text.unwrap().optional(),
    alt: panelSpecSchema.shape.alt,
    focus: panelSpecSchema.shape.focus,
    weight: panelSpecSchema.shape.weight.unwrap().optional(),
    page: panelSpecSchema.shape.page,
    pause: panelSpecSchema.shape.pause,
    places: z
      .enum(['tail', 'redraw'])
      .optional()
      .describe(
        'When only where characters stand changes: tail says so of the picture there is and moves the tails, redraw draws the panel again; default: tail',
      ),
    cascade: options.cascade.optional(),
    dryRun: options.dryRun.optional(),
  })
  .refine(
    (edit) => Object.keys(edit).some((name) => !['cascade', 'places', 'dryRun'].includes(name)),
    'changes nothing; give prompt, characters, scene, references, continuesFrom, text, alt, focus, weight, page or pause',
  )
  .meta({ id: 'PanelEdit' });

/** What `POST …/panels/{n}/retake` takes. */
export const retakeSchema = z
  .strictObject({
    count: z.int().min(1).max(8).default(1).describe('How many new takes to draw; the first is selected'),
    ...options,
  })
  .meta({ id: 'Retake' });

const retouchedArea = z.strictObject({
  instruction: text(storyLimits.instruction).describe('What to change, in words: make the scarf green'),
  box: boxSchema.optional(),
  mask: z
    .string()
    .optional()
    .describe(
      'Id of an uploaded PNG of the size of the frame: transparent where it may change or, if nothing is transparent, white',
    ),
  count: retakeSchema.shape.count,
});

const namesOneArea = ({ box, mask }: Pick<z.output<typeof retouchedArea>, 'box' | 'mask'>): boolean =>
  box === undefined || mask === undefined;
const twoAreas = 'names two areas; give a box or a mask';

/** What `POST …/panels/{n}/retouch` takes. */
export const retouchSchema = retouchedArea.extend(options).refine(namesOneArea, twoAreas).meta({ id: 'Retouch' });

/** What `POST …/batches/{k}/retake` takes. */
export const batchRetakeSchema = optionsSchema.meta({ id: 'BatchRetake' });

/** What `POST …/panels/{n}/takes` takes. */
export const takeUploadSchema = z
  .strictObject({
    asset: z.string().describe('Id of an uploaded picture'),
    select: z
      .boolean()
      .optional()
      .describe('Select it. Default: only if the panel has no frame yet; such a panel is then not drawn'),
    ...options,
  })
  .meta({ id: 'TakeUpload' });

/** What `POST …/plates/{plate}/retake` takes. No panel is redrawn because of it. */
export const plateRetakeSchema = retakeSchema.omit({ cascade: true }).meta({ id: 'PlateRetake' });

/** What `POST …/plates/{plate}/retouch` takes. No panel is redrawn because of it. */
export const plateRetouchSchema = retouchedArea
  .extend({ dryRun: options.dryRun })
  .refine(namesOneArea, twoAreas)
  .meta({ id: 'PlateRetouch' });

/** What `PATCH …/plates/{plate}` takes; absent fields stay as they are. No panel is redrawn because of it. */
export const plateEditSchema = z
  .strictObject({
    description: text(storyLimits.description).optional().describe('What it looks like, in other words'),
    references: z
      .array(z.string())
      .max(storyLimits.referencesPerCharacter)
      .optional()
      .describe('Ids of uploaded pictures of it, most important first, instead of those of the story; [] for none'),
    dryRun: options.dryRun,
  })
  .refine(
    ({ description, references }) => description !== undefined || references !== undefined,
    'changes nothing; give description or references',
  )
  .meta({ id: 'PlateEdit' });

/** What `POST …/plates/{plate}/redraw` takes. */
export const plateRedrawSchema = optionsSchema.meta({ id: 'PlateRedraw' });

/** What `POST …/plates/{plate}/takes` takes. */
export const plateUploadSchema = takeUploadSchema.omit({ cascade: true }).meta({ id: 'PlateUpload' });

/** What `POST …/plates/{plate}/takes/{t}/select` takes. */
export const plateSelectionSchema = optionsSchema.omit({ cascade: true }).meta({ id: 'PlateSelection' });

/** What `POST …/takes/{t}/select` takes. */
export const selectionSchema = optionsSchema.meta({ id: 'Selection' });

/** The panel that others are put behind: its number, `id:` and its permanent id, or 0 for the beginning. */
const afterSchema = z.union([
  z.int().min(0),
  z.string().regex(/^id:[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'must be the number of a panel, or id: and its id'),
]);

/** What `POST …/panels` takes. */
export const insertionSchema = z
  .strictObject({
    after: afterSchema
      .optional()
      .describe(
        'Insert after the panel with this number, or with this id (`id:p7`); 0 is the beginning. Default: the end',
      ),
    panels: z.array(panelSpecSchema).min(1).max(2_000),
    ...options,
  })
  .meta({ id: 'Insertion' });

/** What `POST …/panels/{n}/move` takes. */
export const moveSchema = z
  .strictObject({
    after: afterSchema.describe(
      'The panel it is put behind: its number, as they are numbered now, or its id (`id:p7`); 0 is the beginning',
    ),
    dryRun: options.dryRun,
  })
  .meta({ id: 'Move' });

/** What `POST …/ledger/{request}/settle` takes: what became of a request whose outcome is unknown. */
export const settlementSchema = z
  .strictObject({
    paid: z.boolean().describe('Whether your account at the provider shows a charge for it'),
    costUsd: dollars.max(10_000).optional().describe('What it cost, if it was paid. Default: its estimate'),
  })
  .meta({ id: 'Settlement' });

/** What `POST …/copy` takes. */
export const copySchema = z
  .strictObject({
    title: storySpecSchema.shape.title.optional().describe('Default: the title of the story, with "(copy)" behind it'),
  })
  .meta({ id: 'Copy' });

/** What `PATCH …/lettering` takes: all texts of the panels listed are replaced; other panels keep theirs. */
export const letteringSchema = z
  .strictObject({
    language: storySpecSchema.shape.language.unwrap().optional(),
    readingDirection: storySpecSchema.shape.readingDirection.unwrap().optional(),
    title: storySpecSchema.shape.title.optional(),
    panels: z
      .array(z.strictObject({ number, text: z.array(panelTextSchema).max(storyLimits.textsPerPanel) }))
      .min(1)
      .max(2_000)
      .refine(
        (panels) => new Set(panels.map((panel) => panel.number)).size === panels.length,
        'lists a panel twice; remove one',
      ),
  })
  .meta({ id: 'Lettering' });

const redraw = redrawSchema;
/** What replacing a plate leaves behind: no panel is redrawn because of it. */
export const dependantsSchema = z.object({
  panels: z.array(number).describe('Panels that were drawn from another picture of it'),
  cover: z.boolean().describe('Whether the cover was'),
  requests: z.int().min(0),
  lowUsd: dollars,
  expectedUsd: dollars,
  highUsd: dollars,
});
export const changedPlateSchema = plateViewSchema
  .extend({ redraw, dependants: dependantsSchema.describe('What drawing all of them again would cost') })
  .meta({ id: 'ChangedPlate' });
export type ChangedPlate = z.output<typeof changedPlateSchema>;
export const changedPanelSchema = panelViewSchema.extend({ redraw }).meta({ id: 'ChangedPanel' });
export const changedBatchSchema = batchViewSchema.extend({ redraw }).meta({ id: 'ChangedBatch' });
export const changedStorySchema = storyViewSchema.extend({ redraw }).meta({ id: 'ChangedStory' });
export const changedTakeSchema = takeViewSchema.extend({ redraw }).meta({ id: 'ChangedTake' });

export type Redraw = z.output<typeof redrawSchema>;
export type Amendment = z.output<typeof amendmentSchema>;
export type PanelEdit = z.output<typeof panelEditSchema>;
export type Retake = z.output<typeof retakeSchema>;
export type Retouch = z.output<typeof retouchSchema>;
export type BatchRetake = z.output<typeof batchRetakeSchema>;
export type TakeUpload = z.output<typeof takeUploadSchema>;
export type PlateEdit = z.output<typeof plateEditSchema>;
export type PlateRetake = z.output<typeof plateRetakeSchema>;
export type PlateRetouch = z.output<typeof plateRetouchSchema>;
export type PlateRedraw = z.output<typeof plateRedrawSchema>;
export type PlateUpload = z.output<typeof plateUploadSchema>;
export type PlateSelection = z.output<typeof plateSelectionSchema>;
export type Selection = z.output<typeof selectionSchema>;
export type Insertion = z.output<typeof insertionSchema>;
export type Move = z.output<typeof moveSchema>;
export type Settlement = z.output<typeof settlementSchema>;
export type Copy = z.output<typeof copySchema>;
export type Lettering = z.output<typeof letteringSchema>;
export type ChangedPanel = z.output<typeof changedPanelSchema>;
export type ChangedBatch = z.output<typeof changedBatchSchema>;
export type ChangedStory = z.output<typeof changedStorySchema>;
export type ChangedTake = z.output<typeof changedTakeSchema>;

/** As users write it: fields with a default are optional. */
export type PanelInsertion = z.input<typeof insertionSchema>;
export type LetteringChange = z.input<typeof letteringSchema>;
