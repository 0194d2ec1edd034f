import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { StorySpec } from '@nextpanel/core';
import { mapFonts } from '@nextpanel/core/book-fonts';
import { listPictures, mapPictures } from '@nextpanel/core/cast-pictures';
import { coverAsset, coverAssetPointer, withCoverAsset } from '@nextpanel/core/cover-asset';
import { referenceKind } from '@nextpanel/core/references';
import { InvalidStoryFile } from './invalid-story-file.ts';
import { isFontFile, pictureType } from './picture-type.ts';

/** The largest body the server accepts. */
const largestPictureBytes = 16 * 1024 * 1024;

export interface LocalPicture {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mime: string;
  /** Lower-case hex. */
  readonly sha256: string;
}

const whoseStory = 'the story file';

/** What a file of a story is meant to be. */
type LocalKind = 'picture' | 'font';

/** Says what is wrong with a local picture of a story file; see `ReferencePolicy`. Each file is checked once. */
export function checkLocalPictures(file: string): (path: string, kind: LocalKind) => string | null {
  const checked = new Map<string, string | null>();
  return (path, kind) => {
    const known = checked.get(`${kind} ${path}`);
    if (known !== undefined) return known;
    const wrong = checkFile(resolve(dirname(file), path), whoseStory, kind);
    checked.set(`${kind} ${path}`, wrong);
    return wrong;
  };
}

/**
 * Reads the local pictures of a story, keyed by the path as written; paths are relative to the story's file.
 *
 * @throws InvalidStoryFile for one that can no longer be used: all were checked together with the file
 */
export async function readLocalPictures(file: string, spec: StorySpec): Promise<ReadonlyMap<string, LocalPicture>> {
  const pictures = new Map<string, LocalPicture>();
  const cover = coverAsset(spec);
  const named = [
    ...listPictures(spec).map((it) => ({ ...it, kind: 'picture' as const })),
    ...(cover === null ? [] : [{ picture: cover, pointer: coverAssetPointer, kind: 'picture' as const }]),
    ...(spec.book.fonts ?? []).map((font, index) => ({
      picture: font.file,
      pointer: `/book/fonts/${index}/file`,
      kind: 'font' as const,
    })),
  ];
  for (const { picture: reference, pointer, kind } of named) {
    if (referenceKind(reference) !== 'local' || pictures.has(reference)) continue;
    const picture = await readPicture(resolve(dirname(file), reference), whoseStory, kind);
    if (typeof picture === 'string') {
      throw new InvalidStoryFile(file, [{ pointer, detail: `"${reference}" ${picture}` }]);
    }
    pictures.set(reference, picture);
  }
  return pictures;
}

/** The story with each local reference replaced. */
export function replaceLocalReferences(spec: StorySpec, replacement: (path: string) => string): StorySpec {
  const replaced = (it: string) => (referenceKind(it) === 'local' ? replacement(it) : it);
  const covered = withCoverAsset({ ...spec, book: mapFonts(spec.book, replaced) }, replaced(coverAsset(spec) ?? ''));
  // As it was read from JSON: without what is undefined.
  return JSON.parse(JSON.stringify({ ...covered, ...mapPictures(spec, replaced) })) as StorySpec;
}

/**
 * The picture, or what is wrong with it.
 *
 * @param path absolute
 */
export async function readPicture(
  path: string,
  whose = '',
  kind: LocalKind = 'picture',
): Promise<LocalPicture | string> {
  const wrong = checkFile(path, whose, kind);
  if (wrong !== null) return wrong;
  try {
    const bytes = new Uint8Array(await readFile(path));
    const mime = typeOf(bytes, kind);
    if (mime === null) return isNot[kind];
    return { bytes, mime, sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch (error) {
    return describeUnreadable(path, whose, error);
  }
}

/** The media type of a file that is what it is meant to be, or null. */
const typeOf = (bytes: Uint8Array, kind: LocalKind): string | null =>
  kind === 'font' ? (isFontFile(bytes) ? 'font/sfnt' : null) : (pictureType(bytes)?.mime ?? null);

/** What is wrong with a file, judged by its size and first bytes, or null. */
function checkFile(path: string, whose: string, kind: LocalKind): string | null {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const { size } = fstatSync(file);
    if (size > largestPictureBytes) return `is ${Math.ceil(size / 1024 / 1024)} MiB large; make it smaller than 16 MiB`;
    const head = Buffer.alloc(64);
    return typeOf(head.subarray(0, readSync(file, head)), kind) === null ? isNot[kind] : null;
  } catch (error) {
    return describeUnreadable(path, whose, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

const isNot: Readonly<Record<LocalKind, string>> = {
  picture: 'is not a supported picture; save it as PNG, JPEG or WebP',
  font: 'is not a supported font; save it as TTF or OTF',
};

function describeUnreadable(path: string, whose: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return whose === ''
      ? 'does not exist; give the path of a picture'
      : `does not exist; the path is relative to ${whose} (${path})`;
  }
  if (code === 'EISDIR') return 'is a folder; give the path of a picture in it';
  return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}
