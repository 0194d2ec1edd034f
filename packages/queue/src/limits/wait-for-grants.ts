import type { Redis } from 'ioredis';

/** Requests of this process that wait for a permit, and how they learn of it. */
export interface Grants {
  /** Resolves when this permit may have been granted; rejects with the signal's reason when that aborts. */
  wait(permit: string, signal: AbortSignal): Promise<void>;
  tell(permit: string): void;
  /** Resolves when grants published from then on are received. */
  listen(): Promise<void>;
  close(): void;
}

/**
 * Subscribes, on first use, to the channel of granted permits. A lost message costs at most the time to the next renewal, which
 * reports the same.
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
      const granted = Promise.withResolvers<void>();
      const stop = () => granted.reject(signal.reason);
      waiting.set(permit, granted.resolve);
      signal.addEventListener('abort', stop);
      try {
        await granted.promise;
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
