import { createHash } from 'node:crypto';
import type { StorySpec } from '@nextpanel/core';
import { canonicalJson } from '@nextpanel/core/request-key';
import { type LocalPicture, replaceLocalReferences } from './local-pictures.ts';

/**
 * The Idempotency-Key of a story's content: equal content has an equal key, wherever its file and pictures are and however
 * the file is formatted. This is what makes a rerun of `story` the same story.
 */
export function contentKey(spec: StorySpec, pictures: ReadonlyMap<string, LocalPicture>): string {
  const content = replaceLocalReferences(spec, (path) => `sha256:${pictures.get(path)?.sha256}`);
  return `story-${createHash('sha256').update(canonicalJson(content)).digest('hex')}`;
}
