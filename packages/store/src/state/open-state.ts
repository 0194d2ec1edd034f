import type { Page } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import { openAcknowledged } from '../acknowledged.ts';
import type { Clock } from '../clock.ts';
import { type Backups, backups } from '../dump/backups.ts';
import { openKeyspace } from '../keyspace.ts';
import { loadTransitions } from '../load-transitions.ts';
import { type Installation, installation } from '../schema/installation.ts';
import { upgradingStories } from '../schema/upgrade-story.ts';
import { type AccessKeys, accessKeys } from './access-keys.ts';
import { allStories, knownTenants, type StoryName, storyHashes } from './all-stories.ts';
import { type BatchTransitions, batchTransitions } from './batch-transitions.ts';
import { type BookTransitions, bookTransitions } from './book-transitions.ts';
import { type CheckStates, checkStates } from './check-states.ts';
import { type Costs, costs } from './costs.ts';
import { type EditTransitions, editTransitions } from './edit-transitions.ts';
import { type EditionTransitions, editionTransitions } from './edition-transitions.ts';
import { openEventStreams } from './event-streams.ts';
import { listStories, type StoryQuery } from './list-stories.ts';
import { type Notes, notes } from './notes.ts';
import { type ProviderStates, providerStates } from './provider-states.ts';
import { type ProviderStats, providerStats } from './provider-stats.ts';
import { type EditionReader, editionReader } from './read-editions.ts';
import type { StoryFacts } from './read-facts.ts';
import { type StoryReader, storyReader } from './read-story.ts';
import { type Removals, removals } from './removals.ts';
import { type RequestTransitions, requestTransitions } from './request-transitions.ts';
import { type ScriptEvents, scriptEvents } from './script-events.ts';
import { type Scripts, scripts } from './scripts.ts';
import { type Sessions, sessions } from './sessions.ts';
import { type SparedArtifacts, sparedArtifacts } from './spared-artifacts.ts';
import type { Spent } from './spending-by-provider.ts';
import { type StoryChanges, storyChanges } from './story-changes.ts';
import { type StoryEvents, storyEvents } from './story-events.ts';
import { type IndexedStory, openStoryIndex, type TenantStories } from './story-index.ts';
import { type StoryTransitions, storyTransitions } from './story-transitions.ts';
import { type SweepTurns, sweepTurns } from './sweep-turns.ts';
import { type TenantSettings, tenantSettings } from './tenant-settings.ts';
import { type VendorIds, vendorIds } from './vendor-ids.ts';
import { readOwners, readReadySince, readWaiting, type WaitingStory } from './waiting-stories.ts';
import { type CancelledWatcher, watchCancelled } from './watch-cancelled.ts';
import { type Webhooks, webhooks } from './webhooks.ts';
import { type WorkerStates, workerStates } from './worker-states.ts';

/** The state of stories in Redis: named transitions, reads, and the event streams. */
export interface State extends AsyncDisposable {
  readonly stories: StoryTransitions;
  readonly batches: BatchTransitions;
  readonly requests: RequestTransitions;
  readonly books: BookTransitions;
  readonly checks: CheckStates;
  readonly notes: Notes;
  readonly edits: EditTransitions;
  readonly editions: EditionTransitions & EditionReader;
  readonly read: StoryReader;
  readonly events: StoryEvents;
  readonly changes: StoryChanges;
  readonly providers: ProviderStates;
  readonly stats: ProviderStats;
  readonly workers: WorkerStates;
  readonly installation: Installation;
  readonly backups: Backups;
  readonly vendorIds: VendorIds;
  readonly sessions: Sessions;
  readonly webhooks: Webhooks;
  readonly access: AccessKeys;
  readonly tenantSettings: TenantSettings;
  readonly costs: Costs;
  readonly scripts: Scripts & { readonly events: ScriptEvents };
  /** What each story of a tenant cost, in µ$. */
  storyCosts(tenant: string): Promise<(Spent & { readonly id: string; readonly title: string })[]>;
  /** Delayed stories of this tenant; at most `most` of each provider. */
  waiting(tenant: string, most: number): Promise<WaitingStory[]>;
  /** The tenant of each of these stories; null for a deleted one. */
  owners(stories: readonly string[]): Promise<(string | null)[]>;
  /** Since when each of these stories has been ready for a turn, in ms since the epoch; null if unknown. */
  readySince(stories: readonly string[]): Promise<(number | null)[]>;
  readonly sweeps: SweepTurns;
  readonly spared: SparedArtifacts;
  readonly removals: Removals;
  list(query: StoryQuery): Promise<Page<StoryFacts>>;
  /** What a tenant's stories cost at each provider; deleted ones not included. */
  spending(tenant: string): Promise<TenantStories['spending']>;
  /** Tenants that have had a story; those that came within the last minutes may be missing. */
  tenants(): Promise<readonly string[]>;
  /** All stories of a tenant with what they cost, from memory where nothing changed. */
  tenantStories(tenant: string): Promise<TenantStories>;
  /** Every story, or one tenant's, cursor by cursor: each at least once. */
  allStories(tenant?: string): AsyncIterable<StoryName>;
  /** For each story, the hashes its state names: its artifacts, and the keys of its requests. */
  storyHashes(stories: readonly string[]): Promise<Set<string>[]>;
  /** Reports every story that is cancelled from now on; the returned function stops it. */
  watchCancelled(watcher: CancelledWatcher): Promise<() => void>;
  /** Redis' clock, the one clock all processes share, counted on by this process. */
  readonly clock: Pick<Clock, 'now' | 'aheadMs'>;
  /** Rejects when Redis does not answer. */
  ping(): Promise<void>;
  /** Rejects when Redis does not answer, or refuses to write or to publish. */
  probe(): Promise<void>;
}

/** What every transition does: write, and publish. The key goes away again. */
const probeScript = `redis.call('SET', KEYS[1], '1', 'EX', 60) redis.call('PUBLISH', KEYS[1], '') return 1`;

/** Over all providers it had. */
function costOf({ id, title, spending }: IndexedStory): Spent & { readonly id: string; readonly title: string } {
  const sums = [...spending.values()];
  const sum = (of: (sums: Spent) => number) => sums.reduce((total, it) => total + of(it), 0);
  return { id, title, spent: sum((it) => it.spent), held: sum((it) => it.held), possibly: sum((it) => it.possibly) };
}

/**
 * @param prefix of every key, without braces; see `openKeyspace`
 * @param replicas see `openAcknowledged`
 */
export function openState(redis: Redis, prefix: string, clock: State['clock'], replicas = 0): State {
  const keys = openKeyspace(prefix);
  const run = upgradingStories(redis, loadTransitions(redis));
  const acknowledged = openAcknowledged(redis, run, replicas, keys.probe);
  const read = storyReader(redis, keys);
  const streams = openEventStreams(redis);
  const changes = storyChanges(redis, keys);
  const access = accessKeys(redis, keys);
  const storyIndex = openStoryIndex(redis, keys, clock);
  return {
    stories: storyTransitions(redis, run, acknowledged, keys),
    batches: batchTransitions(redis, run, acknowledged, keys),
    requests: requestTransitions(run, keys),
    books: bookTransitions(run, keys),
    checks: checkStates(redis, run, keys),
    notes: notes(redis, run, keys),
    edits: editTransitions(redis, run, keys),
    editions: { ...editionTransitions(run, keys), ...editionReader(redis, keys) },
    read,
    events: storyEvents(streams, keys),
    changes,
    providers: providerStates(redis, run, keys),
    stats: providerStats(redis, run, keys),
    workers: workerStates(redis, run, keys),
    installation: installation(redis, run, keys, prefix),
    backups: backups(redis, keys),
    vendorIds: vendorIds(redis, keys, clock),
    sessions: sessions(redis, keys),
    webhooks: webhooks(redis, keys),
    access,
    tenantSettings: tenantSettings(redis, keys, clock),
    costs: costs(redis, keys),
    scripts: { ...scripts(redis, run, acknowledged, keys), events: scriptEvents(streams, keys) },
    storyCosts: async (tenant) => [...(await storyIndex.read(tenant)).stories.values()].map(costOf),
    waiting: (tenant, most) => readWaiting(redis, keys, tenant, most),
    owners: (stories) => readOwners(redis, keys, stories),
    readySince: (stories) => readReadySince(redis, keys, stories),
    sweeps: sweepTurns(redis, keys),
    spared: sparedArtifacts(redis, run, keys),
    removals: removals(redis, keys),
    tenants: knownTenants(redis, keys, clock),
    tenantStories: (tenant) => storyIndex.read(tenant),
    allStories: (tenant) => allStories(redis, keys, tenant),
    storyHashes: (stories) => storyHashes(redis, keys, stories),
    list: (query) => listStories(redis, keys, read, storyIndex, query),
    spending: async (tenant) => (await storyIndex.read(tenant)).spending,
    watchCancelled: (watcher) => watchCancelled(redis, keys, watcher),
    clock,
    async ping() {
      await redis.ping();
    },
    async probe() {
      await redis.eval(probeScript, 1, keys.probe);
    },
    async [Symbol.asyncDispose]() {
      acknowledged[Symbol.dispose]();
      await Promise.all([streams, changes, access].map((it) => it[Symbol.asyncDispose]()));
    },
  };
}
