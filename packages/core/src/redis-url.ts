/** Databases that any server may have been given; which it has is seen when it is asked for one. */
const databasesMax = 10_000;

/**
 * What is wrong with a Redis URL and what to do, or null. Never repeats a part of it: what looks like the host may be the end of a password.
 */
export function checkRedisUrl(text: string): string | null {
  if (!/^rediss?:\/\//.test(text)) return 'must be a redis:// or rediss:// URL';
  const escapes = 'in a user name or password, "/", "?", "#", "%" and "@" must be percent-encoded (# is %23)';
  const url = URL.parse(text);
  if (url === null) return `cannot be read as a URL; ${escapes}`;
  const authority = text.replace(/^rediss?:\/\//, '');
  if (url.hash !== '' || /[/?#].*@/.test(authority))
    return `has something behind the host that looks like a password; ${escapes}`;
  if (url.hostname === '') return 'names no host; write redis://HOST:6379';
  if (!isEncoded(url.username) || !isEncoded(url.password)) return `has a "%" that is not an escape; ${escapes}`;
  const database = databaseOf(url);
  if (database === null || database >= databasesMax) {
    return 'must end after the host and port, or with the number of a database: redis://HOST:6379/0';
  }
  return null;
}

/** The database that a Redis URL names; 0 without one. */
export const redisDatabase = (text: string): number => databaseOf(new URL(text)) ?? 0;

function databaseOf({ pathname, searchParams }: URL): number | null {
  const named = searchParams.get('db') ?? pathname.replace(/^\//, '');
  return named === '' ? 0 : /^\d{1,5}$/.test(named) ? Number(named) : null;
}

function isEncoded(part: string): boolean {
  try {
    decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}
