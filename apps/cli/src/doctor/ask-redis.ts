import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';

const patienceMs = 5_000;

/** What a Redis server says about itself; null where it does not tell (managed services hide their settings). */
export interface RedisFacts {
  readonly version: string | null;
  readonly maxmemoryPolicy: string | null;
  readonly appendonly: string | null;
}

type Reply = string | number | null | Error | Reply[];

/** Asks a server for what nextpanel depends on, over a connection of its own. Throws when it cannot be reached or refuses. */
export async function askRedis(redisUrl: string): Promise<RedisFacts> {
  const url = new URL(redisUrl);
  const where = { host: url.hostname.replace(/^\[|\]$/g, '') || '127.0.0.1', port: Number(url.port || 6379) };
  const socket = url.protocol === 'rediss:' ? connectTls({ ...where, servername: where.host }) : connect(where);
  const credentials = [url.username, url.password].filter(Boolean).map(decodeURIComponent);
  const commands = [
    ...(credentials.length > 0 ? [['AUTH', ...credentials]] : []),
    ['INFO', 'server'],
    ['CONFIG', 'GET', 'maxmemory-policy'],
    ['CONFIG', 'GET', 'appendonly'],
  ];
  try {
    socket.setTimeout(patienceMs, () => socket.destroy(new Error(`no answer within ${patienceMs / 1_000} s`)));
    await once(socket, url.protocol === 'rediss:' ? 'secureConnect' : 'connect');
    socket.write(commands.map(encode).join(''));
    const replies = await readReplies(socket, commands.length);
    const [policy, appendonly] = replies.slice(-2).map(secondOf);
    const info = replies.at(-3);
    const refused = replies.slice(0, -2).find((reply) => reply instanceof Error);
    if (refused instanceof Error) throw refused;
    const version = typeof info === 'string' ? (/^redis_version:(\S+)/m.exec(info)?.[1] ?? null) : null;
    return { version, maxmemoryPolicy: policy ?? null, appendonly: appendonly ?? null };
  } finally {
    socket.destroy();
  }
}

/** RESP2, https://redis.io/docs/latest/develop/reference/protocol-spec/ */
const encode = (words: readonly string[]): string =>
  `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;

async function readReplies(socket: AsyncIterable<Buffer>, count: number): Promise<Reply[]> {
  let text = '';
  for await (const chunk of socket) {
    text += chunk.toString('latin1');
    const replies = parseReplies(text, count);
    if (replies !== null) return replies;
  }
  throw new Error('the connection was closed');
}

/** The first `count` replies of a text; null when it does not hold them all yet. */
export function parseReplies(text: string, count: number): Reply[] | null {
  let at = 0;
  const line = (): string | null => {
    const end = text.indexOf('\r\n', at);
    if (end === -1) return null;
    const read = text.slice(at, end);
    at = end + 2;
    return read;
  };
  const several = (wanted: number): Reply[] | null => {
    const replies: Reply[] = [];
    while (replies.length < wanted) {
      const reply = one();
      if (reply === undefined) return null;
      replies.push(reply);
    }
    return replies;
  };
  const one = (): Reply | undefined => {
    const head = line();
    if (head === null) return undefined;
    const rest = head.slice(1);
    if (head.startsWith('-')) return new Error(rest);
    if (head.startsWith(':')) return Number(rest);
    if (head.startsWith('*')) return several(Number(rest)) ?? undefined;
    if (!head.startsWith('$')) return rest;
    const length = Number(rest);
    if (length < 0) return null;
    if (text.length < at + length + 2) return undefined;
    const bulk = text.slice(at, at + length);
    at += length + 2;
    return bulk;
  };
  return several(count);
}

const secondOf = (reply: Reply | undefined): string | null => {
  const second = Array.isArray(reply) ? reply[1] : null;
  return typeof second === 'string' ? second : null;
};
