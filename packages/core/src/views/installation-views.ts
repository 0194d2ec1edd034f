import { z } from 'zod';
import { certificateFactsSchema } from './book-parts.ts';
import { count, time } from './parts.ts';

export const installationViewSchema = z
  .object({
    schema: z.int().describe('Of the stored state; every process writes it'),
    reads: z.object({ oldest: z.int(), newest: z.int() }).describe('Schemas this version reads'),
    migration: z
      .enum(['none', 'ready', 'blocked'])
      .describe('none: the state has the newest schema. blocked: processes of an older version are running'),
    oldProcesses: z
      .array(z.object({ role: z.string(), host: z.string(), pid: z.int(), newest: z.int() }))
      .describe('Processes of older versions heard of in the last minute, with the newest schema they read'),
    storage: z
      .object({
        bytes: count,
        limitBytes: count.nullable().describe('NEXTPANEL_RETENTION_MB; null: no limit'),
        at: time,
      })
      .optional()
      .describe('What artifacts took after the last sweep; absent before the first one'),
    signing: z
      .object({
        status: z.enum(['ready', 'unusable']),
        detail: z.string().describe('The version of the library, or why pages cannot be signed'),
        certificate: certificateFactsSchema.nullable().describe('null: there is none that can be used'),
      })
      .optional()
      .describe('Whether pages can be signed (C2PA): a picture was signed and verified; absent: pages are not signed'),
  })
  .meta({ id: 'Installation', description: 'The schema of the stored state' });

export const workerViewSchema = z
  .object({
    id: z.string(),
    role: z.enum(['worker', 'finalizer']),
    host: z.string(),
    pid: z.int(),
    startedAt: time,
    seenAt: time,
    clockAheadMs: z.int().describe("How far its machine's clock is ahead of Redis' clock, in milliseconds"),
    holds: z
      .array(z.object({ story: z.string().nullable(), what: z.string(), since: time }))
      .describe("What it works on; story is null for another tenant's"),
  })
  .meta({ id: 'Worker', description: 'A process that draws, or composes, and gave a sign of life recently' });

export type InstallationView = z.output<typeof installationViewSchema>;
export type WorkerView = z.output<typeof workerViewSchema>;
