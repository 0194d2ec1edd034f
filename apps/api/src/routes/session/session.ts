import { NextpanelError } from '@nextpanel/core';
import type { Context } from '@nextpanel/pipeline';
import { z } from 'zod';
import { findKey } from '../../access/find-key.ts';
import { openSession, sealSession, sessionCookie, sessionSeconds } from '../../access/session.ts';
import { problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

/** Anybody may post here, so little is read. */
const bodyLimitBytes = 8_192;

const formType = 'application/x-www-form-urlencoded';
const nothing = z.undefined().describe('Done');

/** `POST` and `DELETE /v1/session`: a browser signs in with a key, and out. A form is sent on to `/` afterwards. */
export async function sessionRoutes(
  scope: Server,
  { config, state }: Pick<Context, 'config' | 'state'>,
): Promise<void> {
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
      const key = findKey(config.apiKeys, request.body.key);
      if (key === undefined && config.apiKeys.length > 0) {
        void reply.header('www-authenticate', 'Bearer realm="nextpanel"');
        throw new NextpanelError('unauthorized', 'the API key is not valid');
      }
      if (key !== undefined) {
        void reply.setCookie(sessionCookie, sealSession(key, state.clock.now()), {
          path: '/',
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
      const now = state.clock.now();
      const session = cookie === undefined ? undefined : openSession(config.apiKeys, cookie, now);
      if (session !== undefined) await state.sessions.end(session.hash, (session.endMs - now) / 1_000);
      void reply.clearCookie(sessionCookie, { path: '/', httpOnly: true, sameSite: 'strict' });
      return reply.code(204).send();
    },
  });
}
