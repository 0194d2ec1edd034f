import { z } from 'zod';
import { certificateFactsSchema } from './book-parts.ts';
import { count, number, sha256, time } from './parts.ts';

const contentCredentialsSchema = z.object({
  bytes: count.describe('Size of the manifest store'),
  manifest: z.string().nullable().describe('Label of the active manifest; null if the store cannot be read'),
  claimGenerator: z.string().nullable().describe('The program that wrote the claim'),
  signature: certificateFactsSchema
    .extend({ timestamped: z.boolean().describe('It has a time stamp of an authority') })
    .nullable()
    .describe('Who signed it, as its certificate says; not verified. null: there is no certificate to read'),
  actions: z.array(
    z.object({
      action: z.string(),
      digitalSourceType: z.string().nullable().describe('An IPTC URL, such as trainedAlgorithmicMedia'),
      softwareAgent: z.string().nullable(),
    }),
  ),
});

/** Where the selected frame of a panel comes from. */
export const provenanceViewSchema = z
  .object({
    panel: count.describe('0 when it was removed'),
    panelId: z.string(),
    take: number.nullable().describe('null while its batch is not committed'),
    sha256,
    mime: z.string(),
    source: z.enum(['drawn', 'uploaded']),
    at: time.nullable(),
    provider: z.string().nullable(),
    model: z.string().nullable(),
    prompt: z.string().nullable().describe('As it was sent'),
    contentCredentials: contentCredentialsSchema
      .nullable()
      .describe('What the C2PA manifest says that the vendor put into the picture; not verified. null: there is none'),
  })
  .meta({ id: 'Provenance' });

export type ContentCredentials = z.output<typeof contentCredentialsSchema>;
export type ProvenanceView = z.output<typeof provenanceViewSchema>;
