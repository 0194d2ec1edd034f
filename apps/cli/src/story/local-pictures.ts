import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import {
  coverAsset,
  coverAssetPointer,
  listPictures,
  mapPictures,
  referenceKind,
  type StorySpec,
  withCoverAsset,
} from '@nextpanel/core';
import { InvalidStoryFile } from './invalid-story-file.ts';
import { pictureType } from './picture-type.ts';

/** The largest body the server accepts. */
const largestPictureBytes = 16 * 1024 * 1024;

export interface LocalPicture {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mime: string;
  /** Lower-case hex. */
  readonly sha256: string;
}

const whoseStory = 'the story file';

/** Says what is wrong with a local picture of a story file; see `ReferencePolicy`. Each file is checked once. */
export function checkLocalPictures(file: string): (path: string) => string | null {
  const checked = new Map<string, string | null>();
  return (path) => {
    const known = checked.get(path);
    if (known !== undefined) return known;
    const wrong = checkPicture(resolve(dirname(file), path), whoseStory);
    checked.set(path, wrong);
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
  const named = cover === null ? [] : [{ picture: cover, pointer: coverAssetPointer }];
  for (const { picture: reference, pointer } of [...listPictures(spec), ...named]) {
    if (referenceKind(reference) !== 'local' || pictures.has(reference)) continue;
    const picture = await readPicture(resolve(dirname(file), reference), whoseStory);
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
  const covered = withCoverAsset(spec, replaced(coverAsset(spec) ?? ''));
  // As it was read from JSON: without what is undefined.
  return JSON.parse(JSON.stringify({ ...covered, ...mapPictures(spec, replaced) })) as StorySpec;
}

/**
 * The picture, or what is wrong with it.
 *
 * @param path absolute
 */
export async function readPicture(path: string, whose = ''): Promise<LocalPicture | string> {
  const wrong = checkPicture(path, whose);
  if (wrong !== null) return wrong;
  try {
    const bytes = new Uint8Array(await readFile(path));
    const type = pictureType(bytes);
    if (type === null) return noPicture;
    return { bytes, mime: type.mime, sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch (error) {
    return describeUnreadable(path, whose, error);
  }
}

/** What is wrong with a file as a picture, judged by its size and first bytes, or null. */
function checkPicture(path: string, whose: string): string | null {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const { size } = fstatSync(file);
    if (size > largestPictureBytes) return `is ${Math.ceil(size / 1024 / 1024)} MiB large; make it smaller than 16 MiB`;
    const head = Buffer.alloc(64);
    return pictureType(head.subarray(0, readSync(file, head))) === null ? noPicture : null;
  } catch (error) {
    return describeUnreadable(path, whose, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

const noPicture = 'is not a supported picture; save it as PNG, JPEG or WebP';

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
