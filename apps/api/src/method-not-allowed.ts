import { NextpanelError } from '@nextpanel/core';
import type { HTTPMethods } from 'fastify';
import { sendProblem } from './problem.ts';
import type { Server } from './server.ts';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const satisfies HTTPMethods[];

/**
 * Makes the addresses of the API answer 405 with Allow to methods they do not have (Fastify itself would say 404). Returns a function to be
 * called when all routes are there.
 */
export function answerOtherMethods(app: Server): () => void {
  const allowed = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method, schema }) => {
    // Plugins bring pages of their own, with their own idea of what they answer.
    if (schema?.operationId === undefined) return;
    const known = allowed.get(url) ?? new Set();
    for (const name of [method].flat()) known.add(name.toUpperCase());
    allowed.set(url, known);
  });
  return () => {
    for (const [url, known] of allowed) {
      const others = methods.filter((name) => !known.has(name));
      const allow = [...known].sort().join(', ');
      app.route({
        method: others,
        url,
        schema: { hide: true },
        // Before the body is read: whatever it is, the method is what is wrong.
        onRequest: async (request, reply) =>
          sendProblem(
            reply.header('allow', allow),
            new NextpanelError('method_not_allowed', `${request.method} is not supported here; use ${allow}`),
          ),
        handler: () => {},
      });
    }
  };
}
