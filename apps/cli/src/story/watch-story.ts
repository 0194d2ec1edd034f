import { ApiError, type Client } from '@nextpanel/client';
import type { ProviderView, StoryEvent, StoryView } from '@nextpanel/core';
import { isActiveStatus } from '@nextpanel/core/states';
import { isAway } from '../system/is-away.ts';
import { afterEvent, beginProgress, type StoryProgress } from './story-progress.ts';

/** After this long without an event the story is read once: a paused provider is not an event of the story. */
const quietMs = 10_000;
/** A server that is being redeployed is back by then. */
const awayMs = 60_000;

export interface WatchOptions {
  readonly client: Pick<Client, 'story' | 'events' | 'providers'>;
  readonly id: string;
  readonly signal: AbortSignal;
  /** Each event from before the watch began. */
  readonly onReplay?: (event: StoryEvent) => void;
  /** The progress from all of those. */
  readonly onStart: (progress: StoryProgress, story: StoryView) => void;
  /** Each event from then on. */
  readonly onEvent: (event: StoryEvent, progress: StoryProgress) => void;
  /** Default 10 s. */
  readonly quietMs?: number;
  /** How long the server may be unreachable once the watch has begun. Default 60 s. */
  readonly awayMs?: number;
}

/** Why the story does not continue automatically: its own status, or a provider that is paused for all stories. */
export interface Rest {
  readonly story: StoryView;
  readonly pausedProvider: ProviderView | null;
}

/**
 * Follows a story by its events until it stops. Throws ApiError `not_found`, ServerUnreachable if the server is gone, and
 * the signal's reason when aborted.
 */
export async function watchStory(options: WatchOptions): Promise<Rest> {
  const { client, id, signal } = options;
  const story = await client.story(id);
  let progress = beginProgress(story);
  let last: string | undefined;
  for await (const event of client.events(id, { follow: false, signal })) {
    progress = afterEvent(progress, event);
    last = event.id;
    options.onReplay?.(event);
  }
  signal.throwIfAborted();
  options.onStart(progress, story);
  const rest = isActiveStatus(progress.status) ? null : await findRest(client, id);
  if (rest) return rest;

  const ended = new AbortController();
  const quiet = Promise.withResolvers<Rest>();
  let lastAt = Date.now();
  const lookMs = options.quietMs ?? quietMs;
  let awaySince: number | null = null;
  const timer = setInterval(() => {
    if (Date.now() - lastAt < lookMs) return;
    lastAt = Date.now();
    look().then((found) => found && quiet.resolve(found), quiet.reject);
  }, lookMs);
  try {
    return await Promise.race([quiet.promise, follow()]);
  } finally {
    clearInterval(timer);
    ended.abort();
  }

  /** The event stream reconnects automatically; the other calls must be just as patient. */
  async function look(): Promise<Rest | null> {
    try {
      const found = await findRest(client, id);
      awaySince = null;
      return found;
    } catch (error) {
      awaySince ??= Date.now();
      if (!isAway(error) || Date.now() - awaySince >= (options.awayMs ?? awayMs)) throw error;
      return null;
    }
  }

  async function follow(): Promise<Rest> {
    for await (const event of client.events(id, { after: last, signal: AbortSignal.any([signal, ended.signal]) })) {
      lastAt = Date.now();
      progress = afterEvent(progress, event);
      options.onEvent(event, progress);
      const mayRest =
        event.type === 'provider.paused' || (event.type === 'story.status' && !isActiveStatus(progress.status));
      const found = mayRest ? await look() : null;
      if (found) return found;
    }
    signal.throwIfAborted();
    return quiet.promise;
  }
}

/** An event describes the past; the story may have been resumed since. */
async function findRest(client: WatchOptions['client'], id: string): Promise<Rest | null> {
  const story = await client.story(id);
  if (!isActiveStatus(story.status)) return { story, pausedProvider: null };
  // Drawn panels are composed and bound whether or not the provider is paused.
  if (story.status === 'composing') return null;
  const providers = await client.providers().catch((error: unknown) => {
    if (error instanceof ApiError) return [];
    throw error;
  });
  const pausedProvider = providers.find((each) => each.id === story.provider && each.paused !== null);
  return pausedProvider ? { story, pausedProvider } : null;
}
