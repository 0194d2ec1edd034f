import { NextpanelError, needsKeys, sessionViewSchema } from '@nextpanel/core';
import type { Context } from '@nextpanel/pipeline';
import { z } from 'zod';
import { findCaller } from '../../access/caller.ts';
import { endSession, makeSession } from '../../access/read-session.ts';
import { sessionCookie, sessionSeconds } from '../../access/session.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

/** Anybody may post here, so little is read. */
const bodyLimitBytes = 8_192;

const formType = 'application/x-www-form-urlencoded';
const nothing = z.undefined().describe('Done');

/** `POST` and `DELETE /v1/session`: a browser signs in with a key, and out. A form is sent on to `/` afterwards. */
export async function sessionRoutes(scope: Server, context: Pick<Context, 'config' | 'state'>): Promise<void> {
  const cookiePath = context.config.rootPath === '' ? '/' : context.config.rootPath;
  scope.addContentTypeParser(formType, { parseAs: 'string' }, async (_request: unknown, body: string) =>
    Object.fromEntries(new URLSearchParams(body)),
  );

  scope.route({
    method: 'POST',
    url: '/v1/session',
    bodyLimit: bodyLimitBytes,
    schema: {
      tags: ['session'],
      operationId: 'signIn',
      summary: 'Exchange an API key for a session cookie',
      security: [],
      consumes: ['application/json', formType],
      body: z.object({ key: z.string().min(1).max(1_000) }),
      response: { 204: nothing, 303: nothing, ...problems },
    },
    handler: async (request, reply) => {
      const keyed = needsKeys(context.config);
      const found = keyed ? await findCaller(context, request.body.key) : null;
      if (found === null && keyed) {
        void reply.header('www-authenticate', 'Bearer realm="nextpanel"');
        throw new NextpanelError('unauthorized', 'the API key is not valid');
      }
      if (found !== null) {
        void reply.setCookie(sessionCookie, await makeSession(context, found), {
          path: cookiePath,
          httpOnly: true,
          sameSite: 'strict',
          // A browser names its page's scheme in Origin, also behind a proxy that ends TLS.
          secure: request.headers.origin?.startsWith('https://') === true,
          maxAge: sessionSeconds,
        });
      }
      const isForm = request.headers['content-type']?.startsWith(formType) === true;
      return isForm ? reply.redirect('/', 303) : reply.code(204).send();
    },
  });

  scope.route({
    method: 'DELETE',
    url: '/v1/session',
    schema: {
      tags: ['session'],
      operationId: 'signOut',
      summary: 'End the session: its cookie opens nothing any more, wherever it was copied to',
      security: [],
      response: { 204: nothing, ...problems },
    },
    handler: async (request, reply) => {
      const cookie = request.cookies[sessionCookie];
      if (cookie !== undefined) await endSession(context, cookie);
      void reply.clearCookie(sessionCookie, { path: cookiePath, httpOnly: true, sameSite: 'strict' });
      return reply.code(204).send();
    },
  });
}

/** `GET /v1/session`: who asks, and what the key may do. */
export async function readSessionRoute(scope: Server): Promise<void> {
  scope.route({
    method: 'GET',
    url: '/v1/session',
    schema: {
      tags: ['session'],
      operationId: 'readSession',
      summary: 'Who asks, and what this key may do',
      response: { 200: jsonOf('The session', sessionViewSchema), ...problems },
    },
    handler: async ({ caller: { tenant, role, operates, governs, credential } }) => ({
      tenant,
      role,
      operates,
      governs,
      key: credential.key,
      expiresAt: credential.endsAt === null ? null : new Date(credential.endsAt).toISOString(),
    }),
  });
}
