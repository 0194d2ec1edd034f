import type { BatchStatus, BookFormat, MicroUsd, PanelSpec, RequestState, StoryStatus } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';
import type { Read } from './book-transitions.ts';
import { type Spent, spendingByProvider } from './spending-by-provider.ts';
import {
  readFrame,
  type StoredBook,
  type StoredFailure,
  type StoredFrame,
  type StoredSheet,
  type StoredSpec,
} from './stored.ts';

/** A story's own facts and its derived counts, as one round trip reads them. */
export interface StoryFacts {
  readonly id: string;
  readonly tenant: string;
  readonly title: string;
  readonly status: StoryStatus;
  readonly reason: string | null;
  /** What an active story waits for: `rate_limited`, `provider_paused`. */
  readonly waiting: string | null;
  /** It is not drawn before, by Redis' clock; null: it may be drawn now. */
  readonly notBefore: number | null;
  readonly spec: StoredSpec;
  /** The spec's text as stored, by which a transition sees that nobody changed it meanwhile. */
  readonly rawSpec: string;
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
  /** How often a panel was edited. */
  readonly edits: number;
  readonly spent: MicroUsd;
  readonly held: MicroUsd;
  readonly possibly: MicroUsd;
  /** The same by provider: a story may have gone on with another one. */
  readonly spending: ReadonlyMap<string, Spent>;
  /** By panel number; 0 stands for a whole batch. */
  readonly failures: ReadonlyMap<number, StoredFailure>;
}

export interface BatchFacts {
  readonly number: number;
  readonly status: BatchStatus;
  readonly first: number;
  readonly last: number;
  readonly attempts: number;
  readonly reference: { readonly panel: number; readonly sha256: string } | null;
}

export interface PanelFacts {
  readonly number: number;
  readonly spec: PanelSpec;
  /** Its text as stored. */
  readonly rawSpec: string;
  readonly selected: StoredFrame | null;
  /** Number of the selected take. */
  readonly take: number | null;
  readonly kept: StoredFrame | null;
  readonly takes: number;
  /** Whether a person asked for it to be drawn again, and it is not yet. */
  readonly asked: boolean;
  readonly failure: StoredFailure | null;
}

export interface AttemptFacts {
  readonly batch: number;
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
  /** The key its frames can be recalled by. */
  readonly key: string;
  readonly state: RequestState;
  readonly batch: number;
  readonly panels: readonly number[];
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
  panels(id: string, numbers: readonly number[]): Promise<PanelFacts[]>;
  batches(id: string): Promise<BatchFacts[]>;
  attempts(id: string): Promise<AttemptFacts[]>;
  requests(id: string): Promise<RequestFacts[]>;
  selected(id: string, numbers: readonly number[]): Promise<Map<number, Read<StoredFrame>>>;
  /** Frames kept for a batch that is not committed yet. */
  kept(id: string, numbers: readonly number[]): Promise<Map<number, Read<StoredFrame>>>;
  /** All takes of a panel, the first one first. */
  takes(id: string, number: number): Promise<StoredFrame[]>;
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
    }
    const answers = valuesOf(await reads.exec());
    return ids.map((_, index) => readFacts(answers.slice(8 * index, 8 * index + 8)));
  };
  const frames = async (key: string, numbers: readonly number[]): Promise<Map<number, Read<StoredFrame>>> => {
    if (numbers.length === 0) return new Map();
    const raws = await redis.hmget(key, ...numbers.map(String));
    return new Map(
      numbers.flatMap((number, index) => {
        const raw = raws[index];
        return raw ? [[number, { raw, value: readFrame(raw) }] as const] : [];
      }),
    );
  };
  return {
    stories,
    async story(id) {
      return (await stories([id]))[0] ?? null;
    },
    async panels(id, numbers) {
      if (numbers.length === 0) return [];
      const fields = numbers.map(String);
      const reads = redis
        .pipeline()
        .hmget(keys.storyPart(id, 'panels'), ...fields)
        .hmget(keys.storyPart(id, 'selected'), ...fields)
        .hmget(keys.storyPart(id, 'kept'), ...fields)
        .hmget(keys.storyPart(id, 'takes'), ...fields.map((field) => `${field}.count`))
        .hmget(keys.storyPart(id, 'takes'), ...fields.map((field) => `${field}.selected`))
        .hmget(keys.storyPart(id, 'redraws'), ...fields)
        .hmget(keys.storyPart(id, 'failures'), ...fields);
      const [specs, selected, kept, takes, chosen, redraws, failures] = valuesOf(await reads.exec()) as (
        | string
        | null
      )[][];
      return numbers.flatMap((number, index) => {
        const spec = json<PanelSpec>(specs?.[index]);
        if (!spec) return [];
        return [
          {
            number,
            spec,
            rawSpec: specs?.[index] as string,
            selected: frameOrNull(selected?.[index]),
            take: chosen?.[index] && selected?.[index] ? Number(chosen[index]) : null,
            kept: frameOrNull(kept?.[index]),
            takes: Number(takes?.[index] ?? 0),
            asked: Boolean(redraws?.[index]),
            failure: json<StoredFailure>(failures?.[index]),
          },
        ];
      });
    },
    async batches(id) {
      // One read: between two the story may be deleted, or get more.
      const fields = await redis.hgetall(keys.storyPart(id, 'batches'));
      const count = Object.keys(fields).filter((field) => field.endsWith('.first')).length;
      return Array.from({ length: count }, (_, index) => ({
        number: index + 1,
        status: fields[`${index + 1}.status`] as BatchStatus,
        first: Number(fields[`${index + 1}.first`]),
        last: Number(fields[`${index + 1}.last`]),
        attempts: Number(fields[`${index + 1}.attempts`] ?? 0),
        reference: json<{ panel: number; sha256: string }>(fields[`${index + 1}.reference`]),
      }));
    },
    async attempts(id) {
      const fields = await redis.hgetall(keys.storyPart(id, 'attempts'));
      return Object.entries(fields)
        .flatMap(([field, start]) => {
          const [batch = '', number = '', edge] = field.split('.');
          if (edge !== 'start') return [];
          return [
            {
              batch: Number(batch),
              number: Number(number),
              start: JSON.parse(start) as AttemptFacts['start'],
              end: json<NonNullable<AttemptFacts['end']>>(fields[`${batch}.${number}.end`]),
            },
          ];
        })
        .sort((a, b) => a.batch - b.batch || a.number - b.number);
    },
    async requests(id) {
      const fields = await redis.hgetall(keys.storyPart(id, 'requests'));
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
              key: fields[`${request}.key`] ?? '',
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
        .sort(
          (a, b) =>
            (a.panels[0] ?? 0) - (b.panels[0] ?? 0) ||
            // What is not ordered yet comes last.
            (a.orderedAt ?? Number.MAX_SAFE_INTEGER) - (b.orderedAt ?? Number.MAX_SAFE_INTEGER) ||
            (a.id < b.id ? -1 : 1),
        );
    },
    selected: (id, numbers) => frames(keys.storyPart(id, 'selected'), numbers),
    kept: (id, numbers) => frames(keys.storyPart(id, 'kept'), numbers),
    async takes(id, number) {
      const key = keys.storyPart(id, 'takes');
      const count = Number((await redis.hget(key, `${number}.count`)) ?? 0);
      if (count === 0) return [];
      const raws = await redis.hmget(key, ...Array.from({ length: count }, (_, index) => `${number}.${index + 1}`));
      return raws.flatMap((raw) => (raw ? [readFrame(raw)] : []));
    },
    async takeBySha256(id, sha256) {
      const takes = await redis.hvals(keys.storyPart(id, 'takes'));
      const found = takes.find((take) => take.includes(`"${sha256}"`) && readFrame(take).sha256 === sha256);
      return frameOrNull(found);
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

/** The values of an executed pipeline; the first error of any command is thrown. */
export function valuesOf(results: [Error | null, unknown][] | null): unknown[] {
  return (results ?? []).map(([error, value]) => {
    if (error) throw error;
    return value;
  });
}

function readFacts(answers: readonly unknown[]): StoryFacts | null {
  const [header, selected, kept, batches, sheets, books, open, failures] = answers as [
    Record<string, string>,
    string[],
    string[],
    Record<string, string>,
    number,
    BookFormat[],
    string[],
    Record<string, string>,
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
    notBefore: header.notBefore ? Number(header.notBefore) : null,
    spec: JSON.parse(header.spec as string) as StoredSpec,
    rawSpec: header.spec as string,
    createdAt: Number(header.created),
    updatedAt: Number(header.updated),
    panels: Number(header.panels),
    batches: Number(header.batches),
    sheets: Number(header.sheets),
    // A further take of a panel is kept beside its own frame.
    drawnPanels: new Set([...selected, ...kept.filter((slot) => !slot.includes('+'))]).size,
    drawnBatches: Object.entries(batches).filter(([field, value]) => field.endsWith('.status') && value === 'drawn')
      .length,
    composedSheets: sheets,
    books,
    edits: Number(header.edits ?? 0),
    budget: header.budget ? Number(header.budget) : null,
    ...sums,
    spending: spendingByProvider(header.provider as string, sums, json(header.earlier) ?? {}),
    failures: new Map(
      Object.entries(failures).map(([panel, raw]) => [Number(panel), JSON.parse(raw) as StoredFailure]),
    ),
  };
}

const frameOrNull = (text: string | null | undefined): StoredFrame | null => (text ? readFrame(text) : null);

const json = <Value>(text: string | null | undefined): Value | null => (text ? (JSON.parse(text) as Value) : null);
