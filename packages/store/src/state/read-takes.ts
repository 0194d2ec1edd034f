import type { SentPicture } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import type { Keyspace, StoryPart } from '../keyspace.ts';
import { valuesOf } from '../values-of.ts';
import type { PanelReader } from './read-panels.ts';
import { frameOrNull, readFrame, type StoredFrame } from './stored.ts';
import { readPictures } from './stored-pictures.ts';

/** What is read of the takes of panels and plates. */
export interface TakeReader {
  /** All takes of a panel, the first one first. */
  takes(id: string, panel: string): Promise<StoredFrame[]>;
  /** All takes of panels and plates that are not selected where another one is. */
  discardedTakes(id: string): Promise<StoredFrame[]>;
  /** A take of any panel by its bytes, or null. */
  takeBySha256(id: string, sha256: string): Promise<StoredFrame | null>;
  /** Whether a tile with these bytes went along with a take of any panel, or they are the mask of one. */
  hasTile(id: string, sha256: string): Promise<boolean>;
}

export function takeReader(redis: Redis, keys: Keyspace, panels: Pick<PanelReader, 'selected'>): TakeReader {
  const picturesIn = (id: string, texts: Iterable<string | null | undefined>) =>
    readPictures(redis, keys.storyPart(id, 'pictures'), texts);
  return {
    async takes(id, panel) {
      const raws = await readTakes(redis, keys, id, panel);
      const pictures = await picturesIn(id, raws);
      return raws.map((raw) => readFrame(raw, pictures));
    },
    async discardedTakes(id) {
      const key = keys.storyPart(id, 'takes');
      // Few pictures have several takes, and the frames of a long story are much to read.
      const counted = (await redis.hkeys(key)).filter((field) => field.endsWith('.count'));
      const counts = counted.length === 0 ? [] : await redis.hmget(key, ...counted);
      const several = counted.flatMap((field, index) => {
        const count = Number(counts[index] ?? 0);
        return count > 1 ? [{ picture: field.slice(0, -'.count'.length), count }] : [];
      });
      if (several.length === 0) return [];
      const selected = await panels.selected(
        id,
        several.map(({ picture }) => picture),
      );
      const fields = several.flatMap(({ picture, count }) =>
        Array.from({ length: count }, (_, index) => ({ picture, field: `${picture}.${index + 1}` })),
      );
      const raws = await redis.hmget(key, ...fields.map(({ field }) => field));
      const pictures = await picturesIn(id, raws);
      return fields.flatMap(({ picture }, index) => {
        const frame = frameOrNull(raws[index], pictures);
        const chosen = selected.get(picture)?.value;
        return frame !== null && chosen !== undefined && frame.sha256 !== chosen.sha256 ? [frame] : [];
      });
    },
    async takeBySha256(id, sha256) {
      const takes = await valuesIn(redis, keys, id, ['selected', 'takes']);
      const isIt = (take: string) => take.includes(`"${sha256}"`) && readFrame(take, new Map()).sha256 === sha256;
      const found = takes.find(isIt);
      return frameOrNull(found, await picturesIn(id, [found]));
    },
    async hasTile(id, sha256) {
      const texts = await valuesIn(redis, keys, id, ['selected', 'takes', 'kept', 'pictures']);
      return texts.some((text) => text.includes(`"${sha256}"`) && isMadeFor(text, sha256));
    },
  };
}

/** All takes of a panel as stored, the first one first. */
export async function readTakes(redis: Redis, keys: Keyspace, story: string, panel: string): Promise<string[]> {
  const key = keys.storyPart(story, 'takes');
  const reads = redis.pipeline().hget(key, `${panel}.count`).hget(keys.storyPart(story, 'selected'), panel);
  const [count, selected] = valuesOf(await reads.exec()) as (string | null)[];
  if (!count) return selected ? [selected] : [];
  const frames = await redis.hmget(
    key,
    ...Array.from({ length: Number(count) }, (_, index) => `${panel}.${index + 1}`),
  );
  return frames.map((frame) => frame ?? '');
}

async function valuesIn(redis: Redis, keys: Keyspace, id: string, parts: readonly StoryPart[]): Promise<string[]> {
  return (await Promise.all(parts.map((part) => redis.hvals(keys.storyPart(id, part))))).flat();
}

/** Whether a picture was made for the request of a take; asked of stored takes, and of pictures that went along with some. */
function isMadeFor(text: string, sha256: string): boolean {
  const { role, retouch, references = [], ...it } = JSON.parse(text) as Partial<SentPicture & StoredFrame>;
  if (role !== undefined) return role === 'tile' && it.sha256 === sha256;
  return (
    retouch?.mask === sha256 ||
    references.some((sent) => typeof sent === 'object' && sent.role === 'tile' && sent.sha256 === sha256)
  );
}
