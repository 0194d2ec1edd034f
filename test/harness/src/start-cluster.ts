import { freePort } from '@nextpanel/local';
import { isPrimary, Nodes, password, type RedisNode, replicasOf, type SetOptions, until } from './redis-nodes.ts';
import type { RedisSet } from './redis-set.ts';

const slots = 16_384;

/**
 * Three primaries with a replica each.
 *
 * @param tag hash tag of the keys whose primary fails over
 */
export async function startCluster(tag: string, options: SetOptions = {}): Promise<RedisSet> {
  const nodes = new Nodes(options);
  try {
    const own = async () => [
      `requirepass ${password}`,
      `masterauth ${password}`,
      'cluster-enabled yes',
      `cluster-port ${await freePort()}`,
      'cluster-node-timeout 2000',
      'cluster-replica-validity-factor 0',
    ];
    for (let index = 1; index <= 6; index += 1) await nodes.start(`redis-${index}`, await own(), 'cluster');
    const [first, ...later] = nodes.all as readonly [RedisNode, ...RedisNode[]];
    const primaries = nodes.all.slice(0, 3);
    for (const [index, { redis }] of primaries.entries())
      await redis.call(
        'CLUSTER',
        'ADDSLOTSRANGE',
        Math.floor((slots * index) / 3),
        Math.floor((slots * (index + 1)) / 3) - 1,
      );
    for (const [index, { redis }] of nodes.all.entries()) await redis.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
    for (const { port } of later) {
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
    // Of the nodes that never have our keys, the first that answers says who has them.
    const others = nodes.all.filter((it) => it !== primary && it !== replica);
    type Slots = [from: number, to: number, primary: [host: string, port: number]][];
    const owner = async () => {
      const slots = (await others[0]?.redis.call('CLUSTER', 'SLOTS')) as Slots;
      const port = slots.find(([from, to]) => from <= slot && slot <= to)?.[2][1];
      return nodes.all.find(({ announced }) => announced === port) ?? primary;
    };
    const seeds = others.slice(0, 2);
    return {
      url: `redis+cluster://:${password}@${seeds.map(({ port }) => `127.0.0.1:${port}`).join(',')}`,
      primary: async () => (await owner()).name,
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
