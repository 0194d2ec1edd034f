import { z } from 'zod';
import { id, reference, text } from './spec-parts.ts';
import { storyLimits } from './story-limits.ts';

const pictures = (of: string) =>
  z
    .array(reference)
    .max(storyLimits.referencesPerCharacter)
    .optional()
    .describe(`Pictures of ${of}, most important first`);

export const outfitSpecSchema = z
  .strictObject({
    id: id.describe('The word by which scenes and panels name the outfit'),
    description: text(storyLimits.description).describe('What the character wears: colours, cut, what it carries'),
    references: pictures('the character in this outfit'),
  })
  .meta({ id: 'OutfitSpec', description: 'What a character wears in some scenes' });

export const locationSpecSchema = z
  .strictObject({
    id: id.describe('The word by which scenes name the location'),
    description: text(storyLimits.description).describe('What the place looks like, without people'),
    references: pictures('the place, without people'),
  })
  .meta({ id: 'LocationSpec', description: 'Where a scene takes place' });

export const propSpecSchema = z
  .strictObject({
    id: id.describe('The word by which scenes name the object'),
    description: text(storyLimits.description).describe('What the object looks like'),
    references: pictures('the object'),
  })
  .meta({ id: 'PropSpec', description: 'An object that must stay the same' });

export const sceneSpecSchema = z
  .strictObject({
    id: id.describe('The word by which panels name the scene'),
    title: text(storyLimits.title).optional().describe('What books call the scene in their contents; default: its id'),
    location: id.optional().describe('Id of the location'),
    time: text(storyLimits.title).optional().describe('Time of day or year, such as dusk'),
    light: text(storyLimits.title).optional().describe('Such as low sun, or one candle'),
    wears: z.record(id, id).optional().describe('Outfits by character: { hare: winter }'),
    props: z.array(id).max(storyLimits.propsPerScene).optional().describe('Ids of the objects that are in the scene'),
  })
  .meta({ id: 'SceneSpec', description: 'A run of panels in one place and light' });

/** The style in words, or in words and pictures. */
export const styleSpecSchema = z
  .union([
    text(storyLimits.description),
    z.strictObject({
      description: text(storyLimits.description),
      references: pictures('the style, without people'),
    }),
  ])
  .describe('Sent with every prompt: medium, line, palette; or { description, references } with pictures of the style');

/** What can be drawn before the first batch. */
export const plateKinds = ['characters', 'locations', 'props', 'style'] as const;

export const platesSpecSchema = z
  .strictObject({
    draw: z
      .array(z.enum(plateKinds))
      .min(1)
      .refine((kinds) => new Set(kinds).size === kinds.length, 'lists a kind twice; remove one')
      .describe(
        'What is drawn once before the first batch, where it has no picture: characters with outfits, locations, props, style',
      ),
    quality: z
      .enum(['auto', 'low', 'medium', 'high', 'xhigh', 'max'])
      .optional()
      .describe('Of the plates; default: that of the panels'),
    approve: z.boolean().optional().describe('Stop for your approval before the first panel is drawn'),
  })
  .meta({
    id: 'PlatesSpec',
    description: 'Reference pictures that are drawn before batch 1; supplied pictures are never drawn again',
  });

export type PlatesSpec = z.output<typeof platesSpecSchema>;
export type OutfitSpec = z.output<typeof outfitSpecSchema>;
export type LocationSpec = z.output<typeof locationSpecSchema>;
export type PropSpec = z.output<typeof propSpecSchema>;
export type SceneSpec = z.output<typeof sceneSpecSchema>;
export type StyleSpec = z.output<typeof styleSpecSchema>;
