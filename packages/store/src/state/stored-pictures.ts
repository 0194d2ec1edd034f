import { createHash } from 'node:crypto';
import type { LeftOutPicture, SentPicture } from '@nextpanel/core';
import type { Redis } from 'ioredis';

/**
 * Pictures that went along with requests, or were left out, by their ids in `story:pictures`. The panels of a story share most of them, and
 * each is described in some 150 bytes: frames and intents name them, and they are stored once.
 */
export type StoredPictures = ReadonlyMap<string, LeftOutPicture | FollowedFrames>;

/** The frames that a frame was drawn from: all panels of a batch have the same, so they are stored once, too. */
export interface FollowedFrames {
  /** SHA-256; null for one that did not go along. */
  readonly anchor: string | null;
  readonly reference: string | null;
}

/** Ids begin with a character that no hash begins with, so that a sweep does not take them for artifacts. */
const idPattern = /"(~[0-9a-f]{12})"/g;

/** What is stored of these pictures: their ids. What each stands for goes into `entries`. The same picture always has the same id. */
export function packPictures(pictures: readonly LeftOutPicture[], entries: Map<string, string>): string[] {
  return pictures.map((picture) => pack(picture, entries));
}

/** What is stored of the frames that a frame was drawn from: an id, as for pictures. */
export const packFollowed = ({ anchor, reference }: FollowedFrames, entries: Map<string, string>): string =>
  pack({ anchor, reference }, entries);

function pack(described: LeftOutPicture | FollowedFrames, entries: Map<string, string>): string {
  const json = JSON.stringify(described);
  const id = `~${createHash('sha256').update(json).digest('hex').slice(0, 12)}`;
  entries.set(id, json);
  return id;
}

/** The frames that a stored frame was drawn from; earlier versions stored them whole. */
export const unpackFollowed = (
  stored: string | FollowedFrames,
  pictures: StoredPictures,
): FollowedFrames | undefined => (typeof stored === 'string' ? (pictures.get(stored) as FollowedFrames) : stored);

/** All pictures of a story, as `story:pictures` has them. */
export const parsePictures = (stored: Readonly<Record<string, string>>): StoredPictures =>
  new Map(Object.entries(stored).map(([id, json]) => [id, JSON.parse(json) as LeftOutPicture | FollowedFrames]));

/** Reads the pictures that stored frames and intents name; those that were stored whole, by an earlier version, need none. */
export async function readPictures(
  redis: Redis,
  key: string,
  texts: Iterable<string | null | undefined>,
): Promise<StoredPictures> {
  const ids = new Set<string>();
  for (const text of texts) for (const [, id] of text?.matchAll(idPattern) ?? []) ids.add(id as string);
  if (ids.size === 0) return new Map();
  const fields = [...ids];
  const values = await redis.hmget(key, ...fields);
  return new Map(
    fields.flatMap((id, index) => {
      const json = values[index];
      return json ? [[id, JSON.parse(json) as LeftOutPicture | FollowedFrames] as const] : [];
    }),
  );
}

/** The pictures of a stored frame or intent. */
export const unpackPictures = <Picture extends SentPicture | LeftOutPicture>(
  stored: readonly (string | Picture)[],
  pictures: StoredPictures,
): Picture[] =>
  stored.flatMap((it) => {
    const picture = typeof it === 'string' ? pictures.get(it) : it;
    return picture ? [picture as Picture] : [];
  });
