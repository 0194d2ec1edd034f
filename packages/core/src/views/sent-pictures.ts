import { z } from 'zod';
import { pictureRoles } from '../prompts/sent-picture.ts';
import { sha256 } from './parts.ts';

/** A picture that went along with a request. */
export const sentPictureSchema = z
  .object({
    role: z.enum(pictureRoles),
    id: z
      .string()
      .nullable()
      .describe(
        'What it shows: hare, hare/winter, a location, prop or panel; of a tile, all of them; STORY/PANEL for a frame of the story that this one continues; null for the style',
      ),
    sha256,
    reason: z.string().describe('Why it went along, in words'),
    url: z.string(),
    cells: z
      .array(z.object({ id: z.string(), sha256 }))
      .optional()
      .describe('The pictures that a tile is made of, from left to right'),
  })
  .meta({ id: 'SentPicture' });

/** One that did not. */
export const leftOutSchema = z
  .object({
    role: z.enum(pictureRoles),
    id: z.string().nullable(),
    sha256: sha256.nullable().describe('null: there is no picture of it'),
    reason: z.string(),
  })
  .meta({ id: 'LeftOutPicture' });

export const sentPictures = {
  references: z
    .array(sentPictureSchema)
    .default([])
    .describe('Pictures that went along, in the order they were sent, and why'),
  leftOut: z.array(leftOutSchema).default([]).describe('What did not go along, and why'),
};

export type SentPictureView = z.output<typeof sentPictureSchema>;
export type LeftOutView = z.output<typeof leftOutSchema>;
