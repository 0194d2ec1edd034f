import { z } from 'zod';

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('Stable; what programs should look at'),
    detail: z.string().describe('What went wrong this time'),
    remedy: z.string().optional().describe('What to do about this code'),
    rev: z.int().optional().describe('With revision_mismatch: the revision the story is at'),
    ifMatch: z.int().optional().describe('With revision_mismatch: the revision that was sent'),
    errors: z
      .array(
        z.object({ pointer: z.string(), detail: z.string(), line: z.int().optional(), column: z.int().optional() }),
      )
      .optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });

export type Problem = z.output<typeof problemSchema>;
