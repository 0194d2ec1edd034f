import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { finalizerFlags, mallocSettings } from '@nextpanel/local';
import { expect, test } from 'vitest';
import type { BoundLongBook } from './src/bench-long-story.ts';

const script = fileURLToPath(new URL('./src/bench-long-story.ts', import.meta.url));

/** As a finalizer runs. Formats that take their time are left to `bench-long-story.ts`, which binds 2,000 panels in each. */
async function bind(folder: string, panels: number): Promise<BoundLongBook[]> {
  const args = [...finalizerFlags, script, folder, String(panels), 'pdf,cbz,kindle'];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...mallocSettings },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`the binding of ${panels} panels exited ${code}`);
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as BoundLongBook);
}

test.runIf(process.platform === 'linux')(
  'a book of three times as many pages takes no more memory while it is bound',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nextpanel-long-'));
    try {
      const short = await bind(folder, 240);
      const long = await bind(folder, 720);
      for (const [index, { format, pages, bytes, peakMb }] of long.entries()) {
        const before = short[index] as BoundLongBook;
        expect([format, pages > 2.8 * before.pages, bytes > 2.8 * before.bytes]).toEqual([before.format, true, true]);
        // The longer book has 45 MB more in it.
        expect(peakMb - before.peakMb).toBeLessThan((0.6 * (bytes - before.bytes)) / 1e6);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);
