import { z } from 'zod';
import { attemptOutcomes, batchStatuses } from '../states.ts';
import { count, dollars, milliseconds, number, sha256, time } from './parts.ts';

export const batchViewSchema = z
  .object({
    id: z.string().describe('Permanent'),
    number: number.describe('Place in the chain'),
    status: z.enum(batchStatuses),
    panels: z
      .tuple([count, count])
      .describe('Lowest and highest number of its panels; 0 and 0 when all of them were removed'),
    panelIds: z.array(z.string()).describe('Its panels in chain order, those that were removed included'),
    stale: z.boolean().describe('Whether any of its panels is'),
    reference: z
      .object({ panel: count.describe('0 when it was removed'), panelId: z.string(), sha256 })
      .nullable()
      .describe('The frame its panels were drawn from'),
    attempts: count,
    costUsd: dollars.describe('Of its requests that were paid'),
  })
  .meta({ id: 'Batch' });

export const attemptViewSchema = z
  .object({
    batch: count.describe('Place in the chain; 0 for a batch whose panels were all removed before they were drawn'),
    batchId: z.string(),
    number,
    startedAt: time,
    endedAt: time.nullable(),
    waitedMs: milliseconds.nullable().describe('In the queue before it began'),
    providerMs: milliseconds.nullable().describe('From its first order to the last answer of the provider'),
    outcome: z.enum(attemptOutcomes).nullable().describe('null while it runs'),
    code: z.string().nullable(),
    detail: z.string().nullable(),
  })
  .meta({ id: 'Attempt' });

export type BatchView = z.output<typeof batchViewSchema>;
export type AttemptView = z.output<typeof attemptViewSchema>;
