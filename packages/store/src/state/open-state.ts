import type { Page } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import { openKeyspace } from '../keyspace.ts';
import { loadTransitions } from '../load-transitions.ts';
import { type BatchTransitions, batchTransitions } from './batch-transitions.ts';
import { type BookTransitions, bookTransitions } from './book-transitions.ts';
import { listStories, type StoryQuery } from './list-stories.ts';
import { type ProviderStates, providerStates } from './provider-states.ts';
import { type StoryFacts, type StoryReader, storyReader } from './read-story.ts';
import { type StoryEvents, storyEvents } from './story-events.ts';
import { type StoryTransitions, storyTransitions } from './story-transitions.ts';
import { type VendorIds, vendorIds } from './vendor-ids.ts';

/** Everything a story is, in Redis: named transitions, reads, and the event streams. */
export interface State extends AsyncDisposable {
  readonly stories: StoryTransitions;
  readonly batches: BatchTransitions;
  readonly books: BookTransitions;
  readonly read: StoryReader;
  readonly events: StoryEvents;
  readonly providers: ProviderStates;
  readonly vendorIds: VendorIds;
  list(query: StoryQuery): Promise<Page<StoryFacts>>;
  /** Calls `onCancelled` with the id of every story that is cancelled from now on; the answer stops it. */
  watchCancelled(onCancelled: (story: string) => void): Promise<() => void>;
  /** Rejects when Redis does not answer. */
  ping(): Promise<void>;
}

/** @param prefix what every key begins with, braces added; see `openKeyspace` */
export function openState(redis: Redis, prefix: string): State {
  const keys = openKeyspace(prefix);
  const run = loadTransitions(redis);
  const read = storyReader(redis, keys);
  const events = storyEvents(redis, keys);
  return {
    stories: storyTransitions(redis, run, keys),
    batches: batchTransitions(run, keys),
    books: bookTransitions(run, keys),
    read,
    events,
    providers: providerStates(redis, run, keys),
    vendorIds: vendorIds(redis, keys),
    list: (query) => listStories(redis, keys, read, query),
    async watchCancelled(onCancelled) {
      const subscriber = redis.duplicate({ maxRetriesPerRequest: null, lazyConnect: false });
      subscriber.on('error', () => undefined);
      subscriber.on('message', (_channel: string, story: string) => onCancelled(story));
      await subscriber.subscribe(keys.cancelled);
      return () => subscriber.disconnect();
    },
    async ping() {
      await redis.ping();
    },
    [Symbol.asyncDispose]: () => events[Symbol.asyncDispose](),
  };
}
