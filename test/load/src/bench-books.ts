import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bookFormats } from '@nextpanel/core';
import { finalizerFlags, mallocSettings } from '@nextpanel/local';
import type { BoundLongBook } from './bench-long-story.ts';

/**
 * `pnpm bench:books [--panels 240] [--formats pdf,cbz]`: binds a story and one three times as long, as a finalizer runs, and prints the
 * peak memory of each format beside what the longer book has more in it. Fails where a book is collected in memory before it is
 * written: then the peak grows by at least as many bytes as the file.
 */

const { values } = parseArgs({
  options: {
    panels: { type: 'string', default: '240' },
    formats: { type: 'string', default: bookFormats.filter((format) => format !== 'print-cover').join(',') },
  },
});
const script = fileURLToPath(new URL('./bench-long-story.ts', import.meta.url));
/** Of what a file has more in it; a book in memory is there more than once. */
const growthMax = 0.6;
/** Peaks of two runs of the same work differ by this much, in MB. */
const noiseMb = 25;

async function bind(folder: string, panels: number): Promise<BoundLongBook[]> {
  const child = spawn(process.execPath, [...finalizerFlags, script, folder, String(panels), values.formats], {
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

const folder = await mkdtemp(join(tmpdir(), 'nextpanel-books-'));
try {
  const short = await bind(folder, Number(values.panels));
  const long = await bind(folder, 3 * Number(values.panels));
  process.stdout.write('format       pages        file, MB       peak, MB\n');
  for (const [index, { format, pages, bytes, peakMb }] of long.entries()) {
    const before = short[index] as BoundLongBook;
    const addedMb = (bytes - before.bytes) / 1e6;
    const isFlat = peakMb - before.peakMb <= growthMax * addedMb + noiseMb;
    if (!isFlat) process.exitCode = 1;
    const columns = [
      format.padEnd(12),
      `${before.pages} → ${pages}`.padEnd(12),
      `${(before.bytes / 1e6).toFixed(0)} → ${(bytes / 1e6).toFixed(0)}`.padEnd(14),
      `${before.peakMb} → ${peakMb}${isFlat ? '' : '  GROWS WITH THE BOOK'}`,
    ];
    process.stdout.write(`${columns.join(' ')}\n`);
  }
} finally {
  await rm(folder, { recursive: true });
}
