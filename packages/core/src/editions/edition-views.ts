import { z } from 'zod';
import { readingDirections } from '../story-spec.ts';
import { bookSignaturesSchema, boundBooks } from '../views/book-parts.ts';
import { translationStatuses } from './edition.ts';

/** What the API answers with about editions. */

const count = z.int().min(0);

export const editionSummarySchema = z
  .object({
    language: z.string().describe('BCP 47'),
    readingDirection: z.enum(readingDirections),
    title: z.string().describe("The original's, if it is not translated"),
    counts: z.object({
      texts: count,
      translated: count,
      outdated: count.describe('The original has changed since they were translated'),
      untranslated: count,
      inThePicture: count.describe('Drawn by the model: no edition can set them in other words'),
    }),
    sheets: z.object({ composed: count, total: count }),
    books: z.array(z.string()).describe(boundBooks),
    signatures: bookSignaturesSchema.optional(),
    failure: z
      .object({ code: z.string(), detail: z.string() })
      .nullable()
      .describe('Why it cannot be composed or bound; putting the edition again tries once more'),
    warnings: z
      .array(z.object({ code: z.string(), detail: z.string() }))
      .describe('What is not translated, and what was left out or lettered smaller on its sheets'),
    links: z.object({ self: z.string(), sheets: z.string(), books: z.record(z.string(), z.string()) }),
  })
  .meta({ id: 'EditionSummary', description: 'An edition: the story lettered in one more language' });

export const editionViewSchema = editionSummarySchema
  .extend({
    summary: z.string().nullable(),
    translator: z.string().nullable().describe('Who translated it; null: not said'),
    originalLanguage: z.string(),
    texts: z.array(
      z.object({
        id: z.string(),
        panel: z.int().min(1),
        panelId: z.string(),
        kind: z.string(),
        speaker: z.string().nullable().describe('Id of the character'),
        original: z.string(),
        translation: z.string().nullable(),
        status: z.enum(translationStatuses),
        fits: count.describe('About how many letters surely fit'),
      }),
    ),
    alts: z.record(z.string(), z.string()).describe('By panel id'),
    names: z.record(z.string(), z.string()).describe('By character id'),
  })
  .meta({ id: 'Edition' });

export type EditionSummary = z.output<typeof editionSummarySchema>;
export type EditionView = z.output<typeof editionViewSchema>;
