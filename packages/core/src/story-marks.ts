import { z } from 'zod';

/** What a program notes with its stories, to find them again; nothing of it changes a picture. */

const most = { pairs: 20, key: 40, value: 500, externalId: 200 } as const;

export const metadataSchema = z
  .record(
    z.string().regex(/^[\w.-]{1,40}$/, 'must be 1–40 letters, digits, "_", "." or "-"'),
    z.string().max(most.value),
  )
  .refine((pairs) => Object.keys(pairs).length <= most.pairs, `must have at most ${most.pairs} entries`)
  .describe('Up to 20 words of your own with their values, to filter lists by');

export const externalIdSchema = z
  .string()
  .min(1)
  .max(most.externalId)
  .describe('What your own system calls the story, to find it by');

export const prioritySchema = z
  .int()
  .min(-10)
  .max(10)
  .describe("Among the stories of your tenant: higher goes first. It takes nothing from other tenants' share");

/** What `POST /v1/stories/{id}/priority` accepts. */
export const priorityChangeSchema = z.strictObject({ priority: prioritySchema }).meta({ id: 'PriorityChange' });
export type PriorityChange = z.output<typeof priorityChangeSchema>;
