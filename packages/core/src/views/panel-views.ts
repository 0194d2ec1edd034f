import { z } from 'zod';
import { panelStatuses, requestStates } from '../states.ts';
import { panelSpecSchema, panelTextSchema } from '../story-spec.ts';
import { failureSchema } from './failure.ts';
import { count, dollars, number, pictureSchema, share, sharePoint, time, warnings } from './parts.ts';
import { sentPictures } from './sent-pictures.ts';

export const panelViewSchema = z
  .object({
    id: z.string().describe('Permanent: it stays when panels are inserted, moved or removed'),
    number: count.describe('Place in reading order; 0 for the cover'),
    status: z.enum(panelStatuses),
    stale: z.boolean().describe('Drawn from a reference frame or an anchor that is no longer the selected one'),
    prompt: z.string(),
    characters: z.array(z.string()),
    standing: z
      .array(z.object({ id: z.string(), at: z.number() }))
      .default([])
      .describe('Characters that the panel places, with where they stand: 0 to 1 from the left'),
    scene: z.string().nullable().default(null),
    outfits: z
      .array(z.object({ id: z.string(), outfit: z.string() }))
      .default([])
      .describe('What characters wear here instead of the clothes of their description'),
    text: z.array(panelTextSchema),
    focus: panelSpecSchema.shape.focus,
    take: number.nullable().describe('The selected take'),
    takes: count,
    frame: pictureSchema.nullable(),
    ...sentPictures,
    warnings: warnings.describe('What to know about its frame'),
    accepted: z.boolean().default(false).describe('A user has looked at its selected frame and found it right'),
    failure: failureSchema.omit({ panel: true, panelId: true }).nullable(),
  })
  .meta({ id: 'Panel' });

/** Where the texts of a panel stand on its sheet. */
export const panelLetteringSchema = z
  .object({
    panel: number,
    panelId: z.string(),
    aspect: z.number().positive().describe('Width of the slot by its height'),
    texts: z
      .array(
        z.object({
          id: z.string().nullable().describe('Of the text; null in stories from before texts had ids'),
          kind: panelTextSchema.shape.kind,
          box: z
            .object({ x: share, y: share, width: share, height: share })
            .describe('The balloon, the caption, or the letters of a sound effect, from its top left corner'),
          tail: sharePoint.nullable().describe('Where its tail ends'),
        }),
      )
      .describe('In reading order; texts that did not fit are left out'),
  })
  .meta({ id: 'PanelLettering', description: 'Where the texts of a panel stand on its sheet' });

/** A request for a panel: what was sent, why, and what became of it. */
export const panelRequestSchema = z
  .object({
    request: z.string(),
    key: z.string(),
    state: z.enum(requestStates),
    panelIds: z.array(z.string()).describe('All panels that it draws'),
    provider: z.string(),
    model: z.string(),
    prompt: z.string().nullable().describe('As it was sent; null where it is not stored any more'),
    ...sentPictures,
    estimateUsd: dollars,
    costUsd: dollars,
    vendorId: z.string().nullable(),
    orderedAt: time.nullable(),
    settledAt: time.nullable(),
    code: z.string().nullable().describe('Why it yielded nothing'),
  })
  .meta({ id: 'PanelRequest', description: 'One call to a provider for a panel, as it was sent' });

export type PanelView = z.output<typeof panelViewSchema>;
export type PanelLetteringView = z.output<typeof panelLetteringSchema>;
export type PanelRequestView = z.output<typeof panelRequestSchema>;
