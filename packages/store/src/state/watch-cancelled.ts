import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';
import { openSubscriber } from '../open-subscriber.ts';

/** Whom a cancelled story concerns. */
export interface CancelledWatcher {
  /** Stories this process draws now. */
  readonly inHand: () => readonly string[];
  /** Told of every story that is cancelled, and of one of its own perhaps more than once. */
  readonly onCancelled: (story: string) => void;
}

/**
 * Tells of every story that is cancelled from now on; the answer stops it. A message lost with a connection is made up for by
 * looking at the stories in hand after every reconnect.
 */
export async function watchCancelled(redis: Redis, keys: Keyspace, watcher: CancelledWatcher): Promise<() => void> {
  const subscriber = openSubscriber(redis);
  subscriber.on('message', (_channel: string, story: string) => watcher.onCancelled(story));
  const lookAtThoseInHand = async () => {
    const stories = watcher.inHand();
    const statuses = await Promise.all(stories.map((story) => redis.hget(keys.story(story), 'status')));
    for (const [index, status] of statuses.entries())
      if (status === 'cancelled') watcher.onCancelled(stories[index] as string);
  };
  await subscriber.subscribe(keys.cancelled);
  // What is cancelled before the new subscription is answered is heard by nobody.
  subscriber.on('ready', () => {
    subscriber
      .subscribe(keys.cancelled)
      .then(lookAtThoseInHand)
      .catch(() => undefined);
  });
  return () => subscriber.disconnect();
}
