import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { TwoHosts } from './src/two-hosts/main.ts';

const inNamespace = ['--user', '--map-root-user', '--net'];
const main = fileURLToPath(new URL('./src/two-hosts/main.ts', import.meta.url));

/** Four processes are started, on a machine that may be busy with other tests. */
const deadlineMs = 400_000;

/** Some systems permit no namespaces to users, and some have no `ip`. */
const permitted = spawnSync('unshare', [...inNamespace, 'ip', 'link', 'set', 'lo', 'up']).status === 0;

test.skipIf(!permitted)(
  'workers of two hosts share stories: the cable of one is pulled while it draws, and when it is back it draws on',
  { timeout: deadlineMs },
  async () => {
    const { stdout } = await promisify(execFile)('unshare', [...inNamespace, process.execPath, main], {
      timeout: deadlineMs - 10_000,
    });
    const { pulled, alone, files, ended } = JSON.parse(stdout) as TwoHosts;
    expect(pulled).toEqual({
      status: 'completed',
      // The second batch was taken over; what came back late from the other host was refused.
      attempts: [1, 2, 1],
      kept: [1, 2, 3, 4, 5, 6],
      takes: [1, 1, 1, 1, 1, 1],
    });
    expect(alone).toEqual({
      status: 'completed',
      attempts: [1, 1, 1],
      kept: [1, 2, 3, 4, 5, 6],
      takes: [1, 1, 1, 1, 1, 1],
    });
    expect(files).toEqual([]);
    expect(ended).toEqual([0, 0]);
  },
);
