import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, createClient } from '@nextpanel/client';
import { startObjectStore, startProcess, startProxy, startTemporaryRedis } from '@nextpanel/harness';
import { openOtherHost } from './open-other-host.ts';

/**
 * Two hosts: here Redis, the object store, API and finalizer; a worker on the other one, which has nothing but their addresses. The cable is
 * pulled while that worker draws, a worker here takes over, and after the cable is back the other one draws a story alone. Prints what
 * became of both stories as one line of JSON. Run it in a network namespace of its own.
 */

/** What is printed. */
export interface Drawn {
  readonly status: string;
  /** Attempts of each batch. */
  readonly attempts: readonly number[];
  /** Panels of kept requests, in order. */
  readonly kept: readonly number[];
  readonly takes: readonly number[];
}

export interface TwoHosts {
  readonly pulled: Drawn;
  readonly alone: Drawn;
  /** What the other host has on its disk. */
  readonly files: readonly string[];
  /** How the workers ended on SIGTERM. */
  readonly ended: readonly (string | number)[];
}

const lookMs = 50;

await using opened = new AsyncDisposableStack();
const other = opened.use(await openOtherHost());
const redis = opened.use(await startTemporaryRedis());
const store = opened.use(await startObjectStore());
const folderOf = async (name: string) => {
  const folder = await mkdtemp(join(tmpdir(), `nextpanel-${name}-`));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  return folder;
};
const bucket = store.env('studio');
const storeUrl = bucket.S3_ENDPOINT ?? '';
const shared = {
  ...bucket,
  REDIS_URL: redis.url,
  NEXTPANEL_DATA_DIR: await folderOf('here'),
  NEXTPANEL_FSYNC: 'off',
  STORYBOARD_LATENCY_MS: '2000',
  PORT: '0',
};
const toRedis = opened.use(await startProxy({ port: Number(new URL(redis.url).port), host: other.address }));
const toStore = opened.use(await startProxy({ port: Number(new URL(storeUrl).port), host: other.address }));
const dataThere = await folderOf('there');
const away = {
  ...shared,
  REDIS_URL: toRedis.urlOf(redis.url),
  S3_ENDPOINT: toStore.urlOf(storeUrl),
  NEXTPANEL_DATA_DIR: dataThere,
};
const [api, , workerThere] = await Promise.all([
  startProcess('api', shared).then((it) => opened.use(it)),
  startProcess('finalizer', shared).then((it) => opened.use(it)),
  startProcess('worker', away, undefined, other.there).then((it) => opened.use(it)),
]);
const client = createClient({ baseUrl: String(api.ready.url) });

const pulledId = await submit(client, 'a cable is pulled');
for await (const event of client.events(pulledId)) if (event.type === 'batch.started' && event.batch === 2) break;
await other.connect(false);
const workerHere = opened.use(await startProcess('worker', shared));
await completed(pulledId);
await other.connect(true);
workerHere.kill('SIGTERM');
const endedHere = await workerHere.exited;
const aloneId = await submit(client, 'drawn there alone');
await completed(aloneId);
workerThere.kill('SIGTERM');
const result: TwoHosts = {
  pulled: await read(pulledId),
  alone: await read(aloneId),
  files: await readdir(dataThere),
  ended: [endedHere, await workerThere.exited],
};
console.log(JSON.stringify(result));

async function submit(to: Client, title: string): Promise<string> {
  const panels = Array.from({ length: 6 }, (_, index) => ({ prompt: `${title}: tree ${index + 1}` }));
  const render = { size: '128x128', batchSize: 2 };
  return (await to.submit({ json: { title, render, panels, book: { formats: ['cbz'] } } })).id;
}

async function completed(id: string): Promise<void> {
  await until(async () => {
    const { status, failures } = await client.story(id);
    if (status === 'needs_attention') throw new Error(JSON.stringify(failures));
    return status === 'completed';
  });
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(lookMs);
}

async function read(id: string): Promise<Drawn> {
  const kept = (await client.ledger(id)).filter(({ state }) => state === 'kept');
  return {
    status: (await client.story(id)).status,
    attempts: (await client.batches(id)).map(({ attempts }) => attempts),
    kept: kept.flatMap(({ panels }) => panels).sort((a, b) => a - b),
    takes: (await client.panels(id)).map(({ takes }) => takes),
  };
}
