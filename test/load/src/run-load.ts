import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  batchSize,
  type LoadSystem,
  openLoadSystem,
  percentile,
  pictureMs,
  type Reading,
  readWaits,
  storiesPerWorker,
  submitOne,
  tenants,
  untilStory,
} from './load-run.ts';
import { timeFixedWork } from './machine-noise.ts';
import { measureStoryBytes } from './story-bytes.ts';

/**
 * Whole installations under load: real workers, API and Redis, with pictures that take the emulated vendor 40 s divided by a factor. Every
 * worker draws two stories at once, so that the vendor is the limit, and has two stories a place; a quarter of the stories belong to a tenant
 * with few. The finalizer works with one worker only: what composing costs is measured there, and elsewhere it would take the drawing's CPU.
 *
 * `--minutes N` is a soak instead: two workers, finalizer included, stories are submitted as fast as they are finished, downloaded from and
 * deleted; the exit code is 1 when a process needs clearly more memory in the last quarter than in the second.
 */
const usage = 'usage: pnpm load [--workers 1,2,4,8] [--stories A_PLACE] [--panels N] [--factor N] [--minutes N]';
const { values } = parseArgs({
  args: process.argv.slice(2).filter((it) => it !== '--'),
  options: {
    workers: { type: 'string', default: '1,2,4,8' },
    stories: { type: 'string', default: '2' },
    panels: { type: 'string', default: '24' },
    factor: { type: 'string', default: '10' },
    minutes: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const [perPlace, panels, factor] = [values.stories, values.panels, values.factor].map(Number) as [
  number,
  number,
  number,
];

interface Row {
  readonly workers: number;
  readonly perSecond: number;
  readonly ofVendor: number;
  readonly cpuMsPerPanel: Reading['cpuMs'];
  readonly redisPerPanel: number;
  readonly redisPerStory: number;
  readonly waits: Readonly<Record<(typeof tenants)[number], number>>;
}

const share = (sum: Reading, before: Reading, kind: keyof Reading['cpuMs'], drawn: number): number =>
  (sum.cpuMs[kind] - before.cpuMs[kind]) / drawn;

async function measure(workers: number): Promise<Row> {
  await using load = await openLoadSystem(workers, factor);
  const composes = workers === 1;
  // The first story warms up connections and the compiler.
  const first = await submitOne(load, 'many', batchSize);
  await untilStory(load, 'many', first, 'completed');
  if (!composes) await load.stopFinalizer();
  const count = workers * storiesPerWorker * perPlace;
  const before = await load.read();
  const submitted = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const tenant = tenants[index % 4 === 3 ? 1 : 0];
      return { tenant, id: await submitOne(load, tenant, panels) };
    }),
  );
  await Promise.all(submitted.map(({ tenant, id }) => untilStory(load, tenant, id, 'composing')));
  const drawnAt = performance.now();
  if (composes) await Promise.all(submitted.map(({ tenant, id }) => untilStory(load, tenant, id, 'completed')));
  const after = await load.read();
  const drawn = count * panels;
  const perSecond = (drawn / (drawnAt - before.at)) * 1_000;
  const waitsOf = async (tenant: string) =>
    percentile(
      await readWaits(
        load,
        submitted.flatMap((it) => (it.tenant === tenant ? [it.id] : [])),
      ),
      0.95,
    );
  const parts = await measureStoryBytes(load.redis, submitted[0]?.id ?? '');
  return {
    workers,
    perSecond,
    ofVendor: perSecond / load.vendorPerSecond,
    cpuMsPerPanel: {
      workers: share(after, before, 'workers', drawn),
      finalizer: share(after, before, 'finalizer', drawn),
      api: share(after, before, 'api', drawn),
      redis: share(after, before, 'redis', drawn),
    },
    redisPerPanel: ((after.memory.get('redis') ?? 0) - (before.memory.get('redis') ?? 0)) / drawn,
    redisPerStory: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    waits: { many: await waitsOf('many'), few: await waitsOf('few') },
  };
}

const heads = ['workers', 'pictures/s', '÷ vendor', '÷ 1 worker', 'CPU ms/panel: worker', 'redis', 'api', 'finalizer'];
const moreHeads = ['Redis B/panel', 'B/story', 'p95 wait s: many', 'few'];

function report(rows: readonly Row[]): string {
  const one = rows[0];
  const lines = rows.map((row) => [
    String(row.workers),
    row.perSecond.toFixed(2),
    row.ofVendor.toFixed(2),
    one ? ((row.perSecond / one.perSecond) * (one.workers / row.workers)).toFixed(2) : '',
    row.cpuMsPerPanel.workers.toFixed(1),
    row.cpuMsPerPanel.redis.toFixed(1),
    row.cpuMsPerPanel.api.toFixed(1),
    row.workers === 1 ? row.cpuMsPerPanel.finalizer.toFixed(1) : '–',
    row.redisPerPanel.toFixed(0),
    row.redisPerStory.toFixed(0),
    (row.waits.many / 1_000).toFixed(1),
    (row.waits.few / 1_000).toFixed(1),
  ]);
  return [[...heads, ...moreHeads], ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** How much more memory than in the second quarter a process may need in the last one: a share of it, and some for the collector's moods. */
const grownShare = 1.1;
const grownBytes = 20e6;
const readEveryMs = 5_000;

async function soak(minutes: number): Promise<void> {
  await using load = await openLoadSystem(2, factor);
  const end = performance.now() + minutes * 60_000;
  const readings: Reading[] = [];
  let done = 0;
  const places = 2 * storiesPerWorker + 1;
  const keepBusy = async (tenant: string) => {
    while (performance.now() < end) {
      const id = await submitOne(load, tenant, panels);
      await untilStory(load, tenant, id, 'completed');
      await lookAt(load, tenant, id);
      await load.client(tenant).delete(id);
      done += 1;
    }
  };
  const keepReading = async () => {
    while (performance.now() < end) {
      await wait(readEveryMs);
      readings.push(await load.read());
    }
  };
  await Promise.all([
    ...Array.from({ length: places }, (_, index) => keepBusy(tenants[index % 4 === 3 ? 1 : 0])),
    keepReading(),
  ]);
  const quarter = Math.floor(readings.length / 4);
  if (quarter === 0) throw new Error('too short to compare quarters');
  process.stdout.write(`soak of ${minutes} min: ${done} stories, ${done * panels} pictures\n`);
  for (const name of readings[0]?.memory.keys() ?? []) {
    const of = (from: number) =>
      percentile(
        readings.slice(from, from + quarter).map(({ memory }) => memory.get(name) ?? 0),
        0.5,
      );
    const [second, last] = [of(quarter), of(readings.length - quarter)];
    const flat = last <= Math.max(second * grownShare, second + grownBytes);
    if (!flat) process.exitCode = 1;
    process.stdout.write(
      `  ${name.padEnd(10)} ${mb(second)} MB in the second quarter, ${mb(last)} MB in the last: ${flat ? 'flat' : 'GREW'}\n`,
    );
  }
}

const mb = (bytes: number): string => (bytes / 1e6).toFixed(0).padStart(4);

/** What a dashboard would ask for. */
async function lookAt({ client }: LoadSystem, tenant: string, id: string): Promise<void> {
  const it = client(tenant);
  await Promise.all([it.stories({ limit: 50 }), it.story(id), it.batches(id), it.attempts(id)]);
}

async function timeMachine(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'nextpanel-noise-'));
  try {
    return await timeFixedWork(join(folder, 'work'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (values.help) {
  process.stdout.write(`${usage}\n`);
} else {
  process.stdout.write(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}\n`);
  if (values.minutes !== undefined) {
    await soak(Number(values.minutes));
  } else {
    const noise: number[] = [];
    const rows: Row[] = [];
    process.stdout.write(
      `stories of ${panels} panels, a picture takes ${pictureMs / 1_000} s ÷ ${factor}, ${storiesPerWorker} stories × ${batchSize} requests a worker\n`,
    );
    for (const workers of values.workers.split(',').map(Number)) {
      noise.push(await timeMachine());
      rows.push(await measure(workers));
      process.stdout.write(`  ${workers} done, load average ${loadavg()[0]?.toFixed(1)}\n`);
    }
    process.stdout.write(`${report(rows)}\n`);
    const [least, most] = [Math.min(...noise), Math.max(...noise)].map((ms) => ms.toFixed(0));
    process.stdout.write(`noise: a fixed piece of work took ${least}–${most} ms between the runs\n`);
  }
}
