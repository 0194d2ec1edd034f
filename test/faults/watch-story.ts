import type { Client } from '@nextpanel/client';
import type { StoryEvent } from '@nextpanel/core';
import { expect } from 'vitest';

/** A story of full batches, followed from its submission. */
export interface WatchedStory extends Disposable {
  readonly id: string;
  readonly events: readonly StoryEvent[];
  /** The first matching event, past or future. Rejects if the story needs attention. */
  until(type: StoryEvent['type'], fields?: Readonly<Record<string, unknown>>): Promise<StoryEvent>;
}

const batchSize = 8;

/** Submits a new story and follows it. */
export async function submitStory(client: Client, title: string, batches: number): Promise<WatchedStory> {
  const { id } = await client.submit({
    json: {
      title,
      render: { size: '128x128', batchSize },
      panels: Array.from({ length: batches * batchSize }, (_, index) => ({ prompt: `${title}: tree ${index + 1}` })),
    },
  });
  const events: StoryEvent[] = [];
  const stop = new AbortController();
  let news = Promise.withResolvers<void>();
  const follow = async () => {
    for await (const event of client.events(id, { signal: stop.signal })) {
      events.push(event);
      news.resolve();
      news = Promise.withResolvers();
    }
  };
  const followed = follow();
  return {
    id,
    events,
    async until(type, fields = {}) {
      const wanted = (event: StoryEvent) =>
        event.type === type &&
        Object.entries(fields).every(([name, value]) => (event as Readonly<Record<string, unknown>>)[name] === value);
      for (;;) {
        const found = events.find(wanted);
        if (found) return found;
        const stuck = events.find((event) => event.type === 'story.status' && event.status === 'needs_attention');
        if (stuck?.type === 'story.status') throw new Error(`the story waits for ${stuck.waitingOn}`);
        await Promise.race([news.promise, followed]);
      }
    },
    [Symbol.dispose]: () => stop.abort(),
  };
}

/** When Redis wrote the event, in milliseconds since the epoch. */
export const writtenAt = ({ id }: StoryEvent): number => Number(id.split('-')[0]);

/**
 * Waits for the end of the story: every panel drawn, paid and reported once, batch after batch, nothing open.
 *
 * @param maybePaid how many requests may have been paid without being kept
 */
export async function expectDrawnOnce(client: Client, story: WatchedStory, maybePaid = 0): Promise<void> {
  await story.until('story.status', { status: 'completed' });
  const { progress, failures } = await client.story(story.id);
  const { total } = progress.panels;
  expect([progress.panels.drawn, progress.batches.drawn, failures]).toEqual([total, total / batchSize, []]);

  const ledger = await client.ledger(story.id);
  const all = Array.from({ length: total }, (_, index) => index + 1);
  const kept = ledger.filter(({ state }) => state === 'kept').flatMap(({ panels }) => panels);
  expect(kept.sort((a, b) => a - b)).toEqual(all);
  const lost = ledger.filter(({ state }) => state !== 'kept');
  expect(lost.length, JSON.stringify(lost)).toBeLessThanOrEqual(maybePaid);
  expect((await client.panels(story.id)).map(({ takes }) => takes)).toEqual(all.map(() => 1));

  // Within a batch panels arrive in any order; batches never mix.
  const drawn = story.events.flatMap((event) => (event.type === 'panel.drawn' ? [event.panel] : []));
  expect(drawn.map((panel) => Math.ceil(panel / batchSize))).toEqual(all.map((panel) => Math.ceil(panel / batchSize)));
  expect(drawn.sort((a, b) => a - b)).toEqual(all);
  const batches = story.events.flatMap((event) => (event.type === 'batch.drawn' ? [event.batch] : []));
  expect(batches).toEqual(Array.from({ length: total / batchSize }, (_, index) => index + 1));
}
