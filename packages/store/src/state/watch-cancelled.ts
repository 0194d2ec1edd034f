import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';
import { openSubscriber } from '../open-subscriber.ts';

/** What a process does about cancelled stories. */
export interface CancelledWatcher {
  /** Stories this process draws now. */
  readonly inHand: () => readonly string[];
  /** Called for every story that is cancelled, and for one of its own perhaps more than once. */
  readonly onCancelled: (story: string) => void;
}

/**
 * Reports every story that is cancelled from now on; the returned function stops it. A message lost with a connection is
 * compensated by checking the stories being drawn after every reconnect.
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
  // A cancellation before the new subscription is confirmed is not received.
  subscriber.on('ready', () => {
    subscriber
      .subscribe(keys.cancelled)
      .then(lookAtThoseInHand)
      .catch(() => undefined);
  });
  return () => subscriber.disconnect();
}
