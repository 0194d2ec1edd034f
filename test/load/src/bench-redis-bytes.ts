import { readFile } from 'node:fs/promises';
import { createClient } from '@nextpanel/client';
import { startSystem } from '@nextpanel/harness';
import { startVendors, unlimitedCatalogue } from '@nextpanel/vendors';
import { Redis } from 'ioredis';
import { measureStoryBytes, reportStoryBytes } from './story-bytes.ts';

/**
 * What a finished story keeps in Redis' memory, part by part: examples/03-the-snow-queen.yaml, 64 panels, drawn by the emulated openai and
 * bound. With the arguments `--samples N`, N fields of each part are printed as well.
 */
const example = new URL('../../../examples/03-the-snow-queen.yaml', import.meta.url);
const panels = 64;
const samples = process.argv[2] === '--samples' ? Number(process.argv[3] ?? 4) : 0;

await using vendors = await startVendors();
await using system = await startSystem({
  OPENAI_API_KEY: 'sk-bench-0123456789',
  OPENAI_BASE_URL: vendors.openaiUrl,
  NEXTPANEL_CATALOGUE: unlimitedCatalogue,
});
const client = createClient({ baseUrl: system.url() });
const yaml = `${await readFile(example, 'utf8')}\nrender: { provider: openai, quality: low }\n`;
const { id } = await client.submit({ yaml });
for await (const event of client.events(id)) {
  if (event.type !== 'story.status') continue;
  if (event.status === 'completed') break;
  if (event.status === 'needs_attention') throw new Error(`the story waits for ${event.waitingOn}`);
}
const redis = new Redis(system.redis.url);
process.stdout.write(`${reportStoryBytes(await measureStoryBytes(redis, id), panels)}\n`);
if (samples > 0) await printSamples();
redis.disconnect();

async function printSamples(): Promise<void> {
  for (const key of (await redis.keys(`*${id}*`)).sort()) {
    const type = await redis.type(key);
    const some =
      type === 'hash'
        ? Object.entries(await redis.hgetall(key)).slice(-samples)
        : type === 'stream'
          ? (await redis.xrevrange(key, '+', '-', 'COUNT', samples * 4)).map(([, fields]) => fields)
          : [];
    process.stdout.write(`\n${key} (${type}, ${String(await redis.object('ENCODING', key))})\n`);
    for (const it of some) process.stdout.write(`  ${it.join(' = ')}\n`);
  }
}
