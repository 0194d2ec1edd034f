import { z } from 'zod';
import { publishProfileNames } from './profiles.ts';

/** What `GET /v1/stories/{id}/publish-check/{profile}` answers. */
export const publishCheckSchema = z
  .object({
    profile: z.enum(publishProfileNames),
    label: z.string(),
    asOf: z.string().describe('When the sources were read; they win'),
    policy: z
      .array(z.object({ rule: z.string(), source: z.string() }))
      .describe('What it says of pictures made with AI'),
    findings: z.array(z.string()).describe('What the book lacks, each with what to do'),
    disclosure: z.string().nullable().describe('To be pasted into its form'),
    labels: z.array(z.string()).describe('Labels that readers see'),
  })
  .meta({ id: 'PublishCheck' });

export type PublishCheckView = z.output<typeof publishCheckSchema>;
