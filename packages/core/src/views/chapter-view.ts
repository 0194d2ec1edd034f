import { z } from 'zod';
import { bookSpecSchema, characterSpecSchema, storySpecSchema } from '../story-spec.ts';
import { number, sha256 } from './parts.ts';

/** What the next chapter of a story takes over. */
export const chapterViewSchema = z
  .object({
    story: z.string(),
    title: z.string(),
    lastPanel: z
      .object({
        number,
        drawn: z.boolean().describe('Until it is, no next chapter can be submitted'),
        panelId: z.string().nullable().describe('null until it is drawn'),
        frame: z.object({ sha256, url: z.string() }).nullable(),
      })
      .describe('The first batch of the next chapter continues from its frame'),
    cast: z
      .object({
        language: z.string(),
        readingDirection: z.enum(['ltr', 'rtl']).optional(),
        style: storySpecSchema.shape.style,
        characters: z.array(characterSpecSchema),
        locations: storySpecSchema.shape.locations,
        props: storySpecSchema.shape.props,
        book: z.object({
          caps: bookSpecSchema.shape.caps,
          house: bookSpecSchema.shape.house,
          columns: bookSpecSchema.shape.columns,
          fonts: bookSpecSchema.shape.fonts,
        }),
      })
      .describe('As a story file would say it; pictures, selected plates among them, by asset id'),
  })
  .meta({ id: 'Chapter', description: 'What a story file with `continues` takes over where it says nothing else' });

export type ChapterView = z.output<typeof chapterViewSchema>;
