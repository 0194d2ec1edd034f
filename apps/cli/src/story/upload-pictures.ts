import type { Client } from '@nextpanel/client';
import type { StorySpec } from '@nextpanel/core';
import { type LocalPicture, replaceLocalReferences } from './local-pictures.ts';

/** Uploads each local picture once and replaces the paths in the story with asset ids. */
export async function uploadPictures(
  client: Pick<Client, 'uploadAsset'>,
  spec: StorySpec,
  pictures: ReadonlyMap<string, LocalPicture>,
): Promise<StorySpec> {
  const idByHash = new Map<string, string>();
  const idByPath = new Map<string, string>();
  for (const [path, { bytes, mime, sha256 }] of pictures) {
    const id = idByHash.get(sha256) ?? (await client.uploadAsset(bytes, mime)).id;
    idByHash.set(sha256, id);
    idByPath.set(path, id);
  }
  return replaceLocalReferences(spec, (path) => idByPath.get(path) ?? path);
}
