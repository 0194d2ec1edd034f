import { compareIds } from '../compare-ids.ts';

/** What stories are sorted by. */
type Time = 'created' | 'updated';

interface Timed {
  readonly id: string;
  readonly created: number;
  readonly updated: number;
}

/** Stories sorted by one of their times, then by id, from the oldest on. It stays sorted while single ones change. */
export interface StoriesInOrder<Story extends Timed> {
  readonly all: readonly Story[];
  /** @param before null: it is new */
  replace(before: Story | null, after: Story | null): void;
}

export function openStoriesInOrder<Story extends Timed>(by: Time): StoriesInOrder<Story> {
  const all: Story[] = [];
  const compare = (a: Story, b: Story): number => a[by] - b[by] || compareIds(a.id, b.id);
  /** The first place whose story does not come before this one. */
  const placeOf = (story: Story): number => {
    let [from, to] = [0, all.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (compare(all[middle] as Story, story) < 0) from = middle + 1;
      else to = middle;
    }
    return from;
  };
  return {
    all,
    replace(before, after) {
      if (before && after && compare(before, after) === 0) {
        all[placeOf(before)] = after;
        return;
      }
      if (before) all.splice(placeOf(before), 1);
      if (after) all.splice(placeOf(after), 0, after);
    },
  };
}
