import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig, type StoryEvent, type StorySpec, type StoryView, storySpecSchema } from '@nextpanel/core';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import type { z } from 'zod';
import { type Context, openContext } from '../src/context.ts';
import { startFinalizer } from '../src/start-finalizer.ts';
import { startWorker } from '../src/start-worker.ts';
import { readStory } from '../src/stories/read-story.ts';
import { followEvents } from '../src/stories/story-events.ts';

export const testTenant = 'test';

/** A context on the run's real Redis, under a prefix and a data dir of its own. */
export interface TestSystem extends AsyncDisposable {
  readonly context: Context;
  readonly directory: string;
  /** The test's own connection, to look past the system and to break things. */
  readonly redis: Redis;
}

export async function openTestSystem(env: Record<string, string> = {}): Promise<TestSystem> {
  const directory = await mkdtemp(join(tmpdir(), 'nextpanel-test-'));
  const config = parseConfig({
    REDIS_URL: process.env.REDIS_URL,
    NEXTPANEL_REDIS_PREFIX: `test-${randomUUID()}`,
    NEXTPANEL_DATA_DIR: directory,
    NEXTPANEL_FSYNC: 'off',
    ...env,
  });
  const context = await openContext(config, { log: pino({ level: env.LOG_LEVEL ?? 'silent' }), role: 'worker' });
  const redis = new Redis(process.env.REDIS_URL as string);
  return {
    context,
    directory,
    redis,
    async [Symbol.asyncDispose]() {
      redis.disconnect();
      await context[Symbol.asyncDispose]();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Starts drawing and composing in this process; disposing stops both. */
export async function startAll(context: Context): Promise<AsyncDisposable> {
  const worker = await startWorker(context);
  const finalizer = await startFinalizer(context);
  return {
    async [Symbol.asyncDispose]() {
      await Promise.all([worker.drain(5_000), finalizer.drain(5_000)]);
    },
  };
}

/** A valid spec of small frames. */
export function testSpec(panels: number, over: Partial<z.input<typeof storySpecSchema>> = {}): StorySpec {
  return storySpecSchema.parse({
    title: 'A test',
    panels: Array.from({ length: panels }, (_, index) => ({ prompt: `the hare runs past tree ${index + 1}` })),
    render: { size: '128x128', ...over.render },
    ...over,
  });
}

/** Follows a story until its status is one of these; answers with the story. Waits by event, never by sleeping. */
export async function untilStatus(
  context: Context,
  id: string,
  ...statuses: StoryView['status'][]
): Promise<StoryView> {
  const stop = new AbortController();
  for await (const event of followEvents(context, { tenant: testTenant, id, signal: stop.signal })) {
    if (event.type !== 'story.status') continue;
    const story = await readStory(context, { tenant: testTenant, id });
    if (statuses.includes(story.status)) {
      stop.abort();
      return story;
    }
  }
  throw new Error('the events ended');
}

/** Follows a story until an event fits. */
export async function untilEvent(
  context: Context,
  id: string,
  fits: (event: StoryEvent) => boolean,
): Promise<StoryEvent> {
  const stop = new AbortController();
  for await (const event of followEvents(context, { tenant: testTenant, id, signal: stop.signal })) {
    if (!fits(event)) continue;
    stop.abort();
    return event;
  }
  throw new Error('the events ended');
}

/** The book counts as one that an earlier release bound, which is bound again while it stays. */
export async function bindAsBefore({ state }: Context, id: string, name: string): Promise<void> {
  const [story, sheets, books] = await Promise.all([state.read.story(id), state.read.sheets(id), state.read.books(id)]);
  const present = books.get(name)?.value;
  if (!story || !present) throw new Error('the book is not bound');
  const { version: _, ...older } = present;
  await state.books.bindBook(id, name, older, { sheets, cover: null }, story.edits);
}
