import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedis } from '@nextpanel/local';

export interface TemporaryRedis extends AsyncDisposable {
  readonly url: string;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

/** A real Redis server of its own on an empty folder; what is in it goes when it stops. */
export async function startTemporaryRedis(): Promise<TemporaryRedis> {
  const dataDir = await mkdtemp(join(tmpdir(), 'nextpanel-redis-'));
  // Tests kill processes, not machines: what the kernel was given survives, and fsync on shared disks takes longer than the test.
  const redis = await startRedis({ dataDir, appendfsync: 'no', log: (line) => console.error(line) });
  const stop = async () => {
    await redis.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { url: redis.url, stop, [Symbol.asyncDispose]: stop };
}
