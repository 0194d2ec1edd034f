import { z } from 'zod';
import {
  bookSpecSchema,
  panelSpecSchema,
  panelTextSchema,
  renderSpecSchema,
  storyLimits,
  storySpecSchema,
} from './story-spec.ts';
import { batchViewSchema, panelViewSchema, storyViewSchema, takeViewSchema } from './views.ts';

/**
 * What changes a story after it was submitted takes, and what it answers with. Each of these may ask for pictures, so each
 * can be tried first: `dryRun` changes nothing and answers with what would be drawn, and its price.
 */

const number = z.int().min(1);
const dollars = z.number().min(0);

const options = {
  cascade: z
    .enum(['keep', 'redraw'])
    .default('keep')
    .describe(
      'Panels that were drawn from a frame that changes: keep leaves them and marks them stale, redraw draws them again',
    ),
  dryRun: z.boolean().default(false).describe('Change nothing; only answer what would be drawn, and its price'),
};
const optionsSchema = z.strictObject(options);

/** What a change asks for. Prices are those of the panels listed; what turns out the same as before is recalled for nothing. */
export const redrawSchema = z
  .object({
    dryRun: z.boolean(),
    panels: z.array(number).describe('Drawn panels that are drawn again, the changed one and what follows from it'),
    batches: z.array(number).describe('Their batches'),
    stale: z.array(number).describe('Panels that stay though a frame they were drawn from changes'),
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
        formats: bookSpecSchema.shape.formats.unwrap().optional(),
        author: bookSpecSchema.shape.author,
        summary: bookSpecSchema.shape.summary,
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
      })
      .optional()
      .describe('How what is not drawn yet is drawn; size and batchSize cannot change'),
    recipe: z
      .literal('latest')
      .optional()
      .describe(
        'Compose what is not drawn yet by the newest recipe of prompts and references; the story keeps its own otherwise',
      ),
  })
  .meta({ id: 'Amendment' });

/** What `PATCH /v1/stories/{id}/panels/{n}` takes; absent fields stay as they are. */
export const panelEditSchema = z
  .strictObject({
    prompt: panelSpecSchema.shape.prompt.optional(),
    characters: panelSpecSchema.shape.characters.unwrap().optional(),
    text: panelSpecSchema.shape.text.unwrap().optional(),
    alt: panelSpecSchema.shape.alt,
    focus: panelSpecSchema.shape.focus,
    cascade: options.cascade.optional(),
    dryRun: options.dryRun.optional(),
  })
  .refine(
    (edit) => Object.keys(edit).some((name) => name !== 'cascade' && name !== 'dryRun'),
    'names nothing to change: prompt, characters, text, alt or focus',
  )
  .meta({ id: 'PanelEdit' });

/** What `POST …/panels/{n}/retake` takes. */
export const retakeSchema = z
  .strictObject({
    count: z.int().min(1).max(8).default(1).describe('How many new takes; the first of them is selected'),
    ...options,
  })
  .meta({ id: 'Retake' });

/** What `POST …/batches/{k}/retake` takes. */
export const batchRetakeSchema = optionsSchema.meta({ id: 'BatchRetake' });

/** What `POST …/panels/{n}/takes` takes. */
export const takeUploadSchema = z
  .strictObject({
    asset: z.string().describe('Id of an uploaded picture'),
    select: z
      .boolean()
      .optional()
      .describe('Choose it at once. Default: only where the panel has no frame yet, which is then not drawn'),
    ...options,
  })
  .meta({ id: 'TakeUpload' });

/** What `POST …/takes/{t}/select` takes. */
export const selectionSchema = optionsSchema.meta({ id: 'Selection' });

/** What `POST …/panels` takes. */
export const insertionSchema = z
  .strictObject({
    after: z.int().min(0).optional().describe('Number of the panel they follow; 0 is the front. Default: the end'),
    panels: z.array(panelSpecSchema).min(1).max(2_000),
    ...options,
  })
  .meta({ id: 'Insertion' });

/** What `POST …/panels/{n}/move` takes. */
export const moveSchema = z
  .strictObject({
    after: z.int().min(0).describe('Number of the panel it is put behind, as they are numbered now; 0 is the front'),
    dryRun: options.dryRun,
  })
  .meta({ id: 'Move' });

/** What `PATCH …/lettering` takes: the words of whole panels, replaced; panels that are not named keep theirs. */
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
        'names a panel twice; remove one',
      ),
  })
  .meta({ id: 'Lettering' });

const redraw = redrawSchema;
export const changedPanelSchema = panelViewSchema.extend({ redraw }).meta({ id: 'ChangedPanel' });
export const changedBatchSchema = batchViewSchema.extend({ redraw }).meta({ id: 'ChangedBatch' });
export const changedStorySchema = storyViewSchema.extend({ redraw }).meta({ id: 'ChangedStory' });
export const changedTakeSchema = takeViewSchema.extend({ redraw }).meta({ id: 'ChangedTake' });

export type Redraw = z.output<typeof redrawSchema>;
export type Amendment = z.output<typeof amendmentSchema>;
export type PanelEdit = z.output<typeof panelEditSchema>;
export type Retake = z.output<typeof retakeSchema>;
export type BatchRetake = z.output<typeof batchRetakeSchema>;
export type TakeUpload = z.output<typeof takeUploadSchema>;
export type Selection = z.output<typeof selectionSchema>;
export type Insertion = z.output<typeof insertionSchema>;
export type Move = z.output<typeof moveSchema>;
export type Lettering = z.output<typeof letteringSchema>;
export type ChangedPanel = z.output<typeof changedPanelSchema>;
export type ChangedBatch = z.output<typeof changedBatchSchema>;
export type ChangedStory = z.output<typeof changedStorySchema>;
export type ChangedTake = z.output<typeof changedTakeSchema>;

/** As written by hand: what has a default may be left out. */
export type PanelInsertion = z.input<typeof insertionSchema>;
export type LetteringChange = z.input<typeof letteringSchema>;
