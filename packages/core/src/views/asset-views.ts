import { z } from 'zod';
import { count, number } from './parts.ts';

export const assetViewSchema = z
  .object({
    id: z.string(),
    width: count.describe('Pixels; 0 of a font'),
    height: count.describe('Pixels; 0 of a font'),
    bytes: number,
    font: z
      .object({ name: z.string(), letters: number })
      .optional()
      .describe('Of a font: its name, and how many letters it has'),
  })
  .meta({ id: 'Asset', description: 'An uploaded picture or font; stories name it by its id' });

export const assetUseSchema = assetViewSchema
  .extend({
    stories: z
      .array(z.object({ id: z.string(), title: z.string() }))
      .describe('Stories that have the picture, by title; at most 100'),
  })
  .meta({ id: 'AssetUse', description: 'An uploaded picture and the stories that have it' });

export type AssetView = z.output<typeof assetViewSchema>;
export type AssetUse = z.output<typeof assetUseSchema>;
