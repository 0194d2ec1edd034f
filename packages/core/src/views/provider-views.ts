import { z } from 'zod';
import { count, milliseconds, time } from './parts.ts';

export const queueViewSchema = z
  .object({
    name: z.string(),
    provider: z.string().nullable().describe('Whose batches it holds; null for sheets and books'),
    waiting: count,
    active: count,
    delayed: count,
    oldestWaitingMs: milliseconds.nullable().describe('How long the first in line waits'),
    stories: z
      .array(z.object({ story: z.string(), title: z.string(), reason: z.string(), until: time.nullable() }))
      .describe('Stories of yours that wait for a later time, and why; at most 50'),
  })
  .meta({ id: 'Queue', description: 'How many jobs of a queue are where' });

export const providerViewSchema = z
  .object({
    id: z.string(),
    models: z.array(z.string()),
    paused: z.object({ reason: z.string(), since: time }).nullable(),
    outage: z
      .object({
        reason: z.string().describe("The provider's words"),
        since: time,
        retryAt: time.describe('When it is tried again'),
      })
      .nullable()
      .describe('It fails for everybody: nothing is ordered until a single request has succeeded'),
    limits: z
      .array(
        z.object({
          model: z.string(),
          concurrency: count.nullable().describe('Requests under way at once; null: no limit'),
          underWay: count.describe('Requests under way'),
          waiting: count.describe('Stories and requests that wait for one of those to end'),
          imagesPerMinute: z.number().nullable().describe('null: no limit'),
          usedShare: z.number().min(0).max(1).describe('Of what a minute allows'),
          blockedMs: milliseconds.describe('How much longer nothing is ordered, because the provider refused requests'),
          learnedPerMinute: z
            .number()
            .nullable()
            .describe(
              'Images a minute that are ordered at most, as learned from refusals; null: none was refused recently',
            ),
          refusing: z
            .object({ since: time, words: z.string() })
            .nullable()
            .describe("Since when every request was refused because of the rate limit, and the provider's last words"),
        }),
      )
      .describe('Limits shared by all workers, of the models used in the last hour'),
  })
  .meta({ id: 'Provider' });

export const providerStatsSchema = z
  .object({
    provider: z.string(),
    items: z
      .array(
        z.object({
          at: time.describe('Beginning of the minute'),
          requests: count,
          images: count,
          failed: count,
          p50Ms: milliseconds.nullable(),
          p95Ms: milliseconds.nullable(),
        }),
      )
      .describe('Minutes in which requests ended, oldest first'),
  })
  .meta({ id: 'ProviderStats', description: "A provider's requests by minute: how many, and how long they took" });

export type QueueView = z.output<typeof queueViewSchema>;
export type ProviderView = z.output<typeof providerViewSchema>;
export type ProviderStats = z.output<typeof providerStatsSchema>;
