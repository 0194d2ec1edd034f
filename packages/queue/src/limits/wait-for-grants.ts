import type { Redis } from 'ioredis';

/** Requests of this process that wait for a permit, and how they hear of it. */
export interface Grants {
  /** Ends when this permit may have been granted; rejects with the signal's reason when that aborts. */
  wait(permit: string, signal: AbortSignal): Promise<void>;
  tell(permit: string): void;
  /** Ends when grants published from then on are heard. */
  listen(): Promise<void>;
  close(): void;
}

/**
 * Listens on the channel on which granted permits are published, once asked to. A message that is lost costs no more
 * than the time to the next renewal, which tells the same.
 */
export function waitForGrants(redis: Redis, channel: string): Grants {
  const waiting = new Map<string, () => void>();
  let subscriber: Redis | undefined;
  let subscribed: Promise<unknown> | undefined;
  const tell = (permit: string) => waiting.get(permit)?.();
  const listen = async () => {
    if (subscribed) return void (await subscribed);
    subscriber = redis.duplicate({ maxRetriesPerRequest: null });
    subscriber.on('error', () => undefined);
    subscriber.on('message', (_channel, permit) => tell(permit));
    subscribed = subscriber.subscribe(channel);
    await subscribed;
  };
  return {
    async wait(permit, signal) {
      signal.throwIfAborted();
      const told = Promise.withResolvers<void>();
      const stop = () => told.reject(signal.reason);
      waiting.set(permit, told.resolve);
      signal.addEventListener('abort', stop);
      try {
        await told.promise;
      } finally {
        signal.removeEventListener('abort', stop);
        waiting.delete(permit);
      }
    },
    tell,
    listen,
    close: () => subscriber?.disconnect(),
  };
}
