import { connect as connectPlain, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import type { RedisPlace } from '@nextpanel/core';
import { AbstractConnector, Redis } from 'ioredis';

/** How long a node of the cluster may take to say where a shard is, in milliseconds. */
const askMs = 2_000;

interface Node {
  readonly host: string;
  readonly port: number;
}

type Shard = Pick<RedisPlace, 'nodes' | 'username' | 'password'> & {
  /** The hash tag of all keys. */
  readonly tag: string;
};

/**
 * Where a connection goes in a cluster: to the primary of the one shard that has the keys. It is looked for at every connect,
 * at any node that answers, so a failover or a move of the shard is followed by connecting again. Compared with a client of the whole cluster,
 * transactions, blocking reads and subscriptions need no special treatment.
 */
export function connectToShard(shard: Shard, tls: ConnectionOptions | null) {
  // Nodes that were learnt outlive the ones that were configured.
  let known: readonly Node[] = shard.nodes;

  return class ShardConnector extends AbstractConnector {
    constructor(options: unknown) {
      super((options as { disconnectTimeout: number }).disconnectTimeout);
    }

    async connect(): Promise<Socket> {
      this.connecting = true;
      const { primary, nodes } = await askNodes(known, shard, tls);
      known = [primary, ...without(nodes, primary), ...shard.nodes.filter((seed) => !has(nodes, seed))];
      if (!this.connecting) throw new Error('Connection is closed.');
      const stream = tls ? connectTls({ ...tls, ...primary }) : connectPlain(primary);
      this.stream = stream;
      stream.once('error', (error: Error) => {
        this.firstError = error;
      });
      return stream;
    }
  };
}

const isSame = (one: Node, other: Node): boolean => one.host === other.host && one.port === other.port;
const has = (nodes: readonly Node[], node: Node): boolean => nodes.some((it) => isSame(it, node));
const without = (nodes: readonly Node[], node: Node): Node[] => nodes.filter((it) => !isSame(it, node));

interface Found {
  readonly primary: Node;
  readonly nodes: readonly Node[];
}

/** The first node that answers is believed; all of a cluster agree within a second of a failover. */
async function askNodes(nodes: readonly Node[], shard: Shard, tls: ConnectionOptions | null): Promise<Found> {
  let first: unknown;
  for (const node of nodes) {
    try {
      return await askNode(node, shard, tls);
    } catch (error) {
      first ??= error;
    }
  }
  throw first instanceof Error ? first : new Error('no node of the Redis cluster answers');
}

/** `CLUSTER SLOTS`: [from, to, [host, port, …] of the primary, [host, port, …] of a replica, …] for each range. */
type Slots = readonly (readonly [number, number, ...(readonly [string | null, number])[]])[];

async function askNode(node: Node, { username, password, tag }: Shard, tls: ConnectionOptions | null): Promise<Found> {
  const redis = new Redis({
    ...node,
    ...(username !== null && { username }),
    ...(password !== null && { password }),
    ...(tls && { tls }),
    lazyConnect: true,
    connectTimeout: askMs,
    commandTimeout: askMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    enableReadyCheck: false,
    disableClientInfo: true,
  });
  let refused: Error | undefined;
  redis.on('error', (error: Error) => {
    refused ??= error;
  });
  try {
    await redis.connect();
    const slot = Number(await redis.cluster('KEYSLOT', `{${tag}}`));
    const slots = (await redis.cluster('SLOTS')) as unknown as Slots;
    // A node that names itself with an empty host means the address it was asked at.
    const placeOf = ([host, port]: readonly [string | null, number]): Node => ({ host: host || node.host, port });
    const [, , primary] = slots.find(([from, to]) => from <= slot && slot <= to) ?? [];
    if (primary === undefined) throw new Error('CLUSTERDOWN no node of the Redis cluster has the slot of our keys');
    return { primary: placeOf(primary), nodes: slots.flatMap(([, , ...places]) => places.map(placeOf)) };
  } catch (error) {
    throw refused ?? error;
  } finally {
    redis.disconnect();
  }
}
