import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openStoriesInOrder } from '../../src/state/stories-in-order.ts';

interface Story {
  readonly id: string;
  readonly created: number;
  readonly updated: number;
  readonly title: string;
}

test('whatever is added, changed and removed, stories stand in the order of their time and then of their id', () => {
  const change = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    created: fc.nat(3),
    updated: fc.nat(3),
    title: fc.string({ maxLength: 3 }),
    gone: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(change, { maxLength: 30 }),
      fc.constantFrom('created' as const, 'updated' as const),
      (changes, by) => {
        const known = new Map<string, Story>();
        const order = openStoriesInOrder<Story>(by);
        for (const { gone, ...story } of changes) {
          const before = known.get(story.id) ?? null;
          order.replace(before, gone ? null : story);
          if (gone) known.delete(story.id);
          else known.set(story.id, story);
          expect(order.all).toEqual([...known.values()].sort((a, b) => a[by] - b[by] || (a.id < b.id ? -1 : 1)));
        }
      },
    ),
  );
});
