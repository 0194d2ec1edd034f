import { join } from 'node:path';
import type { SystemPlace } from '@nextpanel/harness';
import { Redis } from 'ioredis';
import { type Fixture, loadFolder } from './fixture.ts';
import { loadRedis } from './saved-redis.ts';

/** Puts what a release left behind where a system that has not started yet will look for it. */
export async function loadFixture(
  { redis, artifacts }: Pick<Fixture, 'redis' | 'artifacts'>,
  { redisUrl, dataDir }: SystemPlace,
): Promise<void> {
  const connection = new Redis(redisUrl);
  try {
    await loadRedis(connection, redis);
  } finally {
    connection.disconnect();
  }
  await loadFolder(join(dataDir, 'artifacts'), artifacts);
}
