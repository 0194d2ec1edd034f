import { isPrimary, Nodes, password, type RedisNode, replicasOf, type SetOptions, until } from './redis-nodes.ts';
import type { RedisSet } from './redis-set.ts';

/** A primary with two replicas, and three sentinels. */
export async function startSentinels(options: SetOptions = {}): Promise<RedisSet> {
  const nodes = new Nodes(options);
  try {
    const login = [`requirepass ${password}`, `masterauth ${password}`];
    const primary = await nodes.start('redis-1', login, 'server');
    const following = [...login, `replicaof 127.0.0.1 ${primary.announced}`];
    const replicas = await Promise.all(['redis-2', 'redis-3'].map((name) => nodes.start(name, following, 'server')));
    const servers = [primary, ...replicas];
    await until(async () => (await replicasOf(primary)) === 2, 'the replicas follow');
    const monitor = [
      `sentinel monitor comics 127.0.0.1 ${primary.announced} 2`,
      `sentinel auth-pass comics ${password}`,
      'sentinel down-after-milliseconds comics 2000',
      'sentinel failover-timeout comics 10000',
    ];
    const sentinels = await Promise.all([1, 2, 3].map((each) => nodes.start(`sentinel-${each}`, monitor, 'sentinel')));
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
      primary: async () => {
        const promoted = await masterPort();
        return servers.find(({ announced }) => announced === promoted)?.name ?? primary.name;
      },
      async failOver() {
        await primary.kill('SIGKILL');
        await until(async () => (await masterPort()) !== primary.announced, 'a replica is promoted');
        const promoted = await masterPort();
        const now = replicas.find(({ announced }) => announced === promoted) as RedisNode;
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
