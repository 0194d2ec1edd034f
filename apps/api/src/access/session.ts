import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ApiKey } from '@nextpanel/core';

export const sessionCookie = 'nextpanel_session';

/** How long a browser stays signed in, in seconds. */
export const sessionSeconds = 7 * 86_400;

export interface Session {
  readonly key: ApiKey;
  /** Under which it is remembered as ended. */
  readonly hash: string;
  /** When it ends without being signed out, in ms since the epoch. */
  readonly endMs: number;
}

/**
 * The value of a session cookie: its end (seconds since 1970), random characters that make it one browser's own, and an HMAC of both
 * under the API key. Only its early end is stored, so it works with every process behind a load balancer and after restarts, and it dies
 * with its key. The key is not in it.
 */
export function sealSession(key: ApiKey, nowMs: number): string {
  const end = String(Math.floor(nowMs / 1_000) + sessionSeconds);
  const own = randomBytes(12).toString('base64url');
  return `${end}.${own}.${sign(key, end, own).toString('base64url')}`;
}

/** The session of a cookie, if it is ours and its time is not over; it may have been signed out. Cookies of earlier versions have no part of their own. */
export function openSession(keys: readonly ApiKey[], cookie: string, nowMs: number): Session | undefined {
  const [, end, own = '', signature] = /^(\d{1,12})\.(?:([\w-]{16})\.)?([\w-]{43})$/.exec(cookie) ?? [];
  if (end === undefined || signature === undefined || Number(end) * 1_000 <= nowMs) return undefined;
  const given = Buffer.from(signature, 'base64url');
  let found: ApiKey | undefined;
  for (const key of keys) if (timingSafeEqual(sign(key, end, own), given)) found = key;
  const hash = createHash('sha256').update(`${end}.${own}.${signature}`).digest('base64url');
  return found && { key: found, hash, endMs: Number(end) * 1_000 };
}

/** The tenant is part of the text, so that a key moved to another tenant opens no session of the old one. */
const sign = (key: ApiKey, end: string, own: string): Buffer =>
  createHmac('sha256', key.key)
    .update(`nextpanel session ${own === '' ? '' : `${own} `}of ${key.tenant} until ${end}`)
    .digest();
