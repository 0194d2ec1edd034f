import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, startProxy, type TestProxy } from '@nextpanel/harness';
import { findRedis } from '@nextpanel/local';
import { Redis } from 'ioredis';
import { type AppName, appNames } from './action.ts';
import { type KeptProcess, keepProcess } from './keep-process.ts';
import { untilPong } from './until-pong.ts';

/** The Redis of a campaign, whatever it consists of. When one of its processes is killed, it starts again with the same data and port. */
export interface KeptRedis extends AsyncDisposable {
  /** REDIS_URL of an app. */
  urlFor(app: AppName): string;
  /** What an app's connections to the server with our keys lead through. */
  linkOf(app: AppName): TestProxy;
  readonly links: readonly TestProxy[];
  /** The server that has our keys now. */
  server(): KeptProcess;
  readonly processes: readonly KeptProcess[];
  /** When another server took over, and its name. */
  readonly promotions: readonly Promotion[];
  /** SIGKILLs the server that has our keys, and resolves when another one has taken over; null: there is no other. */
  readonly failOver: (() => Promise<string>) | null;
  /** A connection that always finds the server with our keys. */
  open(): Redis;
}

export interface Promotion {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly name: string;
}

/** One Redis with our settings, each write on disk before it is acknowledged, and its own folder. Each app has its own link to it. */
export async function keepRedis(folder: string): Promise<KeptRedis> {
  await using opened = new AsyncDisposableStack();
  const binary = await findRedis({});
  const port = await freePort();
  const dir = join(folder, 'redis');
  await mkdir(dir, { recursive: true });
  const shipped = await readFile(new URL('../../../../infra/redis/redis.conf', import.meta.url), 'utf8');
  const config = join(dir, 'redis.conf');
  const own = ['bind 127.0.0.1', `port ${port}`, `dir ${JSON.stringify(dir)}`, 'daemonize no', 'logfile ""'];
  await writeFile(config, [shipped, ...own, 'appendonly yes', 'appendfsync always', ''].join('\n'));
  const kept = keepProcess({
    name: 'redis',
    command: binary.path,
    args: [config],
    env: { PATH: process.env.PATH, LC_ALL: 'C', ...binary.env },
    logFile: join(folder, 'redis.log'),
    ready: () => untilPong(port),
  });
  opened.defer(async () => void (await kept.stop()));
  await kept.untilReady();
  const links = new Map<AppName, TestProxy>();
  for (const app of appNames) links.set(app, opened.use(await startProxy({ port })));
  const linkOf = (app: AppName) => links.get(app) as TestProxy;
  const url = `redis://127.0.0.1:${port}`;
  const owned = opened.move();
  return {
    urlFor: (app) => linkOf(app).urlOf(url),
    linkOf,
    links: [...links.values()],
    server: () => kept,
    processes: [kept],
    promotions: [],
    failOver: null,
    open: () => new Redis(url, { maxRetriesPerRequest: null }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
