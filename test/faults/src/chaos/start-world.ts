import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, createClient } from '@nextpanel/client';
import { freePort, startObjectStore, startProxy, type TestObjectStore, type TestProxy } from '@nextpanel/harness';
import { startVendors, type Vendors, vendorEnvironment } from '@nextpanel/vendors';
import type { Redis } from 'ioredis';
import { type AppName, appNames, type LinkName, workerNames } from './action.ts';
import { type KeptProcess, keepProcess } from './keep-process.ts';
import { type KeptRedis, keepRedis } from './keep-redis.ts';
import { keepRedisSet } from './keep-redis-set.ts';
import { mainOf, openVersions, type Versions } from './versions.ts';

const prefix = 'chaos';

/** A process that ended this often before it was ever ready will never be. */
const startsMax = 3;

/** Kills at the next acceptance that may be pending: with more, a worker would never get past its first order. */
const pendingMax = 2;

/** How long a drawing takes at the vendors, in addition to its CPU time, in milliseconds. */
const vendorLatencyMs = 250;

/**
 * The history of fal shows a request this much later, in milliseconds, and only every other one is reported by webhook. A lost request
 * is looked for longer than it can take to show, and than a process can be frozen: after 45 s it is absent.
 */
const listingMs = [400, 20_000] as const;
const webhookShare = 0.5;
const lookups = {
  FAL_START_SECONDS: '10',
  FAL_DRAW_SECONDS: '35',
  OPENAI_BATCH_POLL_MS: '700',
  OPENAI_BATCH_LOOKUP_SECONDS: '25',
};
const batchMs = 1_500;

/** What a call of the judge, or about a script, costs, in dollars. */
export const callUsd = 0.01;

/** Azure refuses what is more than this all the time: a storm that never ends. */
const storm = { vendor: 'azure', images: 8, windowMs: 10_000 } as const;

/** What a system is built on. */
export interface Ground {
  readonly redis: 'embedded' | 'sentinel' | 'cluster';
  readonly artifacts: 'disk' | 's3';
}

/** A complete system of real processes whose connections all go through proxies, and the world around it. */
export interface World extends AsyncDisposable {
  readonly folder: string;
  readonly dataDir: string;
  /** The prefix of all keys of this system. */
  readonly root: string;
  readonly apps: ReadonlyMap<AppName, KeptProcess>;
  readonly versions: Versions;
  readonly redis: KeptRedis;
  link(name: LinkName): TestProxy;
  readonly links: readonly TestProxy[];
  /** Where artifacts are; null: in the data folder. */
  readonly bucket: TestObjectStore | null;
  /** What vendors saw and charged; the chaos does not affect it. */
  readonly vendors: Vendors;
  /** Once for each call: the worker whose order a vendor accepts next is killed before any of the answer is sent. */
  killAtAcceptance(): void;
  /** Takes back what `killAtAcceptance` has not done. */
  spareWorkers(): void;
  readonly client: Client;
  readonly url: string;
  /** A direct connection, without a proxy. */
  readonly look: Redis;
  /** Keeps the folder. */
  keepFolder(): void;
}

/** Starts everything and waits until it is ready. */
export async function startWorld(ground: Ground): Promise<World> {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'nextpanel-chaos-'));
  let kept = false;
  opened.defer(() => (kept ? undefined : rm(folder, { recursive: true, force: true })));
  const dataDir = join(folder, 'data');
  await mkdir(dataDir);
  const apps = new Map<AppName, KeptProcess>();
  let toKill = 0;
  const vendorsPort = await freePort();
  const vendorsLink = opened.use(await startProxy({ port: vendorsPort }));
  const vendors = opened.use(
    await startVendors({
      port: vendorsPort,
      publicUrl: `http://127.0.0.1:${vendorsLink.port}`,
      latencyMs: vendorLatencyMs,
      batchMs,
      fal: { listingMs, webhookShare },
      rates: [storm],
      compatible: { size: null },
      accepted({ key }) {
        const sender = workerNames.find((name) => key?.endsWith(`-${name}`));
        if (toKill === 0 || sender === undefined) return;
        if (apps.get(sender)?.kill(0, {}, 'request-accepted, as the vendor saw it')) toKill -= 1;
      },
    }),
  );
  const redis = opened.use(
    ground.redis === 'embedded'
      ? await keepRedis(folder)
      : await keepRedisSet({ kind: ground.redis, folder, tag: prefix }),
  );
  const bucket = ground.artifacts === 's3' ? opened.use(await startObjectStore()) : null;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const shared = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    TMPDIR: process.env.TMPDIR,
    NEXTPANEL_REDIS_PREFIX: prefix,
    NEXTPANEL_DATA_DIR: dataDir,
    // Processes are killed, not machines: data in the page cache survives.
    NEXTPANEL_FSYNC: 'off',
    NEXTPANEL_CONCURRENCY: '3',
    NEXTPANEL_PUBLIC_URL: url,
    // An orderly stop waits for requests in progress: none of their outcomes may be unknown.
    NEXTPANEL_DRAIN_SECONDS: '60',
    NEXTPANEL_REVIEW_PRICE: String(callUsd),
    NEXTPANEL_SCRIPT_PRICE: String(callUsd),
    ...lookups,
    // Every replica: with fewer, one that did not acknowledge may be promoted while the old primary is cut off and still has the others.
    ...(ground.redis === 'sentinel' && { NEXTPANEL_REDIS_WAIT: '2' }),
    ...bucket?.env('campaign'),
    PORT: String(port),
  };
  const versions = opened.use(await openVersions(folder));
  opened.defer(async () => void (await Promise.all([...apps.values()].map((app) => app.stop()))));
  for (const name of appNames) {
    const env = {
      ...shared,
      NEXTPANEL_SEAT: name,
      REDIS_URL: redis.urlFor(name),
      ...withOwnKeys(vendorEnvironment(vendors), name),
    };
    const logFile = join(folder, `${name}.log`);
    apps.set(name, keepProcess({ name, command: process.execPath, args: [mainOf(name)], env, logFile }));
  }
  await Promise.all([...apps.values()].map((app) => untilStarted(app, folder)));
  const look = opened.adopt(redis.open(), (it) => it.disconnect());
  look.on('error', () => undefined);
  const owned = opened.move();
  return {
    folder,
    dataDir,
    root: `{${prefix}}:s2`,
    apps,
    versions,
    redis,
    link: (name) => (name === 'workers vendors' ? vendorsLink : redis.linkOf(name.replace(' redis', '') as AppName)),
    links: [vendorsLink, ...redis.links],
    bucket,
    vendors,
    killAtAcceptance: () => {
      toKill = Math.min(toKill + 1, pendingMax);
    },
    spareWorkers: () => {
      toKill = 0;
    },
    client: createClient({ baseUrl: url }),
    url,
    look,
    keepFolder: () => {
      kept = true;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Every process has keys of its own, by which vendors tell who sent an order. */
const withOwnKeys = (env: Readonly<Record<string, string>>, name: AppName): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(env).map(([it, value]) => [it, it.endsWith('_KEY') ? `${value}-${name}` : value]),
  ),
  OPENAI_COMPATIBLE_API_KEY: `compatible-test-${name}`,
});

/** Throws, with the end of its log, if a process does not start at all. */
async function untilStarted(app: KeptProcess, folder: string): Promise<void> {
  const started = app.untilReady().then(() => true);
  while (!(await Promise.race([started, sleep(200, false)]))) {
    if (app.ends.length < startsMax) continue;
    const log = await readFile(join(folder, `${app.name}.log`), 'utf8');
    throw new Error(`${app.name} does not start:\n${log.slice(-2_000)}`);
  }
}
