import type { Listed } from './open-bucket.ts';

/** An object that no one referred to at an earlier sweep. */
export interface Mark {
  readonly modified: number;
  /** When it was marked first, in ms since the epoch. */
  readonly markedAt: number;
}

export interface SweepPlan {
  /** To be removed now. */
  readonly remove: readonly Listed[];
  /** Unreferenced, and to be judged again at the next sweep: by key. */
  readonly marks: ReadonlyMap<string, Mark>;
  /** Marked now for the first time. */
  readonly marked: readonly Listed[];
  /** Of the objects marked before, those that stay: referenced or written again. */
  readonly spared: number;
}

/** Between the two times an object is judged, in milliseconds: longer than any story takes to name what it stored. */
export const secondPassMs = 60 * 60 * 1_000;

/**
 * Which objects go. An object is removed when it is older than the grace period, unreferenced, and was so at an earlier sweep at least
 * an hour ago without being written since. A bucket has no trash: the second look, at all references, replaces it. Without a grace period
 * everything unreferenced goes at once.
 *
 * @param unreferenced what no story and no record names at this sweep
 * @param before marks of the sweep before
 */
export function planSweep(
  unreferenced: Iterable<Listed>,
  before: ReadonlyMap<string, Mark>,
  { now, graceMs }: { readonly now: number; readonly graceMs: number },
): SweepPlan {
  const remove: Listed[] = [];
  const marked: Listed[] = [];
  const marks = new Map<string, Mark>();
  let still = 0;
  for (const object of unreferenced) {
    if (object.modified > now - graceMs) continue;
    const known = before.get(object.key);
    const mark = known?.modified === object.modified ? known : undefined;
    if (mark !== undefined) still += 1;
    if (graceMs === 0 || (mark !== undefined && now - mark.markedAt >= secondPassMs)) {
      remove.push(object);
      continue;
    }
    if (mark === undefined) marked.push(object);
    marks.set(object.key, mark ?? { modified: object.modified, markedAt: now });
  }
  return { remove, marks, marked, spared: before.size - still };
}
