import type { Redis } from 'ioredis';

/** How often a subscriber is pinged, in milliseconds: without messages it would be silent for hours. */
const pingMs = 5_000;

/**
 * A separate connection for subscriptions, with the options of `redis`. If the other side vanishes silently, that is noticed
 * within `pingMs` plus the `socketTimeout` of `redis`; ioredis then reconnects and subscribes again. `disconnect` ends it.
 */
export function openSubscriber(redis: Redis): Redis {
  const subscriber = redis.duplicate({ maxRetriesPerRequest: null, lazyConnect: false });
  subscriber.on('error', () => undefined);
  const pinging = setInterval(() => {
    // While it reconnects, pings would only pile up.
    if (subscriber.status === 'ready') subscriber.ping().catch(() => undefined);
  }, pingMs);
  pinging.unref();
  subscriber.on('end', () => clearInterval(pinging));
  return subscriber;
}
