import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { type CertificateFacts, NextpanelError } from '@nextpanel/core';
import { describeChain } from '../provenance/describe-chain.ts';

/** C2PA's names of the algorithms it allows (specification 2.2, §13.2). */
type SigningAlgorithm = 'es256' | 'es384' | 'es512' | 'ps256' | 'ed25519';

/** A certificate that pages can be signed with, and its key. */
export interface SigningCertificate {
  readonly facts: CertificateFacts;
  readonly algorithm: SigningAlgorithm;
  /** PEM: the certificate, then those that lead to its root. */
  readonly chain: string;
  /** PEM, PKCS#8. */
  readonly key: string;
}

const curves: Readonly<Record<string, SigningAlgorithm>> = {
  prime256v1: 'es256',
  secp384r1: 'es384',
  secp521r1: 'es512',
};
const leastRsaBits = 2_048;

/**
 * What a certificate may be for: signing mail, signing documents, signing claims. C2PA takes no others (specification 2.2, §14.5.1).
 */
const allowedUses = ['1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.36', '1.3.6.1.4.1.62558.2.1'];

/**
 * Reads a certificate chain and its key, both PEM, and refuses what no reader of C2PA would take: the library would sign with some of it all
 * the same. Throws `signing_unusable`, which says what is wrong and never prints the key.
 *
 * @param now milliseconds since the epoch
 */
export function readSigningCertificate(
  { chain: chainPem, key: keyPem }: { readonly chain: string; readonly key: string },
  now: number,
): SigningCertificate {
  const chain = readChain(chainPem);
  const [leaf] = chain as [X509Certificate];
  const key = readKey(keyPem);
  if (!leaf.checkPrivateKey(key))
    throw unusable('the key does not belong to the certificate: NEXTPANEL_C2PA_KEY must be the key it was made with');
  const algorithm = algorithmOf(key);
  refuseAuthority(leaf);
  refuseBrokenChain(chain);
  for (const certificate of chain) refuseTime(certificate, now);
  return {
    facts: describeChain(chain),
    algorithm,
    chain: chain.map((certificate) => certificate.toString()).join(''),
    key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function readChain(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0)
    throw unusable('NEXTPANEL_C2PA_CERTIFICATE has no certificate in PEM ("-----BEGIN CERTIFICATE-----")');
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch (cause) {
    throw unusable('NEXTPANEL_C2PA_CERTIFICATE has a certificate that cannot be read', cause);
  }
}

function readKey(pem: string): KeyObject {
  if (/ENCRYPTED/.test(pem))
    throw unusable('the key is encrypted; store it without a passphrase, in a file that only the server can read');
  try {
    return createPrivateKey(pem);
  } catch {
    // Without its cause: what OpenSSL says of a key is no one's business.
    throw unusable('NEXTPANEL_C2PA_KEY has no private key in PEM');
  }
}

function algorithmOf(key: KeyObject): SigningAlgorithm {
  const { asymmetricKeyType: type, asymmetricKeyDetails: { namedCurve = '', modulusLength = 0 } = {} } = key;
  const found = type === 'ec' ? curves[namedCurve] : undefined;
  if (found !== undefined) return found;
  if (type === 'ed25519') return 'ed25519';
  if ((type === 'rsa' || type === 'rsa-pss') && modulusLength >= leastRsaBits) return 'ps256';
  const what = type === 'ec' ? `the curve ${namedCurve}` : modulusLength > 0 ? `RSA with ${modulusLength} bits` : type;
  throw unusable(
    `C2PA does not allow ${what}; use a key on the curve P-256, P-384 or P-521, Ed25519, or RSA with ${leastRsaBits} bits or more`,
  );
}

function refuseAuthority(leaf: X509Certificate): void {
  if (leaf.subject === leaf.issuer)
    throw unusable(
      'the certificate signs itself, which C2PA forbids; make a root of your own and sign a certificate with it, see docs/provenance.md',
    );
  if (leaf.ca)
    throw unusable(
      'the first certificate of NEXTPANEL_C2PA_CERTIFICATE belongs to an authority; put the one that belongs to the key first',
    );
  if (!allowedUses.some((use) => leaf.keyUsage?.includes(use)))
    throw unusable(
      'the certificate is not made for signing content: its extended key usage must have emailProtection, documentSigning or c2pa-kp-claimSigning',
    );
}

function refuseBrokenChain(chain: readonly X509Certificate[]): void {
  for (const [index, certificate] of chain.entries()) {
    const next = chain[index + 1];
    if (next && !(certificate.checkIssued(next) && certificate.verify(next.publicKey)))
      throw unusable(
        `certificate ${index + 2} of NEXTPANEL_C2PA_CERTIFICATE did not issue the one before it; the order is: own certificate, then each issuer`,
      );
  }
}

function refuseTime({ validFromDate, validToDate, subject }: X509Certificate, now: number): void {
  const name = subject.replaceAll('\n', ', ');
  if (now > validToDate.getTime())
    throw unusable(`the certificate of ${name} expired on ${day(validToDate)}; get a new one`);
  if (now < validFromDate.getTime())
    throw unusable(
      `the certificate of ${name} is not valid before ${day(validFromDate)}; check the clock of the server`,
    );
}

const day = (date: Date): string => date.toISOString().slice(0, 10);

const unusable = (detail: string, cause?: unknown) => new NextpanelError('signing_unusable', detail, { cause });
