import { coverPanel, isCoverPanel, type MicroUsd, type StoryStatus } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import { jsonOrNull } from '../json-or-null.ts';
import type { Keyspace } from '../keyspace.ts';
import { valuesOf } from '../values-of.ts';
import { type Spent, spendingByProvider } from './spending-by-provider.ts';
import type { StoredFailure, StoredSpec, WaitingFacts } from './stored.ts';

/** A story's own facts and its derived counts, as one round trip reads them. */
export interface StoryFacts {
  readonly id: string;
  readonly tenant: string;
  readonly title: string;
  readonly status: StoryStatus;
  readonly reason: string | null;
  /** What an active story waits for, such as `rate_limited` or `provider_paused`. */
  readonly waiting: string | null;
  /** Since when it waits for that, by Redis' clock, and what is known of it; null: it does not wait, or waits since a release before this was stored. */
  readonly wait: (WaitingFacts & { readonly since: number }) | null;
  /** It waits for so long that its view warns of it. */
  readonly waitsLong: boolean;
  /** It is not drawn before, by Redis' clock; null: it may be drawn now. */
  readonly notBefore: number | null;
  /** A vendor has something of it that can be fetched, whatever its status. */
  readonly toFetch: boolean;
  /** Whether a cover that the story has drawn has its frame, be it kept for a batch under way; null: none is drawn. */
  readonly coverDrawn: boolean | null;
  readonly spec: StoredSpec;
  /** The story that asked for exactly the same before it; null: there was none. */
  readonly duplicateOf: string | null;
  /** −10 … 10, among the stories of its tenant. */
  readonly priority: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly panels: number;
  readonly batches: number;
  readonly sheets: number;
  readonly drawnPanels: number;
  readonly drawnBatches: number;
  readonly composedSheets: number;
  /** Names of the books that are bound. */
  readonly books: readonly string[];
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
  /** In reading order; panel null stands for a whole batch or story, number 0 for that or for a removed panel. */
  readonly failures: readonly {
    readonly panel: string | null;
    readonly number: number;
    readonly failure: StoredFailure;
  }[];
}

/** A story's own facts without anything that is counted. */
export type StoryHead = Pick<
  StoryFacts,
  'id' | 'tenant' | 'title' | 'status' | 'spec' | 'rev' | 'edits' | 'sheets' | 'createdAt' | 'panels'
>;

/** What is read of stories as wholes. One that does not exist reads as null. */
export interface FactsReader {
  story(id: string): Promise<StoryFacts | null>;
  stories(ids: readonly string[]): Promise<(StoryFacts | null)[]>;
  /** What changes of a story look at, whatever its length. */
  head(id: string): Promise<StoryHead | null>;
  /** Whether the user is asked to approve the plates, and has. */
  platesGate(id: string): Promise<'none' | 'open' | 'approved'>;
  /** Ids of stories the system has work for, longest untouched first. */
  active(): Promise<string[]>;
}

export function factsReader(redis: Redis, keys: Keyspace): FactsReader {
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
  return {
    async story(id) {
      return (await stories([id]))[0] ?? null;
    },
    stories,
    async head(id) {
      const reads = redis
        .pipeline()
        .hmget(keys.story(id), 'tenant', 'title', 'status', 'spec', 'rev', 'edits', 'sheets', 'created')
        .llen(keys.storyPart(id, 'order'));
      const [fields, panels] = valuesOf(await reads.exec()) as [(string | null)[], number];
      const [tenant, title, status, spec, rev, edits, sheets, created] = fields;
      if (!tenant || !status || !spec) return null;
      return {
        id,
        tenant,
        title: title ?? '',
        status: status as StoryStatus,
        spec: JSON.parse(spec) as StoredSpec,
        rev: Number(rev ?? 0),
        edits: Number(edits ?? 0),
        sheets: Number(sheets ?? 0),
        createdAt: Number(created ?? 0),
        panels,
      };
    },
    async platesGate(id) {
      const [gate, approved] = await redis.hmget(keys.story(id), 'platesGate', 'platesApproved');
      return gate !== '1' ? 'none' : approved === '1' ? 'approved' : 'open';
    },
    active: () => redis.zrangebyscore(keys.active, '-inf', '+inf'),
  };
}

function readFacts(answers: readonly unknown[]): StoryFacts | null {
  const [header, selected, kept, batches, sheets, books, open, failures, order, chain] = answers as [
    Record<string, string>,
    string[],
    string[],
    Record<string, string>,
    number,
    string[],
    string[],
    Record<string, string>,
    string[],
    string[],
  ];
  if (header.id === undefined) return null;
  const spec = JSON.parse(header.spec as string) as StoredSpec;
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
    wait: header.waitingSince
      ? { since: Number(header.waitingSince), ...jsonOrNull<WaitingFacts>(header.waitingFacts) }
      : null,
    waitsLong: header.waitingLong !== undefined,
    toFetch: header.toFetch === '1',
    notBefore: header.notBefore ? Number(header.notBefore) : null,
    coverDrawn: isCoverPanel(spec, coverPanel) ? [...selected, ...kept].includes(coverPanel) : null,
    spec,
    duplicateOf: header.duplicateOf ?? null,
    priority: Number(header.priority ?? 0),
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
    spending: spendingByProvider(header.provider as string, sums, jsonOrNull(header.earlier) ?? {}),
    failures: Object.entries(failures)
      .map(([panel, raw]) => ({
        panel: panel === '*' ? null : panel,
        number: order.indexOf(panel) + 1,
        failure: JSON.parse(raw) as StoredFailure,
      }))
      .sort((a, b) => a.number - b.number),
  };
}

/** How many panels of the book have a frame, be it kept for a batch under way. */
function countDrawn(order: readonly string[], selected: readonly string[], kept: readonly string[]): number {
  const drawn = new Set([...selected, ...kept]);
  return order.filter((panel) => drawn.has(panel)).length;
}
