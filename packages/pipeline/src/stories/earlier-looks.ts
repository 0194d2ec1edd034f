import { createHash } from 'node:crypto';
import { canonicalJson, describePlate } from '@nextpanel/core';
import type { StoredFrame, StoredSpec } from '@nextpanel/store';
import { suppliedPictures } from '../plates.ts';

/** Enough digits of a hash, or of the id of a request, to tell the frames, requests and looks of one story apart. */
const digits = 16;
const short = (name: string): string => name.slice(0, digits);

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

/** What shows a thing by the look it has until now. */
export interface Shown {
  readonly frames: readonly StoredFrame[];
  /** Ids of requests whose frames may still arrive. */
  readonly requests: readonly string[];
}

/** What a frame may be known by: itself, or the request it came from. */
const namesOf = ({ sha256, source }: StoredFrame): string[] =>
  [sha256, ...(source.kind === 'request' && source.request !== null ? [source.request] : [])].map(short);

/**
 * The story with another look of something, in which frames of before, and those that were ordered before, are known by the look they
 * were drawn by: a look that comes back makes them right again.
 */
export function withNewLook(before: StoredSpec, after: StoredSpec, name: string, shown: Shown): StoredSpec {
  const looks = before.earlierLooks?.[name] ?? {};
  const known = new Set(Object.values(looks).flat());
  const now = lookOf(before, name);
  const isNew = (names: readonly string[]) => !names.some((it) => known.has(it));
  const drawn = [...shown.frames.map(namesOf), ...shown.requests.map((id) => [short(id)])].filter(isNew);
  const own = { ...looks, [now]: [...new Set([...(looks[now] ?? []), ...drawn.flatMap(([first = '']) => first)])] };
  return { ...after, earlierLooks: { ...before.earlierLooks, [name]: own } };
}

/** Tells whether a frame was drawn by another look of something than it has now; of one thing, or of any. */
export function openOldLooks(spec: StoredSpec): (frame: StoredFrame, name?: string) => boolean {
  const old = new Map(
    Object.entries(spec.earlierLooks ?? {}).map(([name, looks]) => {
      const { [lookOf(spec, name)]: _now, ...others } = looks;
      return [name, new Set(Object.values(others).flat())] as const;
    }),
  );
  return (frame, name) => {
    const names = namesOf(frame);
    const looks = name === undefined ? [...old.values()] : [old.get(name) ?? new Set()];
    return looks.some((shown) => names.some((it) => shown.has(it)));
  };
}
