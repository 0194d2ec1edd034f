import { type ApiKey, NextpanelError } from '@nextpanel/core';
import type { Context } from '@nextpanel/pipeline';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from '../problem.ts';
import { findKey } from './find-key.ts';
import { openSession, sessionCookie } from './session.ts';

/** Whose stories are seen and made when no keys are configured. */
const keylessTenant = 'default';

/**
 * A hook that lets a request in with a Bearer key, or with the session cookie of one, and sets `request.tenant`.
 * A cookie comes along without the page's doing, so alone it only reads; to change something the request must also prove by its
 * Origin (already compared with Host) that a page of ours sent it. Replies here, since plugins have their own error handlers.
 */
export function requireKey({ config, state }: Pick<Context, 'config' | 'state'>) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    if (config.apiKeys.length === 0) {
      request.tenant = keylessTenant;
      return undefined;
    }
    const key = await keyOf(request, config.apiKeys, state);
    if (key !== undefined) {
      request.tenant = key.tenant;
      return undefined;
    }
    const given = request.headers.authorization !== undefined;
    void reply.header('www-authenticate', `Bearer realm="nextpanel"${given ? ', error="invalid_token"' : ''}`);
    return sendProblem(
      reply,
      new NextpanelError(
        'unauthorized',
        given ? 'the API key is not valid' : 'send an API key as "Authorization: Bearer KEY", or sign in at /',
      ),
    );
  };
}

async function keyOf(
  request: FastifyRequest,
  keys: readonly ApiKey[],
  state: Context['state'],
): Promise<ApiKey | undefined> {
  const { authorization, origin } = request.headers;
  if (authorization !== undefined) {
    const [, given] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
    return given === undefined ? undefined : findKey(keys, given);
  }
  const cookie = request.cookies[sessionCookie];
  const mayUseCookie = request.method === 'GET' || request.method === 'HEAD' || origin !== undefined;
  if (cookie === undefined || !mayUseCookie) return undefined;
  const session = openSession(keys, cookie, state.clock.now());
  return session === undefined || (await state.sessions.hasEnded(session.hash)) ? undefined : session.key;
}
