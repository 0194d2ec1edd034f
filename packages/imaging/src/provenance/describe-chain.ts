import type { X509Certificate } from 'node:crypto';
import type { CertificateFacts } from '@nextpanel/core';

/**
 * Who a certificate names, and what follows from it without a list of trusted roots. A chain that ends in a certificate that signs
 * itself brings its own authority: it is `untrusted`, whatever it says of itself.
 *
 * @param chain not empty; the certificate, then those that lead to its root
 */
export function describeChain(chain: readonly X509Certificate[]): CertificateFacts {
  const [leaf, last] = [chain[0] as X509Certificate, chain.at(-1) as X509Certificate];
  const name = partOf(leaf.subject, 'CN') ?? leaf.subject.replaceAll('\n', ', ');
  return {
    certificate: leaf.fingerprint256.replaceAll(':', '').toLowerCase(),
    name: partOf(leaf.subject, 'O') ?? name,
    issuer: partOf(leaf.issuer, 'CN') ?? partOf(leaf.issuer, 'O') ?? leaf.issuer.replaceAll('\n', ', '),
    validUntil: leaf.validToDate.toISOString(),
    trust: last.subject === last.issuer ? 'untrusted' : 'unverified',
  };
}

/** Longer texts are no names. */
const longestText = 200;

/** A part of a name as Node prints it: one `KEY=value` a line. */
function partOf(name: string, key: string): string | undefined {
  const line = name.split('\n').find((part) => part.startsWith(`${key}=`));
  return line?.slice(key.length + 1, key.length + 1 + longestText);
}
