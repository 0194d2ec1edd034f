import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSigning, readContentCredentials } from '@nextpanel/imaging';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { type C2paLibrary, installLibrary } from './src/install-library.ts';
import { makeCertificate, p256, saveCertificate } from './src/make-certificate.ts';
import { startTimeStampAuthority } from './src/start-time-stamp-authority.ts';

const library = await installLibrary();
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const why = typeof library === 'string' ? ` (skipped: ${library})` : hasOpenssl ? '' : ' (skipped: no openssl)';

const algorithms = [
  ['P-256', p256],
  ['P-384', { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' }],
  ['Ed25519', { name: 'Ed25519' }],
  [
    'RSA',
    { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2_048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
  ],
] as const;

test.skipIf(why !== '').each(algorithms)(
  `a page that is signed with %s has the time stamp of an authority${why}`,
  async (_, algorithm) => {
    const c2pa = library as C2paLibrary;
    const folder = await mkdtemp(join(tmpdir(), 'nextpanel-time-stamp-'));
    await using authority = await startTimeStampAuthority();
    const named = await saveCertificate(folder, await makeCertificate({ name: 'Stamped Studio', algorithm }));
    await using signing = openSigning({
      module: c2pa.folder,
      certificateFile: named.NEXTPANEL_C2PA_CERTIFICATE as string,
      keyFile: named.NEXTPANEL_C2PA_KEY as string,
      timestampUrl: authority.url,
    });
    try {
      const signer = await signing.open();
      const page = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#c84' } })
        .jpeg()
        .toBuffer();
      const before = Date.now();
      const signed = await signer.sign({ bytes: page, mime: 'image/jpeg', title: 'Page 1', panels: [] });
      expect(authority.given()).toBeGreaterThan(0);
      const store = await c2pa.read(signed, 'image/jpeg');
      const { success = [] } = store?.validation_results.activeManifest ?? {};
      const codes = success.map(({ code }) => code);
      expect(codes).toEqual(expect.arrayContaining(['claimSignature.validated', 'timeStamp.validated']));
      const stampedAt = Date.parse(store?.manifests[store.active_manifest]?.signature_info.time ?? '');
      // The authority counts in seconds.
      expect(stampedAt).toBeGreaterThan(before - 2_000);
      expect(stampedAt).toBeLessThan(Date.now() + 2_000);
      expect(readContentCredentials(signed)?.signature).toMatchObject({ name: 'Stamped Studio', timestamped: true });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);
