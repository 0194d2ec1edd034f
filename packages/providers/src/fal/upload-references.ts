import type { Picture, PictureReference } from '@nextpanel/core';
import { z } from 'zod';
import { callFal, readAnswer } from './fal-client.ts';
import type { FalTransport } from './transport.ts';
import { untilAborted } from './until-aborted.ts';

export interface Uploads {
  /**
   * Addresses of the pictures in fal's storage, in the same order. Brings those that are not there yet, each once however many
   * requests want it at the same time.
   */
  bring(pictures: readonly Picture[], signal: AbortSignal): Promise<string[]>;
  /** Forgets the addresses of pictures that fal could not read back. */
  forget(pictures: readonly PictureReference[]): void;
}

export interface UploadsOptions {
  readonly key: string;
  readonly transport: FalTransport;
  readonly uploadMs: number;
}

/** An upload lives for a day at fal and is used for half of it, so that no request finds it gone. */
const keptFor = '1d';
const usedForMs = 43_200_000;
const answerMaxBytes = 1_000_000;
/** The oldest are forgotten beyond this: a long-lived process sees many stories. */
const rememberedMax = 2_000;

const extensions: Readonly<Record<Picture['mime'], string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
};

/** Uploads cost nothing, so they are remembered only as long as this process lives. */
export function openUploads({ key, transport, uploadMs }: UploadsOptions): Uploads {
  const known = new Map<string, { readonly address: Promise<string>; readonly until: number }>();

  // Without the signal of the first caller: others may be waiting for the same picture.
  const upload = ({ bytes, mime, sha256 }: Picture): Promise<string> => {
    const file = new File([Uint8Array.from(bytes)], `${sha256.slice(0, 16)}.${extensions[mime]}`, { type: mime });
    const signal = new AbortController().signal;
    const call = { key, transport, purpose: 'upload', signal, deadlineMs: uploadMs, maxBytes: answerMaxBytes } as const;
    return callFal(call, (fal) => fal.storage.upload(file, { lifecycle: { expiresIn: keptFor } })).then((address) =>
      readAnswer(z.url(), address, call),
    );
  };

  const addressOf = (picture: Picture): Promise<string> => {
    const found = known.get(picture.sha256);
    if (found && found.until > performance.now()) return found.address;
    const entry = { address: upload(picture), until: performance.now() + usedForMs };
    known.delete(picture.sha256);
    known.set(picture.sha256, entry);
    entry.address.catch(() => {
      if (known.get(picture.sha256) === entry) known.delete(picture.sha256);
    });
    for (const oldest of known.keys()) {
      if (known.size <= rememberedMax) break;
      known.delete(oldest);
    }
    return entry.address;
  };

  return {
    async bring(pictures, signal) {
      signal.throwIfAborted();
      return untilAborted(Promise.all(pictures.map(addressOf)), signal);
    },
    forget: (pictures) => {
      for (const { sha256 } of pictures) known.delete(sha256);
    },
  };
}
