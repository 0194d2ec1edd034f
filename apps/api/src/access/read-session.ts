import { createHash, randomBytes } from 'node:crypto';
import type { ApiKey } from '@nextpanel/core';
import { type Context, openByHash } from '@nextpanel/pipeline';
import { type Caller, callerOfFixed, callerOfStored, fixedKeys } from './caller.ts';
import { openSession, sealSession, sessionSeconds } from './session.ts';

type SessionContext = Pick<Context, 'config' | 'state'>;

/** Cookies of sessions that are stored, since the server has only a hash of their key. */
const storedCookie = /^s\.([\w-]{43})$/;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** Makes a session and returns the value of its cookie, which opens what the key opens, for as long as that does and for a week at most. */
export async function makeSession(
  { state }: SessionContext,
  { caller, fixed }: { readonly caller: Caller; readonly fixed?: ApiKey },
): Promise<string> {
  const now = state.clock.now();
  if (fixed !== undefined) return sealSession(fixed, now);
  const { secret, endsAt } = caller.credential;
  const token = randomBytes(32).toString('base64url');
  const seconds = Math.min(sessionSeconds, endsAt === null ? Number.POSITIVE_INFINITY : (endsAt - now) / 1_000);
  await state.access.openSession(hashOf(token), secret as string, seconds);
  return `s.${token}`;
}

/** Who signed in with this cookie; null when it is not ours, or over. */
export async function readSession(context: SessionContext, cookie: string): Promise<Caller | null> {
  const { config, state } = context;
  const token = storedCookie.exec(cookie)?.[1];
  if (token !== undefined) {
    const session = hashOf(token);
    const hash = await state.access.sessionOf(session);
    const open = hash === null ? null : await openByHash(context, hash);
    return open && callerOfStored(open, session);
  }
  const sealed = openSession(fixedKeys(config), cookie, state.clock.now());
  if (sealed === undefined || (await state.sessions.hasEnded(sealed.hash))) return null;
  const caller = callerOfFixed(config, sealed.key);
  return { ...caller, credential: { ...caller.credential, session: sealed.hash, endsAt: sealed.endMs } };
}

/** Signs out: the cookie opens nothing any more, wherever it was copied to. */
export async function endSession({ config, state }: SessionContext, cookie: string): Promise<void> {
  const token = storedCookie.exec(cookie)?.[1];
  if (token !== undefined) return state.access.endSession(hashOf(token));
  const now = state.clock.now();
  const sealed = openSession(fixedKeys(config), cookie, now);
  if (sealed === undefined) return;
  await state.sessions.end(sealed.hash, (sealed.endMs - now) / 1_000);
  await state.access.endSession(sealed.hash);
}
