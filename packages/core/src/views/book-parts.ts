import { z } from 'zod';
import { sha256, time } from './parts.ts';

export const boundBooks =
  'Books bound and ready to download, by name: the format, and the layout or page size it was asked for in, as in print@kdp-6x9';

export const certificateFactsSchema = z.object({
  certificate: sha256.describe('Fingerprint of the certificate'),
  name: z.string().describe('Whom the certificate names: its organisation'),
  issuer: z.string(),
  validUntil: time,
  trust: z
    .enum(['untrusted', 'unverified'])
    .describe(
      'untrusted: the chain ends in a certificate that signs itself, so anyone can have made it; unverified: whether its root is on a list that readers trust was not looked up',
    ),
});

export const bookSignaturesSchema = z
  .record(z.string(), certificateFactsSchema)
  .describe(
    'With which certificate the pages in a book are signed (C2PA), by its name; a book that is not among them is not signed',
  );

export type CertificateFacts = z.output<typeof certificateFactsSchema>;
