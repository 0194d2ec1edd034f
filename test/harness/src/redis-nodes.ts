import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dieWithParent, findRedis, freePort } from '@nextpanel/local';
import { Redis } from 'ioredis';

export const password = 'of-the-set';
const shared = ['save ""', 'maxmemory-policy noeviction', 'repl-diskless-sync-delay 0'];

/** How one process of a set is started. */
export interface NodeCommand {
  /** `redis-1` … or `sentinel-1` … */
  readonly name: string;
  readonly port: number;
  /** Of the server; null for a sentinel. */
  readonly password: string | null;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Starts the processes of a set, and ends them. */
export interface NodeKeeper {
  /** The port at which clients and other nodes find the server on `port`; it may lead through a proxy. */
  announce(port: number): Promise<number>;
  /** `kill` with SIGKILL resolves when the process has ended. */
  launch(command: NodeCommand): Promise<AsyncDisposable & { kill(signal: NodeJS.Signals): Promise<void> }>;
}

export interface SetOptions {
  /** Default: plain processes that stay dead, found at their own port. */
  readonly keeper?: NodeKeeper;
  /** Further lines of the settings of each server. */
  readonly settings?: readonly string[];
}

/** One Redis process of a set. */
export interface RedisNode {
  readonly name: string;
  readonly port: number;
  /** Where others find it. */
  readonly announced: number;
  /** A connection that survives restarts of the node. */
  readonly redis: Redis;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** Long enough for a machine that is busy with other tests. */
const deadlineMs = 90_000;

/** Plain processes. */
const plainly: NodeKeeper = {
  announce: async (port) => port,
  async launch({ command, args, env }) {
    const [first = command, ...rest] = [...dieWithParent(), command, ...args];
    const child = spawn(first, rest, { env, stdio: 'ignore' });
    const exited = once(child, 'exit');
    return {
      async kill(signal) {
        child.kill(signal);
        if (signal === 'SIGKILL') await exited;
      },
      [Symbol.asyncDispose]: () => end(child, exited),
    };
  },
};

/** The processes of a set, which end with it. */
export class Nodes implements AsyncDisposable {
  readonly #opened = new AsyncDisposableStack();
  readonly #nodes: RedisNode[] = [];
  readonly #keeper: NodeKeeper;
  readonly #settings: readonly string[];

  constructor({ keeper = plainly, settings = ['appendonly no'] }: SetOptions) {
    this.#keeper = keeper;
    this.#settings = settings;
  }

  get all(): readonly RedisNode[] {
    return this.#nodes;
  }

  async start(name: string, lines: readonly string[], mode: 'server' | 'cluster' | 'sentinel'): Promise<RedisNode> {
    const { path, env } = await findRedis({});
    const folder = await mkdtemp(join(tmpdir(), 'nextpanel-node-'));
    this.#opened.defer(() => rm(folder, { recursive: true, force: true }));
    const port = await freePort();
    const announced = mode === 'sentinel' ? port : await this.#keeper.announce(port);
    const own = {
      sentinel: [],
      server: [`replica-announce-port ${announced}`, ...shared, ...this.#settings],
      cluster: [`cluster-announce-port ${announced}`, ...shared, ...this.#settings],
    }[mode];
    const config = join(folder, 'redis.conf');
    await writeFile(config, ['bind 127.0.0.1', `port ${port}`, `dir ${folder}`, ...own, ...lines].join('\n'));
    const launched = await this.#keeper.launch({
      name,
      port,
      password: mode === 'sentinel' ? null : password,
      command: path,
      args: [config, ...(mode === 'sentinel' ? ['--sentinel'] : [])],
      env: { PATH: process.env.PATH, LC_ALL: 'C', ...env },
    });
    const redis = new Redis({
      port,
      ...(mode !== 'sentinel' && { password }),
      maxRetriesPerRequest: null,
      retryStrategy: () => 100,
      enableReadyCheck: false,
    });
    redis.on('error', () => undefined);
    this.#opened.defer(async () => {
      redis.disconnect();
      await launched[Symbol.asyncDispose]();
    });
    await redis.ping();
    const node: RedisNode = { name, port, announced, redis, kill: (signal) => launched.kill(signal) };
    this.#nodes.push(node);
    return node;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#opened.disposeAsync();
  }
}

async function end(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await exited;
}

/** Asks again and again: these processes have no events for it. */
export async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  while (!(await holds().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${deadlineMs / 1_000} s`);
    await sleep(100);
  }
}

export const isPrimary = async ({ redis }: RedisNode) => (await redis.info('replication')).includes('role:master');
export const replicasOf = async ({ redis }: RedisNode) =>
  (await redis.info('replication')).match(/^slave\d+:.*state=online/gm)?.length ?? 0;
