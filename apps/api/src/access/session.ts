import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ApiKey } from '@nextpanel/core';

export const sessionCookie = 'nextpanel_session';

/** How long a browser stays signed in, in seconds. */
export const sessionSeconds = 7 * 86_400;

/**
 * The value of a session cookie: its end (seconds since 1970) and an HMAC of it under the API key. It needs no store, so it
 * works with every process behind a load balancer and after restarts, and it dies with its key. The key is not in it.
 */
export function sealSession(key: ApiKey, nowMs: number): string {
  const end = String(Math.floor(nowMs / 1_000) + sessionSeconds);
  return `${end}.${sign(key, end).toString('base64url')}`;
}

/** The key a session cookie was made with, if it is ours and has not ended. */
export function openSession(keys: readonly ApiKey[], cookie: string, nowMs: number): ApiKey | undefined {
  const [, end, signature] = /^(\d{1,12})\.([\w-]{43})$/.exec(cookie) ?? [];
  if (end === undefined || signature === undefined || Number(end) * 1_000 <= nowMs) return undefined;
  const given = Buffer.from(signature, 'base64url');
  let found: ApiKey | undefined;
  for (const key of keys) if (timingSafeEqual(sign(key, end), given)) found = key;
  return found;
}

/** The tenant is part of the text, so that a key moved to another tenant opens no session of the old one. */
const sign = (key: ApiKey, end: string): Buffer =>
  createHmac('sha256', key.key).update(`nextpanel session of ${key.tenant} until ${end}`).digest();
