import type { Redis } from 'ioredis';
import { openSubscriber } from '../open-subscriber.ts';
import { readClock } from './read-clock.ts';

/** Events read at once. Each of hundreds of streams may hold so many. */
const page = 100;

/** An event as it is stored, with the id and the time that its place in the stream gives it. */
export interface StoredEvent {
  readonly version: number;
  readonly id: string;
  readonly type: string;
  readonly at: string;
}

/** Where events of one kind of thing lie, and how one is read. */
interface StreamsOf<Event> {
  /** The key of the thing itself: without it the stream is over. */
  readonly key: (id: string) => string;
  readonly parse: (of: string, stored: StoredEvent & Readonly<Record<string, unknown>>) => Event;
  /** What followers get as the last event of what was deleted: it is not in the stream, which is deleted, too. */
  readonly deleted: (of: string, stored: Pick<StoredEvent, 'id' | 'at'>) => Event;
}

/** Event streams: every change is in them, written by the script that made it. Each event is checked here, once. */
export interface EventsOf<Event> {
  /** What is stored after `after` (a stream id; '0' for everything), in order, then ends. */
  read(of: string, after: string): AsyncIterable<Event>;
  /**
   * The same, then continues with new events until `signal` aborts or the thing is deleted, which is the last event. Every event
   * once, none left out.
   */
  follow(of: string, after: string, signal: AbortSignal): AsyncIterable<Event>;
}

export interface EventStreams extends AsyncDisposable {
  of<Event extends { readonly id: string }>(streams: StreamsOf<Event>): EventsOf<Event>;
}

/** The stream of a story or a script. */
const streamOf = (key: string): string => `${key}:events`;

/**
 * Scripts publish an empty message on the stream's name whenever they append; one subscriber connection a process wakes
 * all followers, who read the stream from where they were. A message lost with a connection is compensated by reading
 * again after every reconnect.
 */
export function openEventStreams(redis: Redis): EventStreams {
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

  const of = <Event extends { readonly id: string }>({ key, parse, deleted }: StreamsOf<Event>): EventsOf<Event> => {
    async function* read(id: string, after: string): AsyncGenerator<Event> {
      let last = after;
      for (;;) {
        const entries = await redis.xrange(streamOf(key(id)), `(${last}`, '+', 'COUNT', page);
        for (const [entry, fields] of entries) {
          last = entry;
          yield parse(id, storedEvent(entry, fields));
        }
        if (entries.length < page) return;
      }
    }

    async function* follow(id: string, after: string, signal: AbortSignal): AsyncGenerator<Event> {
      const channel = streamOf(key(id));
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
          for await (const event of read(id, last)) {
            last = event.id;
            yield event;
            if (signal.aborted) return;
          }
          if ((await redis.exists(key(id))) === 0) {
            yield deleted(id, eventAfter(last, await readClock(redis)));
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

    return { read, follow };
  };

  return {
    of,
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

function eventAfter(last: string, now: number): Pick<StoredEvent, 'id' | 'at'> {
  const [time = 0, sequence = 0] = last.split('-').map(Number);
  return { id: now > time ? `${now}-0` : `${time}-${sequence + 1}`, at: new Date(now).toISOString() };
}

function storedEvent(id: string, fields: readonly string[]): StoredEvent & Readonly<Record<string, unknown>> {
  const [, type = '', , data = '{}', , version] = fields;
  const at = new Date(Number(id.split('-')[0])).toISOString();
  return {
    // The first release wrote none.
    version: Number(version ?? 1),
    ...readData(data),
    id,
    type,
    at,
  };
}
