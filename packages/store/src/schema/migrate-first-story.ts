/**
 * Stories of the first release (schema 1) in the form of schema 2. The first release named panels and batches by their
 * numbers and had no list of either; schema 2 gives both permanent ids, see the head of `transitions/lib/state.lua`. This code
 * describes what is stored out there: it is never changed to follow today's types.
 */

type Fields = Readonly<Record<string, string>>;

/** Hashes of a story of schema 1, without its stream of events, which stays as it is. */
export const firstParts = [
  'panels',
  'batches',
  'attempts',
  'requests',
  'open',
  'kept',
  'takes',
  'selected',
  'redraws',
  'stays',
  'failures',
  'sheets',
  'books',
] as const;

export interface FirstStory {
  readonly header: Fields;
  readonly parts: Readonly<Record<(typeof firstParts)[number], Fields>>;
}

/** The same story in schema 2. */
export interface SecondStory {
  readonly header: Fields;
  /** Panel ids in reading order. */
  readonly order: readonly string[];
  /** Batch ids in chain order. */
  readonly chain: readonly string[];
  readonly parts: Readonly<Record<string, Fields>>;
}

/** Header fields that schema 2 derives from its lists. */
const derived = ['panels', 'batches', 'perSheet'];

/** The one layout that the first release knew. */
const layout = 'grid';

/** Pure: the same story always gets the same ids. */
export function migrateFirstStory({ header, parts }: FirstStory): SecondStory {
  const order = nameGiven(parts.panels, Number(header.panels));
  const panel = (number: number | string): string => order[Number(number) - 1] ?? `p${number}`;
  const chain = Array.from({ length: Number(header.batches) }, (_, index) => `b${index + 1}`);
  const batch = (number: number | string): string => `b${number}`;
  const byPanel = (fields: Fields) => rename(fields, panel);
  return {
    header: {
      ...Object.fromEntries(Object.entries(header).filter(([field]) => !derived.includes(field))),
      schema: '2',
      rev: header.edits ?? '0',
      layout,
      panelIds: String(highestGiven(order)),
      batchIds: String(chain.length),
    },
    order,
    chain,
    parts: {
      pages: { [layout]: JSON.stringify(inPages(order, Number(header.perSheet))) },
      panels: byPanel(parts.panels),
      batches: migrateBatches(parts.batches, panel),
      attempts: rename(parts.attempts, batch),
      requests: migrateRequests(parts.requests, parts.redraws, panel),
      open: parts.open,
      kept: byPanel(parts.kept),
      takes: byPanel(parts.takes),
      selected: byPanel(parts.selected),
      redraws: byPanel(parts.redraws),
      stays: byPanel(parts.stays),
      failures: rename(parts.failures, (number) => (number === '0' ? '*' : panel(number))),
      sheets: mapValues(parts.sheets, (sheet: { readonly panels: readonly number[] }) => ({
        ...sheet,
        panels: sheet.panels.map(panel),
      })),
      books: parts.books,
    },
  };
}

/** The user's own ids, and p1, p2, … for the other panels. An id that is there twice belongs to the first panel. */
function nameGiven(panels: Fields, count: number): string[] {
  const asked = Array.from({ length: count }, (_, index) => {
    const spec = panels[index + 1];
    return spec === undefined ? undefined : (JSON.parse(spec) as { readonly id?: string }).id;
  });
  const taken = new Set(asked);
  const used = new Set<string>();
  let last = 0;
  return asked.map((id) => {
    if (id !== undefined && !used.has(id)) {
      used.add(id);
      return id;
    }
    do last += 1;
    while (taken.has(`p${last}`));
    return `p${last}`;
  });
}

const highestGiven = (ids: readonly string[]): number =>
  Math.max(0, ...ids.map((id) => Number(/^p([1-9]\d*)$/.exec(id)?.[1] ?? 0)));

const inPages = (order: readonly string[], perPage: number): string[][] =>
  Array.from({ length: Math.ceil(order.length / perPage) }, (_, page) =>
    order.slice(page * perPage, (page + 1) * perPage),
  );

/** Fields that begin with a number begin with its id instead: `3.count` is `p3.count`, `3+1` is `p3+1`. */
const rename = (fields: Fields, name: (number: string) => string): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([field, value]) => {
      const [, number = '', rest = ''] = /^(\d+)(.*)$/.exec(field) ?? [];
      return [`${name(number)}${rest}`, value];
    }),
  );

const mapValues = <Value>(fields: Fields, change: (value: Value) => unknown): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([field, text]) => [field, JSON.stringify(change(JSON.parse(text) as Value))]),
  );

function migrateBatches(batches: Fields, panel: (number: number) => string): Fields {
  const migrated: Record<string, string> = {};
  for (const [field, value] of Object.entries(batches)) {
    const [number = '', name = ''] = field.split('.');
    if (name === 'last') continue;
    if (name === 'first') {
      const [first, last] = [Number(value), Number(batches[`${number}.last`])];
      const own = Array.from({ length: last - first + 1 }, (_, index) => panel(first + index));
      migrated[`b${number}.panels`] = own.join(' ');
    } else if (name === 'reference' && value !== '') {
      const reference = JSON.parse(value) as { readonly panel: number };
      migrated[`b${number}.reference`] = JSON.stringify({ ...reference, panel: panel(reference.panel) });
    } else migrated[`b${number}.${name}`] = value;
  }
  return migrated;
}

interface FirstIntent {
  readonly batch: number;
  readonly panels: readonly number[];
}

/**
 * Request ids stay. The first release had the key in them (`<key>:<n-th order>`); which take a request draws was only in its
 * key, so an order that is still at the vendor is completed when its batch is claimed, see `rebuild-orders.ts` in pipeline.
 */
function migrateRequests(requests: Fields, redraws: Fields, panel: (number: number) => string): Fields {
  const migrated: Record<string, string> = { ...requests };
  for (const [field, value] of Object.entries(requests)) {
    const id = /^(.*)\.(?:state|intent)$/.exec(field)?.[1];
    if (id === undefined) continue;
    migrated[`${id}.key`] = id.split(':')[0] ?? '';
    if (!field.endsWith('.intent')) continue;
    const { batch, panels, ...rest } = JSON.parse(value) as FirstIntent;
    migrated[field] = JSON.stringify({
      ...rest,
      batch: `b${batch}`,
      panels: panels.map(panel),
      frames: panels.map((number) => ({
        panel: panel(number),
        slot: panel(number),
        art: 0,
        redraw: redrawOf(redraws, number),
      })),
    });
  }
  return migrated;
}

function redrawOf(redraws: Fields, number: number): number {
  const asked = redraws[number];
  return asked === undefined ? 0 : (JSON.parse(asked) as { readonly redraw: number }).redraw;
}
