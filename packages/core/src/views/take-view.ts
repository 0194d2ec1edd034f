import { z } from 'zod';
import { pictureRoles } from '../prompts/sent-picture.ts';
import { dollars, number, pictureSchema, sha256, time } from './parts.ts';
import { sentPictures } from './sent-pictures.ts';

/** One drawing of a panel. What it was drawn from is known while its record is kept; a frame made by hand has none. */
export const takeViewSchema = z
  .object({
    number,
    selected: z.boolean(),
    removed: z
      .boolean()
      .optional()
      .describe('Its picture was removed to make room, see NEXTPANEL_RETENTION_MB; it cannot be selected'),
    source: z.enum(['drawn', 'uploaded']),
    frame: pictureSchema,
    at: time.nullable(),
    request: z.string().nullable().describe('Key of the request that yielded it'),
    order: z.string().nullable().describe('Id of that request; null for frames drawn by the first release'),
    provider: z.string().nullable(),
    model: z.string().nullable(),
    costUsd: dollars.nullable().describe('Of the request, which may have yielded other frames too'),
    prompt: z.string().nullable().describe('As it was sent'),
    references: z
      .array(
        z.object({
          sha256,
          url: z.string(),
          role: z.enum(pictureRoles).optional(),
          id: z.string().nullish(),
          reason: z.string().optional(),
        }),
      )
      .describe('Pictures that went along, in the order they were sent; role and reason are known since recipe 2'),
    leftOut: sentPictures.leftOut,
    retouch: z
      .object({
        instruction: z.string(),
        base: sha256.describe('The frame that was changed'),
        baseTake: number.nullable(),
        box: z
          .object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
          .nullable()
          .describe('The area that could change, or what its mask leaves open; null: the whole picture'),
        mask: z.object({ sha256, url: z.string() }).nullable(),
      })
      .optional()
      .describe('Of a take that changes part of another one; outside of its area it is the same, pixel for pixel'),
  })
  .meta({ id: 'Take' });

export type TakeView = z.output<typeof takeViewSchema>;
