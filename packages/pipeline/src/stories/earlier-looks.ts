import { createHash } from 'node:crypto';
import { canonicalJson, describePlate } from '@nextpanel/core';
import type { StoredSpec } from '@nextpanel/store';
import { suppliedPictures } from '../plates.ts';

/** Enough digits of a hash to tell the frames and looks of one story apart. */
const digits = 16;

/** What a thing of the cast is drawn by: its words and the pictures supplied with it. */
const lookOf = (spec: StoredSpec, name: string): string =>
  createHash('sha256')
    .update(
      canonicalJson({
        words: describePlate(spec, name),
        pictures: suppliedPictures(spec, name).map(({ sha256 }) => sha256),
      }),
    )
    .digest('hex')
    .slice(0, digits);

/**
 * The story with another look of something, in which frames of before are known by the look they were drawn by: a look that comes back
 * makes them right again.
 *
 * @param frames SHA-256 of those that show it
 */
export function withNewLook(
  before: StoredSpec,
  after: StoredSpec,
  name: string,
  frames: readonly string[],
): StoredSpec {
  const looks = before.earlierLooks?.[name] ?? {};
  const known = new Set(Object.values(looks).flat());
  const now = lookOf(before, name);
  const drawn = frames.map((sha256) => sha256.slice(0, digits)).filter((frame) => !known.has(frame));
  const own = { ...looks, [now]: [...(looks[now] ?? []), ...drawn] };
  return { ...after, earlierLooks: { ...before.earlierLooks, [name]: own } };
}

/** Tells whether a frame was drawn by another look of something than it has now; of one thing, or of any. */
export function openOldLooks(spec: StoredSpec): (sha256: string, name?: string) => boolean {
  const old = new Map(
    Object.entries(spec.earlierLooks ?? {}).map(([name, looks]) => {
      const { [lookOf(spec, name)]: _now, ...others } = looks;
      return [name, new Set(Object.values(others).flat())] as const;
    }),
  );
  return (sha256, name) => {
    const frame = sha256.slice(0, digits);
    return name === undefined
      ? [...old.values()].some((frames) => frames.has(frame))
      : old.get(name)?.has(frame) === true;
  };
}
