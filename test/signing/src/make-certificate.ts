// The library of certificates needs it, and does not load it.
import 'reflect-metadata';
import { type webcrypto as types, webcrypto } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto as typeof crypto);

type Algorithm = types.EcKeyGenParams | types.RsaHashedKeyGenParams | types.Algorithm;

export const p256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

const day = 86_400_000;

export interface CertificateOptions {
  readonly name?: string;
  readonly algorithm?: Algorithm & { readonly hash?: string };
  /** Days from now; may be negative. */
  readonly from?: number;
  readonly until?: number;
  /** It signs itself. */
  readonly selfSigned?: boolean;
  /** What it is for; default: emailProtection, as C2PA wants it. */
  readonly uses?: readonly string[];
  readonly criticalUses?: boolean;
}

/** Certificate and key as PEM. */
export interface MadeCertificate {
  /** The certificate, then the root it was made with. */
  readonly chain: string;
  readonly key: string;
}

/** A certificate for signing content with a root of its own, as anyone can make one. */
export async function makeCertificate({
  name = 'Test Studio',
  algorithm = p256,
  from = -1,
  until = 30,
  selfSigned = false,
  uses = ['1.3.6.1.5.5.7.3.4'],
  criticalUses = false,
}: CertificateOptions = {}): Promise<MadeCertificate> {
  const dates = (start: number, end: number) => ({
    notBefore: new Date(Date.now() + start * day),
    notAfter: new Date(Date.now() + end * day),
  });
  const rootKeys = await webcrypto.subtle.generateKey(p256, true, ['sign', 'verify']);
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: `O=${name}, CN=${name} root`,
    ...dates(-3_000, 3_000),
    keys: rootKeys,
    signingAlgorithm: p256,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(rootKeys.publicKey),
    ],
  });
  const keys = await webcrypto.subtle.generateKey(algorithm as types.EcKeyGenParams, true, ['sign', 'verify']);
  const extensions = [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    ...(uses.length > 0 ? [new x509.ExtendedKeyUsageExtension([...uses], criticalUses)] : []),
    await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    await x509.AuthorityKeyIdentifierExtension.create(selfSigned ? keys.publicKey : rootKeys.publicKey),
  ];
  const common = { serialNumber: '02', ...dates(from, until), extensions };
  const leaf = selfSigned
    ? await x509.X509CertificateGenerator.createSelfSigned({
        ...common,
        name: `O=${name}, CN=${name}`,
        keys,
        signingAlgorithm: { hash: 'SHA-256', ...algorithm },
      })
    : await x509.X509CertificateGenerator.create({
        ...common,
        subject: `O=${name}, CN=${name}`,
        issuer: root.subject,
        publicKey: keys.publicKey,
        signingKey: rootKeys.privateKey,
        signingAlgorithm: p256,
      });
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  const chain = [leaf, ...(selfSigned ? [] : [root])].map((certificate) => `${certificate.toString('pem')}\n`).join('');
  return { chain, key: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY') };
}

/** Writes both into a folder; answers with the environment that names them. */
export async function saveCertificate(
  folder: string,
  { chain, key }: MadeCertificate,
): Promise<Record<string, string>> {
  await mkdir(folder, { recursive: true });
  const [certificateFile, keyFile] = [join(folder, 'chain.pem'), join(folder, 'key.pem')];
  await Promise.all([writeFile(certificateFile, chain), writeFile(keyFile, key)]);
  return { NEXTPANEL_C2PA_CERTIFICATE: certificateFile, NEXTPANEL_C2PA_KEY: keyFile };
}
