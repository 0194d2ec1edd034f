import { z } from 'zod';
import { failureSchema } from './failure.ts';
import { count, number, pictureSchema, sha256 } from './parts.ts';
import { sentPictures } from './sent-pictures.ts';

/** A reference picture of a character, an outfit, a location, a prop or the style. */
export const plateViewSchema = z
  .object({
    id: z.string().describe('As panels name it: hare, hare/winter, mill, watch or style. In paths, write hare.winter'),
    kind: z.enum(['style', 'character', 'outfit', 'prop', 'location']),
    description: z.string(),
    status: z
      .enum(['supplied', 'waiting', 'drawing', 'drawn', 'failed', 'none'])
      .describe('supplied: the story has pictures of it; none: it has not, and no plate is drawn'),
    pictures: z
      .array(z.object({ sha256, url: z.string() }))
      .describe('What goes along: supplied pictures, or the selected plate'),
    take: number.nullable().describe('The selected take'),
    takes: count,
    frame: pictureSchema.nullable(),
    ...sentPictures,
    failure: failureSchema.omit({ panel: true, panelId: true }).nullable(),
    panels: z.array(number).describe('Numbers of the panels that show it'),
    cover: z.boolean().describe('Whether a cover that is drawn shows it'),
    stale: z.array(number).describe('Panels that were drawn from another picture of it, or by another description'),
    staleCover: z.boolean().describe('Whether the cover was'),
  })
  .meta({ id: 'Plate' });

export type PlateView = z.output<typeof plateViewSchema>;
