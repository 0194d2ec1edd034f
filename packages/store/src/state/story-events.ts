import { parseEvent, type StoryEvent } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';
import { openSubscriber } from '../open-subscriber.ts';
import { readClock } from './read-clock.ts';

const page = 500;

/** A story's event stream: every change is in it, written by the script that made it. Each event is checked here, once. */
export interface StoryEvents {
  /** What is stored after `after` (a stream id; '0' for everything), in order, then ends. */
  read(story: string, after: string): AsyncIterable<StoryEvent>;
  /**
   * The same, then continues with new events until `signal` aborts or the story is deleted, which is the last event. Every event
   * once, none left out.
   */
  follow(story: string, after: string, signal: AbortSignal): AsyncIterable<StoryEvent>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Scripts publish an empty message on the stream's name whenever they append; one subscriber connection a process wakes
 * all followers, who read the stream from where they were. A message lost with a connection is compensated by reading
 * again after every reconnect.
 */
export function storyEvents(redis: Redis, keys: Keyspace): StoryEvents {
  const wakers = new Map<string, Set<() => void>>();
  let subscriber: Redis | null = null;

  const wakeAll = () => {
    for (const set of wakers.values()) for (const wake of set) wake();
  };
  const subscribe = (): Redis => {
    if (subscriber) return subscriber;
    subscriber = openSubscriber(redis);
    subscriber.on('message', (channel: string) => {
      for (const wake of wakers.get(channel) ?? []) wake();
    });
    const it = subscriber;
    // ioredis subscribes again after a reconnect, but messages published in between are lost. Reading before the subscription is
    // confirmed would miss them.
    it.on('ready', () => {
      const channels = [...wakers.keys()];
      if (channels.length > 0) it.subscribe(...channels).then(wakeAll, () => undefined);
    });
    return it;
  };

  async function* read(story: string, after: string): AsyncGenerator<StoryEvent> {
    let last = after;
    for (;;) {
      const entries = await redis.xrange(keys.storyPart(story, 'events'), `(${last}`, '+', 'COUNT', page);
      for (const [id, fields] of entries) {
        last = id;
        yield readEvent(story, id, fields);
      }
      if (entries.length < page) return;
    }
  }

  async function* follow(story: string, after: string, signal: AbortSignal): AsyncGenerator<StoryEvent> {
    const channel = keys.storyPart(story, 'events');
    let pending = false;
    let wake = () => {
      pending = true;
    };
    const waker = () => wake();
    const set = wakers.get(channel) ?? new Set();
    wakers.set(channel, set.add(waker));
    signal.addEventListener('abort', waker);
    try {
      await subscribe().subscribe(channel);
      let last = after;
      while (!signal.aborted) {
        pending = false;
        for await (const event of read(story, last)) {
          last = event.id;
          yield event;
          if (signal.aborted) return;
        }
        // The stream is deleted with its story, so this event is not in it.
        if ((await redis.exists(keys.story(story))) === 0) {
          yield deletedAfter(story, last, await readClock(redis));
          return;
        }
        await new Promise<void>((resolve) => {
          if (pending || signal.aborted) return resolve();
          wake = () => {
            wake = () => {
              pending = true;
            };
            resolve();
          };
        });
      }
    } finally {
      signal.removeEventListener('abort', waker);
      set.delete(waker);
      if (set.size === 0) {
        wakers.delete(channel);
        await subscriber?.unsubscribe(channel).catch(() => undefined);
      }
    }
  }

  return {
    read,
    follow,
    async [Symbol.asyncDispose]() {
      subscriber?.disconnect();
    },
  };
}

/** The stream may contain events of a newer version, which must not end it. */
function readData(data: string): Readonly<Record<string, unknown>> {
  try {
    const fields: unknown = JSON.parse(data);
    if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) return { ...fields };
  } catch {
    // Not JSON: shown as an event without fields.
  }
  return {};
}

function deletedAfter(story: string, last: string, now: number): StoryEvent {
  const [time = 0, sequence = 0] = last.split('-').map(Number);
  const id = now > time ? `${now}-0` : `${time}-${sequence + 1}`;
  return { id, type: 'story.deleted', story, at: new Date(now).toISOString(), version: 1 };
}

function readEvent(story: string, id: string, fields: readonly string[]): StoryEvent {
  const [, type = '', , data = '{}', , version] = fields;
  const at = new Date(Number(id.split('-')[0])).toISOString();
  return parseEvent({
    // The first release wrote none.
    version: Number(version ?? 1),
    ...readData(data),
    id,
    type,
    story,
    at,
  });
}
