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

/** As a finalizer runs. Formats that take a second a page are left to `bench-long-story.ts`. */
async function bind(folder: string, panels: number): Promise<BoundLongBook[]> {
  const args = [...finalizerFlags, script, folder, String(panels), 'pdf,cbz,epub,kindle,web,webtoon'];
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

/** What an episode of a webtoon may hold: it is kept until its quality is known. */
const episodeMb = 80;

test.runIf(process.platform === 'linux')(
  'a story ten times as long is bound in the same memory, page by page, in every format',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nextpanel-long-'));
    try {
      const short = await bind(folder, 40);
      const long = await bind(folder, 400);
      for (const [index, { format, pages, bytes, peakMb }] of long.entries()) {
        const before = short[index];
        expect([format, pages > 9 * (before?.pages ?? 0), bytes > 8 * (before?.bytes ?? 0)]).toEqual([
          before?.format,
          true,
          true,
        ]);
        // The book itself has 30 MB more.
        expect(peakMb).toBeLessThan((before?.peakMb ?? 0) + (format === 'webtoon' ? episodeMb : 25));
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);
