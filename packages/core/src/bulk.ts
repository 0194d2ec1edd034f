import { z } from 'zod';
import { storyStatuses } from './states.ts';
import { externalIdSchema, metadataSchema } from './story-marks.ts';

/** What `POST /v1/bulk` accepts and answers with. */

export const bulkActions = ['pause', 'resume', 'cancel', 'delete'] as const;

/** Stories that one call changes at most: each is one script, and the caller waits for all of them. */
export const bulkMost = 1_000;

export const bulkFormSchema = z
  .strictObject({
    filter: z
      .strictObject({
        status: z.enum(storyStatuses).optional(),
        query: z.string().max(200).optional().describe('Words of the title'),
        externalId: externalIdSchema.optional(),
        metadata: metadataSchema.optional().describe('Stories with all of these'),
        ids: z.array(z.string().max(64)).max(bulkMost).optional().describe('Only these stories'),
      })
      .refine((filter) => Object.keys(filter).length > 0, 'must say which stories')
      .describe('Stories to which all of it applies'),
    action: z.enum(bulkActions),
    dryRun: z.boolean().default(false).describe('true: change nothing, only say which stories would change'),
  })
  .meta({ id: 'BulkForm' });

export const bulkResultSchema = z
  .object({
    action: z.enum(bulkActions),
    dryRun: z.boolean(),
    changed: z.array(z.string()).describe('Ids of stories that were changed, or would be'),
    unchanged: z.array(z.string()).describe('Ids of stories that are that already'),
    refused: z
      .array(z.object({ id: z.string(), code: z.string(), detail: z.string() }))
      .describe('Stories in whose status the action is not possible'),
    cost: z
      .object({
        expectedUsd: z.number().describe('What they will probably still cost if they are drawn to their end'),
        heldUsd: z.number().describe('Held for their requests in progress, at the highest price'),
      })
      .describe('Of the stories that were changed, or would be, as they were before'),
    more: z
      .boolean()
      .describe(`Whether the filter fits more than the ${bulkMost} stories that one call takes: call again`),
  })
  .meta({ id: 'BulkResult' });

export type BulkForm = z.output<typeof bulkFormSchema>;
export type BulkResult = z.output<typeof bulkResultSchema>;
