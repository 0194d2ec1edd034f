import { z } from 'zod';
import { panelTextSchema, readingDirections, storyLimits, storySpecSchema } from '../story-spec.ts';

const words = z.string().max(storyLimits.description);

/** What `PUT …/editions/{language}` takes as JSON or YAML. It replaces the edition. */
export const editionFormSchema = z
  .strictObject({
    language: z.string().optional().describe('May be left out; it must be that of the address'),
    title: storySpecSchema.shape.title.optional(),
    summary: words.optional(),
    translator: storySpecSchema.shape.title.nullish().describe('Who translated it. Default: as it is; null: not said'),
    readingDirection: z
      .enum(readingDirections)
      .optional()
      .describe('Default: as it is; at first, rtl for scripts written from right to left, otherwise as the original'),
    texts: z
      .record(
        z.string(),
        z.union([
          words,
          z.strictObject({
            text: words,
            original: words
              .optional()
              .describe(
                'The words it translates; when they are the present ones, it is not outdated. Default: those of the present original',
              ),
            balloon: panelTextSchema.shape.balloon.describe(
              'Where its middle stands in the slot, 0–1 from the top left. Absent: as it was, at first as in the original; null: as in the original',
            ),
          }),
        ]),
      )
      .default({})
      .describe('Translations by the id of the text; texts that are missing are untranslated'),
    alts: z.record(z.string(), words).default({}).describe('By panel id: what readers hear who cannot see the picture'),
    names: z.record(z.string(), words).default({}).describe('By character id'),
  })
  .meta({ id: 'EditionForm', description: 'A story in another language' });

export type EditionForm = z.input<typeof editionFormSchema>;
