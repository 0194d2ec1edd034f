import { readFile } from 'node:fs/promises';
import { type CertificateFacts, NextpanelError, type SigningConfig } from '@nextpanel/core';
import { describeClaim, type PictureToSign } from './describe-claim.ts';
import { findSigningModule, type SigningModule } from './find-signing-module.ts';
import { readSigningCertificate } from './read-signing-certificate.ts';
import { startSigningProcess } from './start-signing-process.ts';

/** Signs pictures of pages with one certificate. */
export interface PageSigner {
  readonly facts: CertificateFacts;
  readonly module: SigningModule;
  /**
   * The picture with a manifest that names its panels, read back and verified. Two signatures of the same picture differ; without its
   * manifest the picture is the same, byte for byte. Throws `signing_unusable` and `signing_failed`.
   */
  sign(picture: PictureToSign): Promise<Buffer>;
}

/** How this installation signs pages. */
export interface Signing extends AsyncDisposable {
  /**
   * The signer, for one sheet or book: the files of certificate and key are read each time, so that a new certificate is used
   * without a restart, and an expired one is not. Throws `signing_unusable`.
   */
  open(): Promise<PageSigner>;
  /** The same, after it has signed a picture of one pixel, once for each certificate. Throws `signing_failed`, too. */
  check(): Promise<PageSigner>;
}

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Nothing is read and no process is started before something is signed. */
export function openSigning(config: SigningConfig, now: () => number = Date.now): Signing {
  const signing = startSigningProcess();
  let checked: string | null = null;
  const opened: Signing = {
    async open() {
      const [module, chain, key] = await Promise.all([
        findSigningModule(config.module),
        readSettingFile('NEXTPANEL_C2PA_CERTIFICATE', config.certificateFile),
        readSettingFile('NEXTPANEL_C2PA_KEY', config.keyFile),
      ]);
      const { facts, ...certificate } = readSigningCertificate({ chain, key }, now());
      return {
        facts,
        module,
        async sign({ panels, ...picture }) {
          const frames: { bytes: Uint8Array; mime: string }[] = [];
          for (const { frame } of panels) frames.push(typed(await frame()));
          return signing.sign({
            ...certificate,
            ...describeClaim({ ...picture, panels }),
            module: module.folder,
            timestampUrl: config.timestampUrl,
            picture,
            frames,
          });
        },
      };
    },
    async check() {
      const signer = await opened.open();
      const { certificate } = signer.facts;
      if (checked !== certificate) {
        await signer.sign({ bytes: pixel, mime: 'image/png', title: 'A pixel', panels: [] });
        checked = certificate;
      }
      return signer;
    },
    [Symbol.asyncDispose]: () => signing[Symbol.asyncDispose](),
  };
  return opened;
}

async function readSettingFile(variable: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new NextpanelError('signing_unusable', `${variable}: ${file} cannot be read (${code})`, { cause });
  }
}

/** Frames are kept as vendors send them: PNG, JPEG or WebP. */
function typed(bytes: Uint8Array): { bytes: Uint8Array; mime: string } {
  if (bytes[0] === 0x89) return { bytes, mime: 'image/png' };
  return { bytes, mime: bytes[0] === 0xff ? 'image/jpeg' : 'image/webp' };
}
