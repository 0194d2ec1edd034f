import { type StoryStatus, searchedTitle } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import type { Clock } from '../clock.ts';
import type { Keyspace } from '../keyspace.ts';
import { valuesOf } from '../values-of.ts';
import { type Spent, spendingByProvider } from './spending-by-provider.ts';
import { openStoriesInOrder, type StoriesInOrder } from './stories-in-order.ts';

/** What lists are filtered and sorted by, and what the ledger adds up. */
export interface IndexedStory {
  readonly id: string;
  readonly title: string;
  /** The title as it is searched. */
  readonly searched: string;
  readonly status: StoryStatus;
  /** Scores of the tenant's indexes, in ms since the epoch. */
  readonly created: number;
  readonly updated: number;
  readonly spending: ReadonlyMap<string, Spent>;
  readonly externalId?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** All stories of one tenant, as they were when it was asked for. */
export interface TenantStories {
  /** In the order in which they were first seen, which is nearly that of their creation. */
  readonly stories: ReadonlyMap<string, IndexedStory>;
  /** What they cost at each provider; deleted stories not included. */
  readonly spending: ReadonlyMap<string, Spent>;
  /** All of them by this time, then by id, from the oldest on. */
  inOrder(by: 'created' | 'updated'): readonly IndexedStory[];
}

export interface StoryIndex {
  /** Up to date with everything that was written before the call. */
  read(tenant: string): Promise<TenantStories>;
}

/** Stories read in one round trip: some milliseconds of Redis, and no more of this process. */
const readsAtOnce = 500;

/** About 500 bytes each. When more are known, the tenant that was not asked about for longest is forgotten, and read again when it is. */
const storiesMax = 200_000;

/** Scores are Redis' time, and so is the clock here, but for half a round trip. */
const clockMarginMs = 2_000;

interface Known extends TenantStories {
  readonly stories: Map<string, IndexedStory>;
  readonly spending: Map<string, { spent: number; held: number; possibly: number }>;
  /** Those whose money may change without another change, see `moves`. */
  readonly moving: Set<string>;
  readonly orders: Readonly<Record<'created' | 'updated', StoriesInOrder<IndexedStory>>>;
  /** The latest change seen. */
  since: number;
}

function knowNothing(): Known {
  const orders: Known['orders'] = { created: openStoriesInOrder('created'), updated: openStoriesInOrder('updated') };
  return {
    stories: new Map(),
    spending: new Map(),
    moving: new Set(),
    orders,
    since: 0,
    inOrder: (by) => orders[by].all,
  };
}

/**
 * The stories of each tenant in the memory of this process, so that a filter or a sum over 15,000 of them reads only what changed since the
 * last one: by the index `updated`, and those that are being drawn, whose money changes without it. It holds nothing
 * that Redis does not, so any number of processes have one each.
 */
export function openStoryIndex(redis: Redis, keys: Keyspace, clock: Pick<Clock, 'now'>): StoryIndex {
  const tenants = new Map<string, Known>();
  const underWay = new Map<string, { now: Promise<TenantStories>; next: Promise<TenantStories> | null }>();

  const refresh = async (tenant: string): Promise<TenantStories> => {
    const known = tenants.get(tenant) ?? knowNothing();
    // To the end: it was used last.
    tenants.delete(tenant);
    tenants.set(tenant, known);
    const { stories } = known;
    const from = Math.min(known.since, clock.now() - clockMarginMs);
    const reads = redis
      .pipeline()
      .zrangebyscore(keys.tenantIndex(tenant, 'updated'), stories.size === 0 ? '-inf' : from, '+inf')
      .zcard(keys.tenantIndex(tenant, 'created'));
    const [changed, count] = valuesOf(await reads.exec()) as [string[], number];
    await readInto(known, new Set([...changed, ...known.moving]));
    if (stories.size !== count) await readWhole(tenant, known);
    forgetTenants(tenant);
    return known;
  };

  /** Something was deleted, or is in only one of the two indexes. */
  const readWhole = async (tenant: string, known: Known): Promise<void> => {
    const all = new Set(await redis.zrange(keys.tenantIndex(tenant, 'created'), '0', '-1'));
    for (const id of known.stories.keys()) if (!all.has(id)) put(known, id, null);
    await readInto(known, new Set([...all].filter((id) => !known.stories.has(id))));
  };

  const readInto = async (known: Known, ids: ReadonlySet<string>): Promise<void> => {
    const list = [...ids];
    for (let from = 0; from < list.length; from += readsAtOnce) {
      const slice = list.slice(from, from + readsAtOnce);
      const reads = redis.pipeline();
      for (const id of slice) {
        reads.hmget(keys.story(id), ...headerFields);
        reads.hvals(keys.storyPart(id, 'open'));
      }
      const answers = valuesOf(await reads.exec()) as (string | null)[][];
      slice.forEach((id, index) => {
        put(known, id, readIndexed(id, answers[2 * index] ?? [], answers[2 * index + 1] as string[]));
      });
    }
  };

  const forgetTenants = (kept: string): void => {
    let total = 0;
    for (const { stories } of tenants.values()) total += stories.size;
    for (const [tenant, { stories }] of tenants) {
      if (total <= storiesMax || tenant === kept) return;
      tenants.delete(tenant);
      total -= stories.size;
    }
  };

  const begin = (tenant: string) => {
    const turn = { now: refresh(tenant), next: null as Promise<TenantStories> | null };
    underWay.set(tenant, turn);
    const end = () => {
      if (underWay.get(tenant) === turn && turn.next === null) underWay.delete(tenant);
    };
    turn.now.then(end, end);
    return turn;
  };

  return {
    read(tenant) {
      const turn = underWay.get(tenant);
      if (turn === undefined) return begin(tenant).now;
      // One that began earlier may have missed what was written since; all who wait share the next one.
      const after = () => begin(tenant).now;
      turn.next ??= turn.now.then(after, after);
      return turn.next;
    },
  };
}

const headerFields = [
  'title',
  'status',
  'created',
  'updated',
  'provider',
  'spent',
  'possibly',
  'earlier',
  'externalId',
  'metadata',
] as const;

function readIndexed(id: string, fields: readonly (string | null)[], open: readonly string[]): IndexedStory | null {
  const [title, status, created, updated, provider, spent, possibly, earlier, externalId, metadata] = fields;
  if (!status || !provider) return null;
  const held = open.reduce((sum, high) => sum + Number(high), 0);
  const sums = { spent: Number(spent), possibly: Number(possibly), held };
  return {
    id,
    title: title ?? '',
    searched: searchedTitle(title ?? ''),
    status: status as StoryStatus,
    created: Number(created),
    updated: Number(updated),
    ...(externalId && { externalId }),
    ...(metadata && { metadata: JSON.parse(metadata) as Record<string, string> }),
    spending: spendingByProvider(provider, sums, earlier ? (JSON.parse(earlier) as Record<string, Spent>) : {}),
  };
}

/**
 * Whether requests of a story may be ordered or settled before its index says that it changed: it is being drawn, or one is under way. Thousands
 * that wait in line need not be read again, since a claim changes their status.
 */
const moves = ({ status, spending }: IndexedStory): boolean =>
  status === 'plates' || status === 'drawing' || [...spending.values()].some(({ held }) => held > 0);

/** Replaces what is known of a story, and what it adds to the sums. */
function put(known: Known, id: string, story: IndexedStory | null): void {
  const { stories, spending, moving, orders } = known;
  const before = stories.get(id);
  for (const order of Object.values(orders)) order.replace(before ?? null, story);
  if (story !== null && moves(story)) moving.add(id);
  else moving.delete(id);
  const add = (it: IndexedStory, sign: 1 | -1) => {
    for (const [provider, sums] of it.spending) {
      const sum = spending.get(provider) ?? { spent: 0, held: 0, possibly: 0 };
      sum.spent += sign * sums.spent;
      sum.held += sign * sums.held;
      sum.possibly += sign * sums.possibly;
      spending.set(provider, sum);
    }
  };
  if (before) add(before, -1);
  if (story === null) {
    stories.delete(id);
    return;
  }
  add(story, 1);
  stories.set(id, story);
  known.since = Math.max(known.since, story.updated);
}
