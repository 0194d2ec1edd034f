import { createPrivateKey } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSigning } from '@nextpanel/imaging';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type CertificateOptions,
  type MadeCertificate,
  makeCertificate,
  p256,
  saveCertificate,
} from './src/make-certificate.ts';

let folder: string;
let module: string;
let good: MadeCertificate;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nextpanel-certificates-'));
  module = join(folder, 'library');
  // Found, and without the library's code in it.
  await mkdir(module);
  await writeFile(
    join(module, 'package.json'),
    '{ "name": "@contentauth/c2pa-node", "version": "0.8.0", "main": "x.js" }',
  );
  good = await makeCertificate();
});
afterAll(() => rm(folder, { recursive: true }));

/** Opens what was made, as a process does with the files that its environment names. */
async function open({ chain, key }: MadeCertificate, named = module) {
  const env = await saveCertificate(join(folder, crypto.randomUUID()), { chain, key });
  const [certificateFile = '', keyFile = ''] = [env.NEXTPANEL_C2PA_CERTIFICATE, env.NEXTPANEL_C2PA_KEY];
  await using signing = openSigning({ module: named, certificateFile, keyFile, timestampUrl: null });
  return await signing.open();
}

const refusal = (detail: RegExp) => ({ code: 'signing_unusable', message: expect.stringMatching(detail) });
const rsa = (modulusLength: number) => ({
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: 'SHA-256',
});

test.each([
  ['P-256', p256],
  ['P-384', { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' }],
  ['P-521', { name: 'ECDSA', namedCurve: 'P-521', hash: 'SHA-512' }],
  ['Ed25519', { name: 'Ed25519' }],
  ['RSA with 2048 bits', rsa(2_048)],
])('a certificate on %s with a root of its own is taken, and called untrusted', async (_, algorithm) => {
  const { facts } = await open(await makeCertificate({ name: 'Wood & Sons', algorithm }));
  expect(facts).toMatchObject({ name: 'Wood & Sons', issuer: 'Wood & Sons root', trust: 'untrusted' });
  expect(facts.certificate).toMatch(/^[0-9a-f]{64}$/);
});

test('a certificate that comes without its root is called unverified', async () => {
  const [leaf = ''] = good.chain.split(/(?<=-----END CERTIFICATE-----\n)/);
  expect((await open({ ...good, chain: leaf })).facts.trust).toBe('unverified');
});

describe('a certificate that C2PA or its readers would refuse is refused before anything is signed', () => {
  test.each<[string, CertificateOptions, RegExp]>([
    ['has expired', { from: -20, until: -2 }, /expired on \d{4}-\d\d-\d\d; get a new one/],
    ['is not valid yet', { from: 2 }, /is not valid before \d{4}-\d\d-\d\d; check the clock/],
    ['signs itself', { selfSigned: true }, /signs itself, which C2PA forbids; make a root of your own/],
    ['is not made for content', { uses: [] }, /extended key usage must have emailProtection/],
    ['is made for servers', { uses: ['1.3.6.1.5.5.7.3.1'] }, /extended key usage must have emailProtection/],
    [
      'has too short a key',
      { algorithm: rsa(1_024) },
      /does not allow RSA with 1024 bits; use a key on the curve P-256/,
    ],
  ])('it %s', async (_, options, words) => {
    await expect(makeCertificate(options).then((made) => open(made))).rejects.toMatchObject(refusal(words));
  });

  test('the key is that of another one', async () => {
    const { key } = await makeCertificate();
    await expect(open({ ...good, key })).rejects.toMatchObject(refusal(/does not belong to the certificate/));
  });

  test('the first certificate is the root', async () => {
    const [leaf, root] = good.chain.split(/(?<=-----END CERTIFICATE-----\n)/);
    await expect(open({ ...good, chain: `${root}${leaf}` })).rejects.toMatchObject(refusal(/does not belong/));
  });

  test('a certificate of its chain is missing', async () => {
    const [leaf] = good.chain.split(/(?<=-----END CERTIFICATE-----\n)/);
    const [, root] = (await makeCertificate({ name: 'Other' })).chain.split(/(?<=-----END CERTIFICATE-----\n)/);
    await expect(open({ ...good, chain: `${leaf}${root}` })).rejects.toMatchObject(
      refusal(/certificate 2 .* did not issue/),
    );
  });

  test.each([
    ['no certificate', { chain: 'nothing' }, /has no certificate in PEM/],
    [
      'a damaged certificate',
      { chain: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n' },
      /cannot be read/,
    ],
    ['no key', { key: 'nothing' }, /NEXTPANEL_C2PA_KEY has no private key in PEM/],
  ])('the files hold %s', async (_, part, words) => {
    await expect(open({ ...good, ...part })).rejects.toMatchObject(refusal(words));
  });
});

test('a key with a passphrase is refused with what to do', async () => {
  const cipher = { cipher: 'aes-256-cbc', passphrase: 'secret' } as const;
  const key = createPrivateKey(good.key)
    .export({ type: 'pkcs8', format: 'pem', ...cipher })
    .toString();
  await expect(open({ ...good, key })).rejects.toMatchObject(refusal(/encrypted; store it without a passphrase/));
});

test('a file that is not there is named, and the key is never printed', async () => {
  await using signing = openSigning({
    module,
    certificateFile: '/nowhere/chain.pem',
    keyFile: '/nowhere/key.pem',
    timestampUrl: null,
  });
  await expect(signing.open()).rejects.toMatchObject(
    refusal(/NEXTPANEL_C2PA_\w+: \/nowhere\/\w+\.pem cannot be read \(ENOENT\)/),
  );
  const error = await open({ ...good, chain: 'nothing' }).catch(({ message }: Error) => message);
  expect(error).not.toContain(good.key.slice(40, 80));
});

test('a library that is not there, or cannot be loaded, is reported with what to install', async () => {
  await expect(open(good, join(folder, 'nowhere'))).rejects.toMatchObject(
    refusal(
      /names no installed @contentauth\/c2pa-node; .*SKIP_RUST_BUILD=1 npm install @contentauth\/c2pa-node@0\.8\.0/,
    ),
  );
  const env = await saveCertificate(join(folder, 'good'), good);
  const [certificateFile = '', keyFile = ''] = [env.NEXTPANEL_C2PA_CERTIFICATE, env.NEXTPANEL_C2PA_KEY];
  await using signing = openSigning({ module, certificateFile, keyFile, timestampUrl: null });
  await expect(signing.check()).rejects.toMatchObject(
    refusal(/library that NEXTPANEL_C2PA_MODULE names cannot be used/),
  );
});

test('a process that dies while it signs fails this page with its reason, and the next page has a new one', async () => {
  const deadly = join(folder, 'deadly');
  await mkdir(deadly);
  await writeFile(
    join(deadly, 'package.json'),
    '{ "name": "@contentauth/c2pa-node", "version": "0.8.0", "main": "x.cjs" }',
  );
  await writeFile(join(deadly, 'x.cjs'), "process.kill(process.pid, 'SIGKILL');");
  const env = await saveCertificate(join(folder, 'good'), good);
  const [certificateFile = '', keyFile = ''] = [env.NEXTPANEL_C2PA_CERTIFICATE, env.NEXTPANEL_C2PA_KEY];
  await using signing = openSigning({ module: deadly, certificateFile, keyFile, timestampUrl: null });
  for (let page = 0; page < 2; page += 1)
    await expect(signing.check()).rejects.toMatchObject({
      code: 'signing_failed',
      message: 'the process that signs ended (SIGKILL)',
    });
});
