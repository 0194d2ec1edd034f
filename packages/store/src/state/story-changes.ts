import { type Operation, operations } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';
import { openSubscriber } from '../open-subscriber.ts';

/** Called with the id of a story that changed, or with null: anything may have changed, read everything again. */
export type OnChange = (story: string | null) => void;

/** Which stories change, and what of the operations, as it happens. Nothing of this is stored. */
export interface StoryChanges {
  /**
   * Calls `onChange(null)` when it starts to listen, then for every change of a story of this tenant. After a lost connection it
   * calls `onChange(null)` again. The returned function stops it.
   */
  follow(tenant: string, onChange: OnChange): () => void;
  /** Calls `onChange` whenever queues, providers, workers or statistics may have changed. The returned function stops it. */
  followOperations(onChange: (operation: Operation) => void): () => void;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Scripts publish a story's id on the channel of its tenant whenever they change it, and on the channel of operations what else
 * they change. One subscriber connection per process listens to the channels that are followed.
 */
export function storyChanges(redis: Redis, keys: Keyspace): StoryChanges {
  const followers = new Map<string, Set<OnChange>>();
  let subscriber: Redis | null = null;

  const open = (): Redis => {
    if (subscriber) return subscriber;
    const it = openSubscriber(redis);
    it.on('message', (channel: string, story: string) => {
      for (const onChange of followers.get(channel) ?? []) onChange(story);
    });
    // ioredis subscribes again after a reconnect; but a reader that reads before that is done misses what happens in between.
    let connectedBefore = false;
    it.on('ready', () => {
      const again = connectedBefore;
      connectedBefore = true;
      if (!again) return;
      const channels = [...followers.keys()];
      if (channels.length > 0) listen(it, channels);
    });
    subscriber = it;
    return it;
  };

  /** A subscription that breaks off with its connection is made again when that is ready. */
  const listen = (it: Redis, channels: readonly string[]): void => {
    it.subscribe(...channels).then(
      () => {
        for (const channel of channels) for (const onChange of followers.get(channel) ?? []) onChange(null);
      },
      () => undefined,
    );
  };

  const followChannel = (channel: string, onChange: OnChange) => {
    const own: OnChange = (story) => onChange(story);
    const set = followers.get(channel) ?? new Set();
    followers.set(channel, set.add(own));
    // Even for an existing subscription: the reply proves that nothing is missed from here on.
    open()
      .subscribe(channel)
      .then(
        () => (set.has(own) ? onChange(null) : undefined),
        () => undefined,
      );
    return () => {
      set.delete(own);
      if (set.size > 0 || followers.get(channel) !== set) return;
      followers.delete(channel);
      subscriber?.unsubscribe(channel).catch(() => undefined);
    };
  };

  return {
    follow: (tenant, onChange) => followChannel(keys.changes(tenant), onChange),
    followOperations: (onChange) =>
      followChannel(keys.operations, (name) => {
        // A newer version may publish others.
        const known = operations.find((operation) => operation === name);
        if (known !== undefined) onChange(known);
      }),
    async [Symbol.asyncDispose]() {
      subscriber?.disconnect();
    },
  };
}
