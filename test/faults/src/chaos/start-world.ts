import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, createClient } from '@nextpanel/client';
import { copyWorkspace, freePort, startProxy, type TestProxy } from '@nextpanel/harness';
import { startVendors, unlimitedCatalogue, type Vendors, vendorEnvironment } from '@nextpanel/vendors';
import { Redis } from 'ioredis';
import { type AppName, appNames, type LinkName, linkNames, type VersionName } from './action.ts';
import { type KeptProcess, keepProcess, type Life } from './keep-process.ts';
import { type KeptRedis, keepRedis } from './keep-redis.ts';

const prefix = 'chaos';

/** A process that ended this often before it was ever ready will never be. */
const startsMax = 3;

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

/** Azure refuses what is more than this all the time: a storm that never ends. */
const storm = { vendor: 'azure', images: 8, windowMs: 10_000 } as const;

/** A complete system of real processes whose connections all go through proxies, and the world around it. */
export interface World extends AsyncDisposable {
  readonly folder: string;
  readonly dataDir: string;
  /** The prefix of all keys of this system. */
  readonly root: string;
  readonly apps: ReadonlyMap<AppName, KeptProcess>;
  /** How an app is started in another version. */
  readonly versions: ReadonlyMap<VersionName, (app: AppName) => Partial<Life>>;
  readonly redis: KeptRedis;
  readonly links: ReadonlyMap<LinkName, TestProxy>;
  /** What vendors saw and charged; the chaos does not affect it. */
  readonly vendors: Vendors;
  readonly client: Client;
  readonly url: string;
  /** A direct connection, without a proxy. */
  readonly look: Redis;
  /** Keeps the folder. */
  keepFolder(): void;
}

/** Starts everything and waits until it is ready. */
export async function startWorld(): Promise<World> {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'nextpanel-chaos-'));
  let kept = false;
  opened.defer(() => (kept ? undefined : rm(folder, { recursive: true, force: true })));
  const dataDir = join(folder, 'data');
  await mkdir(dataDir);
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
    }),
  );
  const redis = await keepRedis(folder);
  opened.defer(async () => void (await redis.process.stop()));
  await redis.process.untilReady();

  const links = new Map<LinkName, TestProxy>([['workers vendors', vendorsLink]]);
  for (const link of linkNames) {
    if (!links.has(link)) links.set(link, opened.use(await startProxy({ port: redis.port })));
  }
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
    ...lookups,
    PORT: String(port),
  };
  const versions = await openVersions(folder, opened);
  const apps = new Map<AppName, KeptProcess>();
  opened.defer(async () => void (await Promise.all([...apps.values()].map((app) => app.stop()))));
  for (const name of appNames) {
    const main = mainOf(workspace, name);
    const env = {
      ...shared,
      NEXTPANEL_SEAT: name,
      REDIS_URL: links.get(`${name} redis`)?.urlOf(redis.url),
      ...vendorEnvironment(vendors),
    };
    const logFile = join(folder, `${name}.log`);
    apps.set(name, keepProcess({ name, command: process.execPath, args: [main], env, logFile }));
  }
  await Promise.all([...apps.values()].map((app) => untilStarted(app, folder)));
  const look = opened.adopt(new Redis(redis.url, { maxRetriesPerRequest: null }), (it) => it.disconnect());
  look.on('error', () => undefined);
  const owned = opened.move();
  return {
    folder,
    dataDir,
    root: `{${prefix}}:s2`,
    apps,
    versions,
    redis,
    links,
    vendors,
    client: createClient({ baseUrl: url }),
    url,
    look,
    keepFolder: () => {
      kept = true;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const workspace = new URL('../../../../', import.meta.url).pathname;

const mainOf = (sources: string, app: AppName): string => join(sources, 'apps', app.replace(/-\d$/, ''), 'src/main.ts');

/** The same program with other words in its prompts, another parameter for its vendors, or another catalogue. */
async function openVersions(folder: string, opened: AsyncDisposableStack): Promise<World['versions']> {
  const changed = async (file: string, text: string, by: string) => {
    const copy = opened.use(await copyWorkspace([{ file, text, by }]));
    return (app: AppName) => ({ args: [mainOf(copy.folder, app)] });
  };
  const catalogue = join(folder, 'catalogue.json');
  const models = JSON.parse(await readFile(unlimitedCatalogue, 'utf8')) as { readonly models: readonly object[] };
  const jpeg = ['flux-2-pro', 'nano-banana-2'].map((id) => ({ provider: 'fal', id, formats: ['jpeg'] }));
  await writeFile(catalogue, JSON.stringify({ ...models, models: [...models.models, ...jpeg] }));
  const prompts = 'packages/core/src/prompts/compose-panel-prompt.ts';
  const parameters = 'packages/providers/src/fal/fal-parameters.ts';
  return new Map<VersionName, (app: AppName) => Partial<Life>>([
    ['prompts', await changed(prompts, 'One panel of an illustrated story', 'A single panel of an illustrated story')],
    [
      'parameters',
      await changed(
        parameters,
        '...(sends.size !== false && sizeInput(model, request)),',
        '...(sends.size !== false && sizeInput(model, request)), seed: 7,',
      ),
    ],
    ['catalogue', () => ({ env: { NEXTPANEL_CATALOGUE: catalogue } })],
  ]);
}

/** Throws, with the end of its log, if a process does not start at all. */
async function untilStarted(app: KeptProcess, folder: string): Promise<void> {
  const started = app.untilReady().then(() => true);
  while (!(await Promise.race([started, sleep(200, false)]))) {
    if (app.ends.length < startsMax) continue;
    const log = await readFile(join(folder, `${app.name}.log`), 'utf8');
    throw new Error(`${app.name} does not start:\n${log.slice(-2_000)}`);
  }
}
