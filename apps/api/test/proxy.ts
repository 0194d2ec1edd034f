import { once } from 'node:events';
import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TestProxy extends AsyncDisposable {
  readonly url: string;
}

/**
 * A reverse proxy that serves another server under a path and nothing beside it. `strips`: it takes the path off before it passes a request
 * on, as `proxy_pass http://api/;` of nginx and `handle_path` of Caddy do.
 */
export async function startProxy(upstream: string, path: string, strips: boolean): Promise<TestProxy> {
  const server = createServer((request, response) => {
    const { url = '/', method, headers } = request;
    if (!url.startsWith(`${path}/`) && url !== path) return void response.writeHead(421).end('not here');
    const passed = strips ? url.slice(path.length) || '/' : url;
    const up = send(`${upstream}${passed}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    response.once('close', () => up.destroy());
    up.on('error', () => response.destroy());
    request.pipe(up);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
