import { X509Certificate } from 'node:crypto';
import type { ContentCredentials } from '@nextpanel/core';
import { decode } from 'cborg';
import { describeChain } from './describe-chain.ts';

/** Labels of COSE headers (RFC 9360; C2PA specification 2.2, §13.2 and §14.6). */
const x5chain = 33;
const oldX5chain = 'x5chain';
const timeStamps = ['sigTst', 'sigTst2'];

/** The longest chain seen has four; a hostile file may say anything. */
const mostCertificates = 10;

/** Who signed a manifest, as the certificate in its COSE signature says; null if there is none to read. Nothing is verified. */
export function readSignature(cbor: Uint8Array | undefined): ContentCredentials['signature'] {
  if (cbor === undefined) return null;
  try {
    const [head, open] = decode(cbor, options) as [Uint8Array, Map<unknown, unknown>];
    const signed = decode(head, options) as Map<unknown, unknown>;
    const found = signed.get(x5chain) ?? open.get(x5chain) ?? open.get(oldX5chain);
    const chain = (Array.isArray(found) ? found : [found]).slice(0, mostCertificates);
    const certificates = chain.map((der) => new X509Certificate(Buffer.from(der as Uint8Array)));
    return { ...describeChain(certificates), timestamped: timeStamps.some((label) => open.has(label)) };
  } catch {
    return null;
  }
}

const options = { useMaps: true, tags: Array.from({ length: 64 }, () => (inner: () => unknown) => inner()) };
