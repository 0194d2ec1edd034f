import { cpus } from 'node:os';
import { startTemporaryRedis } from '@nextpanel/harness';
import { runBareSteps } from './bare-steps.ts';
import type { Load, Run } from './load.ts';
import { runOwnSteps } from './own-steps.ts';

/**
 * Orchestration against its floor: the same chains on bare BullMQ step jobs, in the same process on the same Redis, taking
 * turns. Read the ratios; the machine's noise is in the spread.
 */
const rounds = Number(process.env.NEXTPANEL_BENCH_ROUNDS ?? 5);

const throughput: Load = { stories: 200, batches: 8, latencyMs: 0, concurrency: 50 };
const latency: Load = { stories: 50, batches: 8, latencyMs: 50, concurrency: 50 };

const peers = {
  'bare step jobs': runBareSteps,
  'nextpanel, 8 panels': (url: string, load: Load) => runOwnSteps(url, load, { fsync: false, batchSize: 8 }),
  'nextpanel, 1 panel': (url: string, load: Load) => runOwnSteps(url, load, { fsync: false, batchSize: 1 }),
  '8 panels, fsync on': (url: string, load: Load) => runOwnSteps(url, load, { fsync: true, batchSize: 8 }),
} satisfies Record<string, (url: string, load: Load) => Promise<Run>>;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function compare(title: string, redisUrl: string, load: Load): Promise<void> {
  const runs = new Map<string, Run[]>(Object.keys(peers).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, run] of Object.entries(peers)) {
      const result = await run(redisUrl, load);
      // The first round warms up the compiler and the page cache.
      if (round > 0) runs.get(name)?.push(result);
    }
  }
  const total = load.stories * load.batches;
  const ideal = load.latencyMs * load.batches * Math.ceil(load.stories / load.concurrency);
  const floor = median((runs.get('bare step jobs') ?? []).map(({ makespanMs }) => makespanMs));
  process.stdout.write(
    `\n${title}: ${load.stories} stories × ${load.batches} batches, ${load.latencyMs} ms a batch, ${load.concurrency} at a time, ${rounds} rounds\n`,
  );
  for (const [name, results] of runs) {
    const spans = results.map(({ makespanMs }) => makespanMs);
    const span = median(spans);
    const cpu = median(results.map(({ cpuMs }) => cpuMs));
    const line = [
      name.padEnd(20),
      `makespan ${span.toFixed(0)} ms (${Math.min(...spans).toFixed(0)}–${Math.max(...spans).toFixed(0)})`,
      `${((total / span) * 1_000).toFixed(0)} batches/s`,
      `${(span / total).toFixed(3)} ms and ${(cpu / total).toFixed(3)} CPU ms a batch`,
      load.latencyMs === 0
        ? `${((floor / span) * 100).toFixed(0)} % of bare`
        : `${(span / ideal).toFixed(2)} × ideal, ${(span / floor).toFixed(2)} × bare`,
    ];
    process.stdout.write(`  ${line.join(' · ')}\n`);
  }
}

const redis = await startTemporaryRedis();
try {
  process.stdout.write(
    `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}; aims: ≥ 50 % of bare batches/s, ≤ 1.15 × bare makespan\n`,
  );
  await compare('throughput', redis.url, throughput);
  await compare('latency', redis.url, latency);
} finally {
  await redis.stop();
}
