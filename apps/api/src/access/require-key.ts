import { isAllowed, NextpanelError, needsKeys } from '@nextpanel/core';
import { type Context, findLink, isLinkSecret } from '@nextpanel/pipeline';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from '../problem.ts';
import { type Caller, callerOfLink, findCaller, keylessCaller } from './caller.ts';
import { isOwnOrigin } from './check-host.ts';
import { needOf } from './needs.ts';
import { readSession } from './read-session.ts';
import { sessionCookie } from './session.ts';
import { mayAskByLink } from './show-to-links.ts';

/**
 * A hook that lets a request in with a Bearer key, or with the session cookie of one, if it may do what the route needs, and sets
 * `request.tenant` and `request.caller`. A cookie comes along without the page's doing, so alone it only reads; to change something the
 * request must also prove by its Origin that a page of ours sent it. Replies here, since plugins have their own error handlers.
 */
export function requireKey(context: Pick<Context, 'config' | 'state'>) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const given = bearerOf(request);
    const byLink = given !== undefined && isLinkSecret(given);
    const caller = byLink || needsKeys(context.config) ? await callerOf(request, context) : keylessCaller;
    if (caller === null) return refuseUnknown(request, reply);
    const need = needOf(request.routeOptions);
    if (!mayAskByLink(caller, request)) return sendProblem(reply, beyondLink());
    if (!isAllowed(caller, need)) return sendProblem(reply, refusal(caller, need));
    request.tenant = caller.tenant;
    request.caller = caller;
    return undefined;
  };
}

function refuseUnknown(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const given = request.headers.authorization !== undefined;
  void reply.header('www-authenticate', `Bearer realm="nextpanel"${given ? ', error="invalid_token"' : ''}`);
  return sendProblem(
    reply,
    new NextpanelError(
      'unauthorized',
      given ? 'the API key is not valid' : 'send an API key as "Authorization: Bearer KEY", or sign in at /',
    ),
  );
}

function refusal({ role }: Caller, need: string): NextpanelError {
  if (need === 'operator' || need === 'tenants')
    return new NextpanelError(
      'operator_key_required',
      need === 'operator'
        ? "this concerns all tenants, and needs the operator's key (NEXTPANEL_ADMIN_KEY)"
        : "setting up tenants needs the operator's key (NEXTPANEL_ADMIN_KEY)",
    );
  return new NextpanelError('role_required', `this key has the role "${role}"; this needs "${need}"`);
}

const beyondLink = (): NextpanelError =>
  new NextpanelError(
    'role_required',
    "a reviewer's link opens one story: its pictures, texts and notes; this needs a key",
  );

const bearerOf = ({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined =>
  /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];

async function callerOf(request: FastifyRequest, context: Pick<Context, 'config' | 'state'>): Promise<Caller | null> {
  const { authorization, origin } = request.headers;
  if (authorization !== undefined) {
    const given = bearerOf(request);
    if (given === undefined) return null;
    if (isLinkSecret(given)) {
      const link = await findLink(context, given);
      return link && callerOfLink(link);
    }
    return (await findCaller(context, given))?.caller ?? null;
  }
  const cookie = request.cookies[sessionCookie];
  // A page of another origin that may call the API does so with a key of its own, never with a visitor's cookie.
  const own = origin === undefined ? null : isOwnOrigin(origin, request.host);
  const mayUseCookie = own === true || (own === null && (request.method === 'GET' || request.method === 'HEAD'));
  return cookie !== undefined && mayUseCookie ? readSession(context, cookie) : null;
}
