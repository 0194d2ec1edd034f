import type { Context } from '@nextpanel/pipeline';
import type { FastifyRequest } from 'fastify';
import type { Server } from '../../server.ts';

/** Loaded at the first call: most installations never get one, and an API process is ready sooner without. */
const loadMcp = () =>
  Promise.all([import('@modelcontextprotocol/sdk/server/streamableHttp.js'), import('@nextpanel/mcp')]);

/**
 * `/mcp`: the tools of `nextpanel mcp` over streamable HTTP, for the tenant of the request's key. Without sessions: each call stands alone, so
 * any API process answers it.
 */
export async function mcpRoute(scope: Server, { config }: Pick<Context, 'config'>): Promise<void> {
  scope.route({
    method: 'POST',
    url: '/mcp',
    // What a tool does is judged when it calls its operation.
    config: { need: 'read' },
    schema: { hide: true },
    handler: async (request, reply) => {
      const [{ StreamableHTTPServerTransport }, { createMcpServer }] = await loadMcp();
      const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
      const server = createMcpServer({
        baseUrl: `${request.protocol}://${request.host}${config.rootPath}`,
        fetch: fetchHere(scope, request),
      });
      reply.raw.once('close', () => void server.close());
      reply.hijack();
      await server.connect(transport as Parameters<typeof server.connect>[0]);
      await transport.handleRequest(request.raw, reply.raw, request.body);
    },
  });
}

/** Calls the routes of this server with the credentials of the request. Behind a proxy `host` is the public one, which `origin` is compared with. */
function fetchHere(scope: Server, { headers, host }: FastifyRequest): typeof fetch {
  const { authorization, cookie, origin } = headers;
  const own = Object.entries({ authorization, cookie, host, origin }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const answer = await scope.inject({
      method: request.method as 'GET',
      url: pathname + search,
      headers: { ...Object.fromEntries(request.headers), ...Object.fromEntries(own) },
      ...(request.body && { payload: Buffer.from(await request.arrayBuffer()) }),
    });
    const body = answer.statusCode === 204 || answer.statusCode === 304 ? null : new Uint8Array(answer.rawPayload);
    return new Response(body, { status: answer.statusCode, headers: answer.headers as Record<string, string> });
  };
}
