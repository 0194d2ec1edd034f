import type { BatchStatus, BookFormat, MicroUsd, PageMap, PanelSpec, RequestState, StoryStatus } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import { idsIn } from '../edits/changed-story.ts';
import type { Keyspace } from '../keyspace.ts';
import { valuesOf } from '../values-of.ts';
import type { Read } from './book-transitions.ts';
import { type Spent, spendingByProvider } from './spending-by-provider.ts';
import type { StoredBook, StoredFailure, StoredFrame, StoredSheet, StoredSpec } from './stored.ts';

/** A story's own facts and its derived counts, as one round trip reads them. */
export interface StoryFacts {
  readonly id: string;
  readonly tenant: string;
  readonly title: string;
  readonly status: StoryStatus;
  readonly reason: string | null;
  /** What an active story waits for: `rate_limited`, `provider_paused`. */
  readonly waiting: string | null;
  readonly spec: StoredSpec;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly panels: number;
  readonly batches: number;
  readonly sheets: number;
  readonly drawnPanels: number;
  readonly drawnBatches: number;
  readonly composedSheets: number;
  readonly books: readonly BookFormat[];
  readonly budget: MicroUsd | null;
  /** Goes up with each user edit. */
  readonly rev: number;
  /** Goes up with each edit that changes what sheets and books show. */
  readonly edits: number;
  readonly spent: MicroUsd;
  readonly held: MicroUsd;
  readonly possibly: MicroUsd;
  /** The same by provider: a story may have gone on with another one. */
  readonly spending: ReadonlyMap<string, Spent>;
  /** By panel id; `*` stands for a whole batch or story. */
  readonly failures: ReadonlyMap<string, StoredFailure>;
}

export interface BatchFacts {
  readonly id: string;
  /** Place in the chain, from 1. */
  readonly number: number;
  readonly status: BatchStatus;
  /** Ids in chain order, those of removed panels included. */
  readonly panels: readonly string[];
  readonly attempts: number;
  readonly reference: { readonly panel: string; readonly sha256: string } | null;
}

export interface PanelFacts {
  readonly id: string;
  /** Place in reading order, from 1; 0 for a removed panel. */
  readonly number: number;
  readonly spec: PanelSpec;
  readonly selected: StoredFrame | null;
  /** Number of the selected take. */
  readonly take: number | null;
  readonly kept: StoredFrame | null;
  readonly takes: number;
  /** Whether a user asked for it to be drawn again, and it is not yet. */
  readonly asked: boolean;
  readonly failure: StoredFailure | null;
}

export interface AttemptFacts {
  /** Id of its batch. */
  readonly batch: string;
  readonly number: number;
  /** `waited`: milliseconds in the queue before it began. */
  readonly start: { readonly at: number; readonly fence: number; readonly waited?: number };
  readonly end: {
    readonly at: number;
    readonly outcome: string;
    /** Milliseconds from the first order to the last answer of the provider. */
    readonly provider?: number;
    readonly code?: string;
    readonly failure?: StoredFailure;
  } | null;
}

export interface RequestFacts {
  readonly id: string;
  readonly state: RequestState;
  /** Ids. */
  readonly batch: string;
  readonly panels: readonly string[];
  /** Where it was ordered; null for one of a time when that was not written down: at the story's only provider. */
  readonly provider: string | null;
  readonly model: string | null;
  readonly estimate: MicroUsd;
  readonly vendorId: string | null;
  /** Milliseconds since the epoch. */
  readonly orderedAt: number | null;
  readonly settledAt: number | null;
  readonly outcome: { readonly cost: MicroUsd; readonly code?: string; readonly requestId?: string } | null;
}

type StoredIntent = Pick<RequestFacts, 'batch' | 'panels' | 'estimate'> &
  Partial<Pick<RequestFacts, 'provider' | 'model'>>;

/** Everything that is read of a story. A story that does not exist reads as null or empty. */
export interface StoryReader {
  story(id: string): Promise<StoryFacts | null>;
  stories(ids: readonly string[]): Promise<(StoryFacts | null)[]>;
  /** Ids of the panels in reading order. */
  order(id: string): Promise<string[]>;
  /** The id of the panel with a number, from 1; null where there is none. */
  panelAt(id: string, number: number): Promise<string | null>;
  /** Which panels, by id, stand on which page of the main layout. */
  pages(id: string): Promise<PageMap>;
  /** Panels by id, also removed ones. */
  panels(id: string, panels: readonly string[]): Promise<PanelFacts[]>;
  batches(id: string): Promise<BatchFacts[]>;
  attempts(id: string): Promise<AttemptFacts[]>;
  requests(id: string): Promise<RequestFacts[]>;
  selected(id: string, panels: readonly string[]): Promise<Map<string, Read<StoredFrame>>>;
  /** Frames kept for a batch that is not committed yet. */
  kept(id: string, panels: readonly string[]): Promise<Map<string, Read<StoredFrame>>>;
  /** All takes of a panel, the first one first. */
  takes(id: string, panel: string): Promise<StoredFrame[]>;
  /** A take of any panel by its bytes, or null. */
  takeBySha256(id: string, sha256: string): Promise<StoredFrame | null>;
  sheets(id: string): Promise<Map<number, Read<StoredSheet>>>;
  books(id: string): Promise<Map<BookFormat, Read<StoredBook>>>;
  /** Ids of stories the system has work for, longest untouched first. */
  active(): Promise<string[]>;
}

export function storyReader(redis: Redis, keys: Keyspace): StoryReader {
  const stories = async (ids: readonly string[]): Promise<(StoryFacts | null)[]> => {
    const reads = redis.pipeline();
    for (const id of ids) {
      reads.hgetall(keys.story(id));
      reads.hkeys(keys.storyPart(id, 'selected'));
      reads.hkeys(keys.storyPart(id, 'kept'));
      reads.hgetall(keys.storyPart(id, 'batches'));
      reads.hlen(keys.storyPart(id, 'sheets'));
      reads.hkeys(keys.storyPart(id, 'books'));
      reads.hvals(keys.storyPart(id, 'open'));
      reads.hgetall(keys.storyPart(id, 'failures'));
      reads.lrange(keys.storyPart(id, 'order'), 0, -1);
      reads.lrange(keys.storyPart(id, 'chain'), 0, -1);
    }
    const answers = valuesOf(await reads.exec());
    return ids.map((_, index) => readFacts(answers.slice(10 * index, 10 * index + 10)));
  };
  const frames = async (key: string, panels: readonly string[]): Promise<Map<string, Read<StoredFrame>>> => {
    if (panels.length === 0) return new Map();
    const raws = await redis.hmget(key, ...panels);
    return new Map(
      panels.flatMap((panel, index) => {
        const raw = raws[index];
        return raw ? [[panel, { raw, value: JSON.parse(raw) as StoredFrame }] as const] : [];
      }),
    );
  };
  return {
    stories,
    async story(id) {
      return (await stories([id]))[0] ?? null;
    },
    order: (id) => redis.lrange(keys.storyPart(id, 'order'), 0, -1),
    panelAt: async (id, number) => (await redis.lindex(keys.storyPart(id, 'order'), number - 1)) ?? null,
    async pages(id) {
      const layout = (await redis.hget(keys.story(id), 'layout')) ?? '';
      return json<PageMap>(await redis.hget(keys.storyPart(id, 'pages'), layout)) ?? [];
    },
    async panels(id, fields) {
      if (fields.length === 0) return [];
      const reads = redis
        .pipeline()
        .lrange(keys.storyPart(id, 'order'), 0, -1)
        .hmget(keys.storyPart(id, 'panels'), ...fields)
        .hmget(keys.storyPart(id, 'selected'), ...fields)
        .hmget(keys.storyPart(id, 'kept'), ...fields)
        .hmget(keys.storyPart(id, 'takes'), ...fields.map((field) => `${field}.count`))
        .hmget(keys.storyPart(id, 'takes'), ...fields.map((field) => `${field}.selected`))
        .hmget(keys.storyPart(id, 'redraws'), ...fields)
        .hmget(keys.storyPart(id, 'failures'), ...fields);
      const [order = [], specs, selected, kept, takes, chosen, redraws, failures] = valuesOf(await reads.exec()) as (
        | string
        | null
      )[][];
      const numbers = new Map(order.map((panel, index) => [panel, index + 1]));
      return fields.flatMap((panel, index) => {
        const spec = json<PanelSpec>(specs?.[index]);
        if (!spec) return [];
        return [
          {
            id: panel,
            number: numbers.get(panel) ?? 0,
            spec,
            selected: json<StoredFrame>(selected?.[index]),
            take: chosen?.[index] && selected?.[index] ? Number(chosen[index]) : null,
            kept: json<StoredFrame>(kept?.[index]),
            takes: Number(takes?.[index] ?? 0),
            asked: Boolean(redraws?.[index]),
            failure: json<StoredFailure>(failures?.[index]),
          },
        ];
      });
    },
    async batches(id) {
      // One transaction: between two reads the story may be deleted, or get more.
      const reads = redis.multi().lrange(keys.storyPart(id, 'chain'), 0, -1).hgetall(keys.storyPart(id, 'batches'));
      const [chain, fields] = valuesOf(await reads.exec()) as [string[], Record<string, string>];
      return chain.flatMap((batch, index) => {
        const status = fields[`${batch}.status`];
        if (status === undefined) return [];
        return [
          {
            id: batch,
            number: index + 1,
            status: status as BatchStatus,
            panels: idsIn(fields[`${batch}.panels`]),
            attempts: Number(fields[`${batch}.attempts`] ?? 0),
            reference: json<{ panel: string; sha256: string }>(fields[`${batch}.reference`]),
          },
        ];
      });
    },
    async attempts(id) {
      const reads = redis.multi().lrange(keys.storyPart(id, 'chain'), 0, -1).hgetall(keys.storyPart(id, 'attempts'));
      const [chain, fields] = valuesOf(await reads.exec()) as [string[], Record<string, string>];
      const places = new Map(chain.map((batch, index) => [batch, index]));
      const placeOf = (batch: string) => places.get(batch) ?? chain.length;
      return Object.entries(fields)
        .flatMap(([field, start]) => {
          const [batch = '', number = '', edge] = field.split('.');
          if (edge !== 'start') return [];
          return [
            {
              batch,
              number: Number(number),
              start: JSON.parse(start) as AttemptFacts['start'],
              end: json<NonNullable<AttemptFacts['end']>>(fields[`${batch}.${number}.end`]),
            },
          ];
        })
        .sort((a, b) => placeOf(a.batch) - placeOf(b.batch) || compare(a.batch, b.batch) || a.number - b.number);
    },
    async requests(id) {
      const reads = redis.multi().lrange(keys.storyPart(id, 'order'), 0, -1).hgetall(keys.storyPart(id, 'requests'));
      const [order, fields] = valuesOf(await reads.exec()) as [string[], Record<string, string>];
      const places = new Map(order.map((panel, index) => [panel, index]));
      const placeOf = ([panel = '']: readonly string[]) => places.get(panel) ?? order.length;
      return Object.entries(fields)
        .flatMap(([field, state]) => {
          const request = /^(.*)\.state$/.exec(field)?.[1];
          if (request === undefined) return [];
          const intent = json<StoredIntent>(fields[`${request}.intent`]);
          // A request that was recalled from its record was never intended, and cost nothing.
          if (!intent) return [];
          return [
            {
              id: request,
              state: state as RequestState,
              batch: intent.batch,
              panels: intent.panels,
              provider: intent.provider ?? null,
              model: intent.model ?? null,
              estimate: intent.estimate,
              vendorId: fields[`${request}.vendor`] ?? null,
              orderedAt: Number(fields[`${request}.orderedAt`] ?? 0) || null,
              settledAt: Number(fields[`${request}.settledAt`] ?? 0) || null,
              outcome: json<{ cost: MicroUsd; code?: string; requestId?: string }>(fields[`${request}.outcome`]),
            },
          ];
        })
        .sort((a, b) => placeOf(a.panels) - placeOf(b.panels) || compare(a.id, b.id));
    },
    selected: (id, panels) => frames(keys.storyPart(id, 'selected'), panels),
    kept: (id, panels) => frames(keys.storyPart(id, 'kept'), panels),
    async takes(id, panel) {
      const key = keys.storyPart(id, 'takes');
      const count = Number((await redis.hget(key, `${panel}.count`)) ?? 0);
      if (count === 0) return [];
      const raws = await redis.hmget(key, ...Array.from({ length: count }, (_, index) => `${panel}.${index + 1}`));
      return raws.flatMap((raw) => (raw ? [JSON.parse(raw) as StoredFrame] : []));
    },
    async takeBySha256(id, sha256) {
      const takes = await redis.hvals(keys.storyPart(id, 'takes'));
      const found = takes.find((take) => take.includes(`"${sha256}"`) && json<StoredFrame>(take)?.sha256 === sha256);
      return json<StoredFrame>(found);
    },
    async sheets(id) {
      const fields = await redis.hgetall(keys.storyPart(id, 'sheets'));
      return new Map(
        Object.entries(fields).map(([number, raw]) => [Number(number), { raw, value: JSON.parse(raw) as StoredSheet }]),
      );
    },
    async books(id) {
      const fields = await redis.hgetall(keys.storyPart(id, 'books'));
      return new Map(
        Object.entries(fields).map(([format, raw]) => [
          format as BookFormat,
          { raw, value: JSON.parse(raw) as StoredBook },
        ]),
      );
    },
    active: () => redis.zrangebyscore(keys.active, '-inf', '+inf'),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function readFacts(answers: readonly unknown[]): StoryFacts | null {
  const [header, selected, kept, batches, sheets, books, open, failures, order, chain] = answers as [
    Record<string, string>,
    string[],
    string[],
    Record<string, string>,
    number,
    BookFormat[],
    string[],
    Record<string, string>,
    string[],
    string[],
  ];
  if (header.id === undefined) return null;
  const sums = {
    spent: Number(header.spent),
    held: open.reduce((total, high) => total + Number(high), 0),
    possibly: Number(header.possibly),
  };
  return {
    id: header.id,
    tenant: header.tenant as string,
    title: header.title as string,
    status: header.status as StoryStatus,
    reason: header.reason || null,
    waiting: header.waiting ?? null,
    spec: JSON.parse(header.spec as string) as StoredSpec,
    createdAt: Number(header.created),
    updatedAt: Number(header.updated),
    panels: order.length,
    batches: chain.length,
    sheets: Number(header.sheets),
    drawnPanels: countDrawn(order, selected, kept),
    drawnBatches: chain.filter((batch) => batches[`${batch}.status`] === 'drawn').length,
    composedSheets: sheets,
    books,
    rev: Number(header.rev ?? 0),
    edits: Number(header.edits ?? 0),
    budget: header.budget ? Number(header.budget) : null,
    ...sums,
    spending: spendingByProvider(header.provider as string, sums, json(header.earlier) ?? {}),
    failures: new Map(Object.entries(failures).map(([panel, raw]) => [panel, JSON.parse(raw) as StoredFailure])),
  };
}

/** How many panels of the book have a frame, be it kept for a batch under way. */
function countDrawn(order: readonly string[], selected: readonly string[], kept: readonly string[]): number {
  const drawn = new Set([...selected, ...kept]);
  return order.filter((panel) => drawn.has(panel)).length;
}

const json = <Value>(text: string | null | undefined): Value | null => (text ? (JSON.parse(text) as Value) : null);
