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
  // A replica takes subscriptions and hears nothing of another primary; it never refuses, so the connection that writes says when.
  const leave = () => subscriber.disconnect(true);
  redis.on('demoted', leave);
  subscriber.on('end', () => {
    clearInterval(pinging);
    redis.off('demoted', leave);
  });
  return subscriber;
}
