import type { Redis } from 'ioredis';

/** A subscriber hears nothing for hours when nothing happens; so often it is asked whether it is still there. */
const pingMs = 5_000;

/**
 * A connection of its own for subscriptions, with the options of `redis`. One whose other side vanished without a word is
 * noticed within `pingMs` and the `socketTimeout` of `redis`; ioredis then connects and subscribes anew by itself.
 * `disconnect` ends it.
 */
export function openSubscriber(redis: Redis): Redis {
  const subscriber = redis.duplicate({ maxRetriesPerRequest: null, lazyConnect: false });
  subscriber.on('error', () => undefined);
  const pinging = setInterval(() => {
    // While it connects anew, pings would only pile up.
    if (subscriber.status === 'ready') subscriber.ping().catch(() => undefined);
  }, pingMs);
  pinging.unref();
  subscriber.on('end', () => clearInterval(pinging));
  return subscriber;
}
