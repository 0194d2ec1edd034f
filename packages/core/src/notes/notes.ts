import { z } from 'zod';
import { linkDays } from './link-days.ts';

/** What `/v1/stories/{id}/notes` and `/v1/stories/{id}/links` accept and answer with. */

const time = z.iso.datetime();

/** Enough for a book of 2,000 panels under review, and a bound for what a link can write. */
export const notesOfStoryMax = 2_000;
export const linksOfStoryMax = 50;

const panelRef = z.union([
  z.int().min(1),
  z.string().regex(/^id:[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'must be the number of a panel, or id: and its id'),
]);
const share = z.number().min(0).max(1);
const text = z.string().trim().min(1).max(2_000).describe('The words of the note');
const author = z.string().trim().min(1).max(60);
const place = {
  x: share.describe('Where it is pinned in the frame: 0 is its left edge, 1 its right one'),
  y: share.describe('The same from the top: 0 to 1'),
};

export const noteFormSchema = z
  .strictObject({
    panel: panelRef.describe('The panel it is about: its number, or its id (`id:p7`)'),
    x: place.x.optional(),
    y: place.y.optional(),
    text,
    author: author.optional().describe('Who writes; default: the name of the key or the link'),
  })
  .refine(({ x, y }) => (x === undefined) === (y === undefined), {
    path: ['y'],
    message: 'a note is pinned with both x and y; without them it is about the whole panel',
  })
  .meta({ id: 'NoteForm' });

export const noteChangeSchema = z
  .strictObject({
    x: place.x.optional(),
    y: place.y.optional(),
    text: text.optional(),
    resolved: z.boolean().optional().describe('Whether what it asks for is done'),
  })
  .meta({ id: 'NoteChange' });

export const noteViewSchema = z
  .object({
    id: z.string(),
    panel: z.int().min(0).describe('Number of the panel now; 0: it was removed from the book'),
    panelId: z.string(),
    x: share.nullable().describe('Where it is pinned in the frame, from the left; null: it is about the whole panel'),
    y: share.nullable(),
    text: z.string(),
    author: z.string().nullable(),
    link: z.string().nullable().describe('The link it was written with; null: it was written with a key'),
    resolved: z.boolean(),
    createdAt: time,
    changedAt: time,
  })
  .meta({ id: 'Note', description: 'A remark about a panel, pinned on its picture' });

export const linkFormSchema = z
  .strictObject({
    role: z.literal('comment').default('comment').describe('What its holder may do: read the story and comment on it'),
    name: author.optional().describe('Whom it is for; stands under their notes'),
    expires: z.iso
      .datetime({ offset: true })
      .optional()
      .describe(`When it ends; default: in ${linkDays.default} days; at most ${linkDays.most} days ahead`),
  })
  .meta({ id: 'LinkForm' });

export const linkViewSchema = z
  .object({
    id: z.string(),
    role: z.literal('comment'),
    name: z.string().nullable(),
    createdAt: time,
    expires: time,
    secret: z.string().optional().describe('A Bearer key for this story alone; only in the answer that made it'),
    url: z.string().optional().describe('The page to send, the secret in it; only in the answer that made it'),
  })
  .meta({
    id: 'Link',
    description: "A reviewer's link: it opens one story, without prices, and only a hash of it is stored",
  });

export type NoteForm = z.output<typeof noteFormSchema>;
export type NoteChange = z.output<typeof noteChangeSchema>;
export type NoteView = z.output<typeof noteViewSchema>;
export type LinkForm = z.output<typeof linkFormSchema>;
export type LinkView = z.output<typeof linkViewSchema>;
/** As users write it: fields with a default are optional. */
export type LinkRequest = z.input<typeof linkFormSchema>;
