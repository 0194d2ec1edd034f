import { partsChangedBy, type StoryEvent, type ViewPart } from '@nextpanel/core';
import type { Dump } from './observe.ts';

type Fields = Readonly<Record<string, string>>;

/** Fields of the header that a story's view shows. */
const shownHeader = new Set(
  'status reason waiting waitingSince waitingFacts waitingLong title spec provider formats budget spent possibly sheets'.split(
    ' ',
  ),
);

/** Which parts of a story's views changed between two dumps of its keys. */
export function changedParts(before: Dump, after: Dump): Set<ViewPart> {
  const changed = new Set<ViewPart>();
  const look = (part: keyof Dump & keyof typeof shown) => {
    const { views, isShown = () => true, read = asShown } = shown[part];
    if (differ(read(before[part] as Fields), read(after[part] as Fields), isShown))
      for (const view of views) changed.add(view);
  };
  for (const part of Object.keys(shown) as (keyof typeof shown)[]) look(part);
  // Numbers are places in the reading order; the chain is the list of batches.
  const lists = { order: ['story', 'panels', 'batches'], chain: ['story', 'batches'] } as const;
  for (const list of ['order', 'chain'] as const)
    if (before[list].join() !== after[list].join()) for (const view of lists[list]) changed.add(view);
  return changed;
}

interface Shown {
  readonly views: readonly ViewPart[];
  readonly isShown?: (field: string) => boolean;
  /** The fields as views show them; by default, as `asShown` does. */
  readonly read?: (fields: Fields) => Fields;
}

const shown = {
  story: { views: ['story'], isShown: (field) => shownHeader.has(field) },
  panels: { views: ['panels'] },
  batches: { views: ['batches'], isShown: (field) => /\.(status|panels|attempts|reference)$/.test(field) },
  attempts: { views: ['attempts'] },
  requests: {
    views: ['ledger'],
    isShown: (field) => /\.(state|intent|vendor|outcome|orderedAt|settledAt)$/.test(field),
    read: unfolded,
  },
  open: { views: ['story'] },
  kept: { views: ['story', 'panels'], isShown: (field) => !field.includes('+') },
  takes: { views: ['panels', 'takes'], isShown: (field) => !field.endsWith('.redraws') },
  selected: { views: ['panels', 'takes'] },
  redraws: { views: ['panels'] },
  failures: { views: ['story', 'panels'] },
  sheets: { views: ['story', 'sheets'] },
  books: { views: ['story'] },
} as const satisfies Partial<Record<keyof Dump, Shown>> as Record<
  Exclude<keyof Dump, 'active' | 'events' | 'stays' | 'orders' | 'pictures' | 'order' | 'chain' | 'pages' | 'art'>,
  Shown
>;

/** Requests as the ledger shows them, whether or not they are folded: see `fold_kept` in lib/requests.lua. */
function unfolded(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([field, value]): [string, string][] => {
      const [, id, part] = /^(.*)\.(intent|outcome)$/.exec(field) ?? [];
      if (id === undefined) return [[field, value]];
      const parsed = JSON.parse(value) as Record<string, unknown>;
      const { from: _from, frames: _frames, orderedAt, settledAt, references, leftOut, ...rest } = parsed;
      const times = Object.entries({ orderedAt, settledAt }).flatMap(([name, at]): [string, string][] =>
        at === undefined ? [] : [[`${id}.${name}`, JSON.stringify(at)]],
      );
      const sorted = Object.fromEntries(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)));
      return [
        [`${id}.${part}`, JSON.stringify({ ...sorted, references: references ?? [], leftOut: leftOut ?? [] })],
        ...times,
      ];
    }),
  );
}

/** A batch whose turn was suspended is shown as being drawn. */
const asShown = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([field, value]) =>
      field.endsWith('.status') && fields[`${field.slice(0, -'.status'.length)}.suspended`]
        ? [field, 'drawing']
        : [field, value],
    ),
  );

function differ(before: Fields, after: Fields, isShown: (field: string) => boolean): boolean {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)].filter(isShown));
  return [...fields].some((field) => before[field] !== after[field]);
}

/** What a script changed in the views of a story, its events must say; a follower would show something old otherwise. */
export function checkCover(name: string, before: Dump, after: Dump, events: readonly StoryEvent[]): void {
  if (after.story.id === undefined || before.story.id === undefined) return;
  const unknown = events.filter((event) => event.type === 'unknown');
  if (unknown.length > 0) throw new Error(`${name}: ${JSON.stringify(unknown)} is not in the union of events`);
  const covered = new Set(events.flatMap(({ type }) => partsChangedBy(type)));
  const silent = [...changedParts(before, after)].filter((part) => !covered.has(part));
  if (silent.length > 0)
    throw new Error(`${name} changed ${silent.join(', ')}; its events: ${events.map(({ type }) => type).join(', ')}`);
}
