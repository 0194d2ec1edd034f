import type { CertificateFacts } from '@nextpanel/core';
import { plainText } from '../terminal/plain-text.ts';

const trustWords: Readonly<Record<CertificateFacts['trust'], string>> = {
  untrusted: 'UNTRUSTED: anyone can make such a certificate',
  unverified: 'whether readers trust it was not looked up',
};

/** Who signed, and how much that says: `Test Studio (certificate of Test root until 2026-12-30; UNTRUSTED: anyone can …)`. */
export const describeSignature = ({ name, issuer, validUntil, trust }: CertificateFacts): string =>
  plainText(`${name} (certificate of ${issuer} until ${validUntil.slice(0, 10)}; ${trustWords[trust]})`);
