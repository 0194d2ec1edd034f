/** Databases that any server may have been given; which it has is seen when it is asked for one. */
const databasesMax = 10_000;

/** Where Redis is, and how one gets in. */
export interface RedisPlace {
  /** One server · the primary that a Sentinel set names · the shard of a cluster that has our keys. */
  readonly kind: 'server' | 'sentinel' | 'cluster';
  /** The server, the sentinels, or some nodes of the cluster. */
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  /** What the sentinels call the primary; null elsewhere. */
  readonly name: string | null;
  readonly tls: boolean;
  /** A PEM file with the authority that signed the certificates; null: those that Node knows. */
  readonly caFile: string | null;
  readonly username: string | null;
  readonly password: string | null;
  readonly database: number;
  /** The hash tag of all keys, by which the shard of a cluster is found. */
  readonly tag?: string;
}

const escapes = 'in a user name or password, "/", "?", "#", "%" and "@" must be percent-encoded (# is %23)';
const defaultPorts = { server: 6_379, sentinel: 26_379, cluster: 6_379 } as const;

/** scheme, user and password, hosts, path, query */
const form = /^redis(s)?(?:\+(sentinel|cluster))?:\/\/(?:([^@/?#]*)@)?([^@/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?$/;

/**
 * What is wrong with a Redis URL and what to do, or null. Never repeats a part of it: what looks like the host may be the end of a password.
 */
export function checkRedisUrl(text: string): string | null {
  const read = readRedisUrl(text);
  return typeof read === 'string' ? read : null;
}

/** The place that a Redis URL names. Throws if `checkRedisUrl` finds something wrong with it. */
export function redisPlace(text: string): RedisPlace {
  const read = readRedisUrl(text);
  if (typeof read === 'string') throw new Error(`the Redis URL ${read}`);
  return read;
}

/** The database that a Redis URL names; 0 without one. */
export const redisDatabase = (text: string): number => redisPlace(text).database;

function readRedisUrl(text: string): RedisPlace | string {
  if (!/^rediss?(\+(sentinel|cluster))?:\/\//.test(text))
    return 'must be a redis://, redis+sentinel:// or redis+cluster:// URL, or rediss… for TLS';
  const authority = text.replace(/^[a-z+]+:\/\//, '');
  if (authority.includes('#') || /[/?].*@/.test(authority))
    return `has something behind the host that looks like a password; ${escapes}`;
  const [, secure, variant = 'server', login = '', hosts = '', path = '', query = ''] = form.exec(text) ?? [];
  const kind = variant as RedisPlace['kind'];
  const colon = login.indexOf(':');
  const username = decoded(colon < 0 ? login : login.slice(0, colon));
  const password = decoded(colon < 0 ? '' : login.slice(colon + 1));
  if (username === undefined || password === undefined) return `has a "%" that is not an escape; ${escapes}`;
  const nodes = hosts.split(',').map((host) => nodeOf(host, defaultPorts[kind]));
  if (hosts === '') return 'names no host; write redis://HOST:6379';
  if (nodes.some((node) => node === null)) return `cannot be read as a URL; ${escapes}`;
  if (kind === 'server' && nodes.length > 1)
    return 'names several hosts; write redis+sentinel:// or redis+cluster:// for them';
  const [name = '', ...rest] = kind === 'sentinel' ? path.split('/') : ['', path];
  if (kind === 'sentinel' && !/^[\w.-]{1,64}$/.test(name))
    return 'must name the primary behind the sentinels: redis+sentinel://HOST,HOST/NAME';
  const database = databaseOf(rest.join('/'), query);
  if (database === null || database >= databasesMax)
    return 'must end after the host and port, or with the number of a database: redis://HOST:6379/0';
  if (kind === 'cluster' && database !== 0) return 'must name no database: a cluster has only database 0';
  return {
    kind,
    nodes: nodes.filter((node) => node !== null),
    name: kind === 'sentinel' ? name : null,
    tls: secure !== undefined,
    caFile: null,
    username: username || null,
    password: password || null,
    database,
  };
}

function nodeOf(text: string, port: number): RedisPlace['nodes'][number] | null {
  const url = URL.parse(`http://${text}`);
  if (url === null || url.hostname === '' || url.pathname !== '/') return null;
  // A URL leaves out the port that HTTP would use.
  const named = /:(\d+)$/.exec(text)?.[1];
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: named === undefined ? port : Number(named) };
}

function databaseOf(path: string, query: string): number | null {
  const named = new URLSearchParams(query).get('db') ?? path;
  return named === '' ? 0 : /^\d{1,5}$/.test(named) ? Number(named) : null;
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
