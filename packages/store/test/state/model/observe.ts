import type { Redis } from 'ioredis';
import type { Keyspace, StoryPart } from '../../../src/keyspace.ts';
import { unfoldKept } from '../../../src/state/unfold-kept.ts';
import { valuesOf } from '../../../src/values-of.ts';
import {
  everyPanel,
  isActive,
  isOpen,
  pagesOf,
  possiblySpentBy,
  type StoryModel,
  sheetsOf,
  spentBy,
} from './story-model.ts';
import { hasToFetch, isEnding } from './turn-rules.ts';

const parts = [
  'pages',
  'panels',
  'art',
  'batches',
  'attempts',
  'requests',
  'orders',
  'open',
  'kept',
  'pictures',
  'takes',
  'selected',
  'redraws',
  'stays',
  'failures',
  'sheets',
  'books',
] as const satisfies readonly StoryPart[];

type Fields = Record<string, string>;

/** Every key of a story as stored, but that a panel's only take is among its takes and a folded request has its fields, and whether the system has work for it. */
export type Dump = Record<'story' | (typeof parts)[number], Fields> & {
  readonly active: boolean;
  readonly events: number;
  readonly order: readonly string[];
  readonly chain: readonly string[];
};

/** What of a story counts, in one shape for Redis and for the model: times are left out, frames are their names. */
export type Observed = Record<string, unknown>;

export async function dumpStory(redis: Redis, keys: Keyspace, id: string): Promise<Dump> {
  const reads = redis
    .pipeline()
    .zscore(keys.active, id)
    .xlen(keys.storyPart(id, 'events'))
    .lrange(keys.storyPart(id, 'order'), 0, -1)
    .lrange(keys.storyPart(id, 'chain'), 0, -1)
    .hgetall(keys.story(id));
  for (const part of parts) reads.hgetall(keys.storyPart(id, part));
  const [active, events, order, chain, story, ...rest] = valuesOf(await reads.exec()) as [
    string | null,
    number,
    string[],
    string[],
    ...Fields[],
  ];
  const hashes = Object.fromEntries(parts.map((part, index) => [part, rest[index]])) as Pick<
    Dump,
    (typeof parts)[number]
  >;
  return {
    ...hashes,
    takes: { ...onlyTakes(hashes), ...hashes.takes },
    requests: Object.fromEntries(unfoldKept(Object.entries(hashes.requests))),
    story,
    active: active !== null,
    events,
    order,
    chain,
  } as unknown as Dump;
}

/** A panel's only take, which stands in `selected` alone, as it would stand among the takes. */
const onlyTakes = ({ takes, selected }: Pick<Dump, 'takes' | 'selected'>): Fields =>
  Object.fromEntries(
    Object.entries(selected).flatMap(([panel, frame]) =>
      `${panel}.count` in takes
        ? []
        : [
            [`${panel}.count`, '1'],
            [`${panel}.1`, frame],
            [`${panel}.selected`, '1'],
          ],
    ),
  );

const shaOf = (json: string): string => (JSON.parse(json) as { sha256: string }).sha256;
/** What the model knows of an intent; the frames it lists are those of its panels. */
function observeIntent(json: string): unknown {
  const { batch, panels, provider, model, estimate, frames } = JSON.parse(json) as {
    readonly panels: readonly string[];
    /** Absent: one for each panel, see `asks_plainly` in lib/requests.lua. */
    readonly frames?: readonly { readonly panel: string }[];
    readonly [fact: string]: unknown;
  };
  return { batch, panels, frames: frames?.map(({ panel }) => panel) ?? panels, provider, model, estimate };
}

const codeOf = (json: string): string => (JSON.parse(json) as { code: string }).code;
const map = (fields: Fields, change: (value: string, field: string) => unknown): Observed =>
  Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, change(value, field)]));

/** A story as its keys tell it. */
export function observeDump({ story, ...dump }: Dump): Observed {
  if (story.id === undefined)
    return {
      exists: false,
      active: dump.active,
      keys: Object.values(dump).filter((it) => typeof it === 'object' && Object.keys(it).length > 0).length,
    };
  const requests: Observed = {};
  for (const [field, state] of Object.entries(dump.requests)) {
    const id = /^(.*)\.state$/.exec(field)?.[1];
    if (id === undefined) continue;
    const intent = dump.requests[`${id}.intent`];
    const outcome = dump.requests[`${id}.outcome`];
    requests[id] = {
      state,
      intent: intent ? observeIntent(intent) : null,
      by: state === 'kept' ? 0 : Number(dump.requests[`${id}.by`] ?? 0),
      vendor: dump.requests[`${id}.vendor`] ?? null,
      cost: outcome ? (JSON.parse(outcome) as { cost: number }).cost : 0,
    };
  }
  const batch = (b: string, name: string) => dump.batches[`${b}.${name}`];
  const batches = Object.keys(dump.batches).flatMap((field) => /^(.*)\.status$/.exec(field)?.[1] ?? []);
  return {
    exists: true,
    status: story.status,
    reason: story.reason || null,
    waiting: story.waiting ?? null,
    waitingDetail: (JSON.parse(story.waitingFacts ?? '{}') as { detail?: string }).detail ?? '',
    fence: Number(story.fence),
    spec: story.spec,
    title: story.title,
    provider: story.provider,
    formats: Number(story.formats),
    budget: story.budget ? Number(story.budget) : null,
    approveAfter: story.approveAfter ? Number(story.approveAfter) : null,
    approved: story.approved === '1',
    rev: Number(story.rev ?? 0),
    edits: Number(story.edits ?? 0),
    ids: [story.panelIds, story.batchIds].map(Number),
    order: dump.order,
    chain: dump.chain,
    pages: JSON.parse(dump.pages.grid as string) as unknown,
    art: map(dump.art, Number),
    spent: Number(story.spent),
    possibly: Number(story.possibly),
    sheetCount: Number(story.sheets),
    collecting: story.collecting ?? null,
    // Of an active story it is looked at when it stops being that.
    toFetch: !isActive(story as unknown as StoryModel) && story.toFetch === '1',
    active: dump.active,
    panels: dump.panels,
    batches: Object.fromEntries(
      batches.map((k) => [
        k,
        {
          status: batch(k, 'status'),
          panels: dump.chain.includes(k) ? batch(k, 'panels') : null,
          attempts: Number(batch(k, 'attempts') ?? 0),
          suspended: batch(k, 'suspended') === '1',
          tries: Number(batch(k, 'tries') ?? 0),
          strikes: Number(batch(k, 'strikes') ?? 0),
          requests: (batch(k, 'requests') ?? '')
            .split(' ')
            .filter((id) => id in requests)
            .sort(),
          reference: batch(k, 'reference') ? (JSON.parse(batch(k, 'reference') as string) as unknown) : null,
          begunWith: batch(k, 'pinned')
            ? [batch(k, 'anchor'), batch(k, 'from')].map((frame) => (frame ? shaOf(frame) : null))
            : null,
          cascade: batch(k, 'cascade') === '1',
          later: Number(batch(k, 'lookAt') ?? 0) > Date.now() + 1e8,
          deaths: Number(batch(k, 'deaths') ?? 0),
        },
      ]),
    ),
    attempts: Object.fromEntries(
      Object.entries(dump.attempts).flatMap(([field, value]): [string, string | number][] => {
        if (field.endsWith('.end')) return [[field, (JSON.parse(value) as { outcome: string }).outcome]];
        return [[field, (JSON.parse(value) as { fence: number }).fence]];
      }),
    ),
    requests,
    open: map(dump.open, Number),
    kept: map(dump.kept, shaOf),
    takes: map(dump.takes, (value) => (value.startsWith('{') ? shaOf(value) : Number(value))),
    selected: map(dump.selected, shaOf),
    redraws: map(dump.redraws, (value) => JSON.parse(value) as unknown),
    stays: dump.stays,
    failures: map(dump.failures, codeOf),
    sheets: map(dump.sheets, shaOf),
    books: map(dump.books, shaOf),
  };
}

/** The same as the model has it. */
export function observeModel(story: StoryModel): Observed {
  if (!story.exists) return { exists: false, active: false, keys: 0 };
  const panels = everyPanel(story);
  const batches = [...story.batches, ...story.gone.batches];
  const perPanel = (entries: (panel: (typeof panels)[number], id: string) => [string, unknown][]): Observed =>
    Object.fromEntries(panels.flatMap((panel) => entries(panel, panel.id)));
  const one = (name: string, value: unknown): [string, unknown][] => (value === null ? [] : [[name, value]]);
  return {
    exists: true,
    status: story.status,
    reason: story.reason,
    waiting: story.waiting,
    waitingDetail: story.waitingDetail,
    fence: story.fence,
    spec: story.spec,
    title: story.title,
    provider: story.provider,
    formats: story.formats.length,
    budget: story.budget,
    approveAfter: story.approveAfter,
    approved: story.approved,
    rev: story.rev,
    edits: story.edits,
    ids: [story.panelIds, story.batchIds],
    order: story.order.map(({ id }) => id),
    chain: story.batches.map(({ id }) => id),
    pages: pagesOf(story).map((page) => page.map(({ id }) => id)),
    art: perPanel(({ art }, n) => one(n, art || null)),
    spent: spentBy(story),
    possibly: possiblySpentBy(story),
    sheetCount: sheetsOf(story),
    collecting: story.collecting?.id ?? null,
    toFetch: !isActive(story) && hasToFetch(story),
    active: isActive(story) || isEnding(story),
    panels: perPanel(({ spec }, n) => [[n, spec]]),
    batches: Object.fromEntries(
      batches.map((batch) => [
        batch.id,
        {
          status: batch.status,
          panels: story.batches.includes(batch) ? batch.panels.map(({ id }) => id).join(' ') : null,
          attempts: batch.attempts.length,
          suspended: batch.suspended,
          tries: batch.tries,
          strikes: batch.strikes,
          requests: [...batch.requests].sort(),
          reference: batch.reference && { panel: batch.reference.panel.id, sha256: batch.reference.frame },
          begunWith: batch.begunWith && [batch.begunWith.anchor, batch.begunWith.reference],
          cascade: batch.cascade,
          later: batch.later,
          deaths: batch.deaths,
        },
      ]),
    ),
    attempts: Object.fromEntries(
      batches.flatMap(({ id, attempts }) =>
        attempts.flatMap(({ fence, end }, a) => [[`${id}.${a + 1}.start`, fence], ...one(`${id}.${a + 1}.end`, end)]),
      ),
    ),
    requests: Object.fromEntries(
      [...story.requests.values()].map(({ id, state, intent, by, vendor, cost }) => [
        id,
        {
          state,
          intent: intent && {
            batch: intent.batch.id,
            panels: intent.panels.map(({ id: panel }) => panel),
            frames: intent.panels.map(({ id: panel }) => panel),
            provider: intent.provider,
            model: 'storyboard',
            estimate: intent.estimate,
          },
          // Of one that is kept it is forgotten with its batch.
          by: state === 'kept' ? 0 : (by ?? 0),
          vendor,
          cost,
        },
      ]),
    ),
    open: Object.fromEntries([...story.requests.values()].filter(isOpen).map(({ id, high }) => [id, high])),
    kept: perPanel(({ kept, further }, n) => [
      ...one(n, kept),
      ...[...further].map(([i, frame]): [string, unknown] => [`${n}+${i}`, frame]),
    ]),
    takes: perPanel(({ takes, chosen, retakes }, n) => [
      ...one(`${n}.count`, takes.length || null),
      ...takes.map((frame, t): [string, unknown] => [`${n}.${t + 1}`, frame]),
      ...one(`${n}.selected`, chosen),
      ...one(`${n}.redraws`, retakes || null),
    ]),
    selected: perPanel(({ selected }, n) => one(n, selected)),
    redraws: perPanel(({ asked }, n) => one(n, asked)),
    stays: perPanel(({ stays }, n) => one(n, stays ? '1' : null)),
    failures: {
      ...perPanel(({ failure }, n) => one(n, failure)),
      ...(story.failure !== null && { '*': story.failure }),
    },
    sheets: Object.fromEntries([...story.sheets].map(([n, name]) => [n, name])),
    books: Object.fromEntries(story.books),
  };
}
