import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { referenceKind, type SpecMistake, type StorySpec } from '@nextpanel/core';
import { pictureType } from './picture-type.ts';
import { InvalidStoryFile } from './read-story-file.ts';

/** What the server takes as a body. */
const largestPictureBytes = 16 * 1024 * 1024;

export interface LocalPicture {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mime: string;
  /** Lower-case hex. */
  readonly sha256: string;
}

/**
 * Reads the pictures that a story names by a path, by the path as it is written; paths are relative to the story's file.
 *
 * @throws InvalidStoryFile with every one that cannot be used
 */
export async function readLocalPictures(file: string, spec: StorySpec): Promise<ReadonlyMap<string, LocalPicture>> {
  const pictures = new Map<string, LocalPicture>();
  const mistakes: SpecMistake[] = [];
  for (const [c, character] of spec.characters.entries()) {
    for (const [r, reference] of character.references.entries()) {
      if (referenceKind(reference) !== 'local' || pictures.has(reference)) continue;
      const picture = await readPicture(resolve(dirname(file), reference), true);
      if (typeof picture === 'string') {
        mistakes.push({ pointer: `/characters/${c}/references/${r}`, detail: `"${reference}" ${picture}` });
      } else pictures.set(reference, picture);
    }
  }
  if (mistakes.length > 0) throw new InvalidStoryFile(file, mistakes);
  return pictures;
}

/** The story with another reference in place of each local one. */
export function replaceLocalReferences(spec: StorySpec, replacement: (path: string) => string): StorySpec {
  return {
    ...spec,
    characters: spec.characters.map((character) => ({
      ...character,
      references: character.references.map((it) => (referenceKind(it) === 'local' ? replacement(it) : it)),
    })),
  };
}

/**
 * The picture, or what is wrong with it.
 *
 * @param path absolute
 */
export async function readPicture(path: string, fromStory = false): Promise<LocalPicture | string> {
  try {
    const { size } = await stat(path);
    if (size > largestPictureBytes) return `is ${Math.ceil(size / 1024 / 1024)} MiB large; make it smaller than 16 MiB`;
    const bytes = new Uint8Array(await readFile(path));
    const type = pictureType(bytes);
    if (type === null) return 'is no picture that can be used; save it as PNG, JPEG or WebP';
    return { bytes, mime: type.mime, sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      return fromStory
        ? `does not exist; the path is relative to the story file (${path})`
        : 'does not exist; give the path of a picture';
    if (code === 'EISDIR') return 'is a folder; give the path of a picture in it';
    return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}
