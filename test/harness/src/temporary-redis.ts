import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Appendfsync, startRedis } from '@nextpanel/local';

export interface TemporaryRedis extends AsyncDisposable {
  readonly url: string;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

/**
 * A real Redis server on an empty folder, which is removed when the server stops. By default nothing is forced to the disk:
 * tests kill processes, not machines, and on a shared disk fsync can take longer than the test.
 */
export async function startTemporaryRedis(options: { appendfsync?: Appendfsync } = {}): Promise<TemporaryRedis> {
  const dataDir = await mkdtemp(join(tmpdir(), 'nextpanel-redis-'));
  const redis = await startRedis({ dataDir, appendfsync: 'no', log: (line) => console.error(line), ...options });
  const stop = async () => {
    await redis.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { url: redis.url, stop, [Symbol.asyncDispose]: stop };
}
