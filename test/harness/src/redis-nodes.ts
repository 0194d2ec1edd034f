import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dieWithParent, findRedis, freePort } from '@nextpanel/local';
import { Redis } from 'ioredis';

/** One Redis process of a set. */
interface RedisNode {
  readonly port: number;
  /** A connection that survives restarts of the node. */
  readonly redis: Redis;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** Several Redis processes that take over from each other. */
export interface RedisSet extends AsyncDisposable {
  /** REDIS_URL of the set. */
  readonly url: string;
  /** SIGKILLs the primary that has our keys, and waits until another one has taken over. */
  failOver(): Promise<void>;
  /** Pauses or resumes every replica of that primary, which then acknowledges nothing. */
  muteReplicas(mute: boolean): Promise<void>;
}

const password = 'of-the-set';
const shared = ['save ""', 'appendonly no', 'maxmemory-policy noeviction', 'repl-diskless-sync-delay 0'];

/** Long enough for a machine that is busy with other tests. */
const deadlineMs = 90_000;

class Nodes implements AsyncDisposable {
  readonly #opened = new AsyncDisposableStack();
  readonly #nodes: RedisNode[] = [];

  get all(): readonly RedisNode[] {
    return this.#nodes;
  }

  async start(lines: readonly string[], mode: readonly string[] = []): Promise<RedisNode> {
    const { path, env } = await findRedis({});
    const folder = await mkdtemp(join(tmpdir(), 'nextpanel-node-'));
    this.#opened.defer(() => rm(folder, { recursive: true, force: true }));
    const port = await freePort();
    await writeFile(
      join(folder, 'redis.conf'),
      ['bind 127.0.0.1', ...(mode.length === 0 ? shared : []), `port ${port}`, `dir ${folder}`, ...lines].join('\n'),
    );
    const [command = path, ...args] = [...dieWithParent(), path, join(folder, 'redis.conf'), ...mode];
    const child = spawn(command, args, { env: { PATH: process.env.PATH, LC_ALL: 'C', ...env }, stdio: 'ignore' });
    const exited = once(child, 'exit');
    const redis = new Redis({
      port,
      ...(mode.length === 0 && { password }),
      maxRetriesPerRequest: null,
      retryStrategy: () => 100,
      enableReadyCheck: false,
    });
    redis.on('error', () => undefined);
    this.#opened.defer(async () => {
      redis.disconnect();
      await end(child, exited);
    });
    await redis.ping();
    const node: RedisNode = {
      port,
      redis,
      async kill(signal) {
        child.kill(signal);
        if (signal === 'SIGKILL') await exited;
      },
    };
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
async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  while (!(await holds().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${deadlineMs / 1_000} s`);
    await sleep(100);
  }
}

const isPrimary = async ({ redis }: RedisNode) => (await redis.info('replication')).includes('role:master');
const replicasOf = async ({ redis }: RedisNode) =>
  (await redis.info('replication')).match(/^slave\d+:.*state=online/gm)?.length ?? 0;

/** A primary with two replicas, and three sentinels. */
export async function startSentinels(): Promise<RedisSet> {
  const nodes = new Nodes();
  try {
    const login = [`requirepass ${password}`, `masterauth ${password}`];
    const primary = await nodes.start(login);
    const replicas = await Promise.all(
      [1, 2].map(() => nodes.start([...login, `replicaof 127.0.0.1 ${primary.port}`])),
    );
    await until(async () => (await replicasOf(primary)) === 2, 'the replicas follow');
    const monitor = [
      `sentinel monitor comics 127.0.0.1 ${primary.port} 2`,
      `sentinel auth-pass comics ${password}`,
      'sentinel down-after-milliseconds comics 2000',
      'sentinel failover-timeout comics 10000',
    ];
    const sentinels = await Promise.all([1, 2, 3].map(() => nodes.start(monitor, ['--sentinel'])));
    const asked = sentinels[0] as RedisNode;
    const masterPort = async () =>
      Number(((await asked.redis.call('SENTINEL', 'get-master-addr-by-name', 'comics')) as string[])[1]);
    await until(async () => {
      const facts = (await asked.redis.call('SENTINEL', 'MASTER', 'comics')) as string[] | Record<string, string>;
      const of = (name: string) => (Array.isArray(facts) ? facts[facts.indexOf(name) + 1] : facts[name]);
      return of('num-other-sentinels') === '2' && of('num-slaves') === '2';
    }, 'the sentinels know each other');
    return {
      url: `redis+sentinel://:${password}@${sentinels.map(({ port }) => `127.0.0.1:${port}`).join(',')}/comics`,
      async failOver() {
        await primary.kill('SIGKILL');
        await until(async () => (await masterPort()) !== primary.port, 'a replica is promoted');
        const promoted = await masterPort();
        const now = replicas.find(({ port }) => port === promoted) as RedisNode;
        await until(async () => (await isPrimary(now)) && (await replicasOf(now)) === 1, 'the other replica follows');
      },
      muteReplicas: async (mute) => {
        for (const it of replicas) await it.kill(mute ? 'SIGSTOP' : 'SIGCONT');
      },
      [Symbol.asyncDispose]: () => nodes[Symbol.asyncDispose](),
    };
  } catch (error) {
    await nodes[Symbol.asyncDispose]();
    throw error;
  }
}

const slots = 16_384;

/**
 * Three primaries with a replica each.
 *
 * @param tag hash tag of the keys whose primary fails over
 */
export async function startCluster(tag: string): Promise<RedisSet> {
  const nodes = new Nodes();
  try {
    const own = async () => [
      `requirepass ${password}`,
      `masterauth ${password}`,
      'cluster-enabled yes',
      `cluster-port ${await freePort()}`,
      'cluster-node-timeout 2000',
      'cluster-replica-validity-factor 0',
    ];
    for (let index = 0; index < 6; index += 1) await nodes.start(await own());
    const [first, ...others] = nodes.all as readonly [RedisNode, ...RedisNode[]];
    const primaries = nodes.all.slice(0, 3);
    for (const [index, { redis }] of primaries.entries())
      await redis.call(
        'CLUSTER',
        'ADDSLOTSRANGE',
        Math.floor((slots * index) / 3),
        Math.floor((slots * (index + 1)) / 3) - 1,
      );
    for (const [index, { redis }] of nodes.all.entries()) await redis.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
    for (const { port } of others) {
      const bus = await busPort(nodes.all.find((it) => it.port === port) as RedisNode);
      await first.redis.call('CLUSTER', 'MEET', '127.0.0.1', port, bus);
    }
    const knows = async ({ redis }: RedisNode) =>
      ((await redis.call('CLUSTER', 'NODES')) as string).match(/connected/g)?.length === 6;
    await until(async () => (await Promise.all(nodes.all.map(knows))).every(Boolean), 'the nodes know each other');
    for (const [index, replica] of nodes.all.slice(3).entries()) {
      const id = String(await primaries[index]?.redis.call('CLUSTER', 'MYID'));
      await replica.redis.call('CLUSTER', 'REPLICATE', id);
    }
    const isUp = async ({ redis }: RedisNode) =>
      ((await redis.call('CLUSTER', 'INFO')) as string).includes('cluster_state:ok');
    await until(
      async () =>
        (await Promise.all(nodes.all.map(isUp))).every(Boolean) &&
        (await Promise.all(primaries.map(replicasOf))).every((count) => count === 1),
      'the cluster is up',
    );
    const slot = Number(await first.redis.call('CLUSTER', 'KEYSLOT', `{${tag}}`));
    const shard = Math.floor((slot * 3) / slots);
    const primary = primaries[shard] as RedisNode;
    const replica = nodes.all[3 + shard] as RedisNode;
    const seeds = nodes.all.filter(({ port }) => port !== primary.port).slice(0, 2);
    return {
      url: `redis+cluster://:${password}@${seeds.map(({ port }) => `127.0.0.1:${port}`).join(',')}`,
      async failOver() {
        await primary.kill('SIGKILL');
        await until(() => isPrimary(replica), 'the replica is promoted');
        await until(() => isUp(replica), 'the cluster is up again');
      },
      muteReplicas: (mute) => replica.kill(mute ? 'SIGSTOP' : 'SIGCONT'),
      [Symbol.asyncDispose]: () => nodes[Symbol.asyncDispose](),
    };
  } catch (error) {
    await nodes[Symbol.asyncDispose]();
    throw error;
  }
}

async function busPort({ redis }: RedisNode): Promise<number> {
  const [, setting] = (await redis.config('GET', 'cluster-port')) as [string, string];
  return Number(setting);
}
