import { z } from 'zod';
import { certificateFactsSchema } from './book-parts.ts';
import { number, pictureSchema, share } from './parts.ts';

export const sheetViewSchema = z
  .object({
    number,
    status: z.enum(['waiting', 'composed']),
    panels: z.array(number),
    panelIds: z.array(z.string()),
    image: pictureSchema.nullable(),
    slots: z
      .array(z.object({ panel: number, x: share, y: share, width: share, height: share }))
      .describe('Where its panels stand with their narration, in reading order, in shares of its width and height'),
    warnings: z.array(z.object({ panel: number.nullable(), code: z.string(), detail: z.string() })),
    signature: certificateFactsSchema
      .nullable()
      .describe('With which certificate its picture is signed (C2PA), and verified after signing; null: it is not'),
  })
  .meta({ id: 'Sheet' });

export type SheetView = z.output<typeof sheetViewSchema>;
