import { needsKeys } from '@nextpanel/core';
import type { Context } from '@nextpanel/pipeline';
import type { Server } from '../../server.ts';

const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const signIn = (root: string): string => `<form method="post" action="${root}/v1/session">
<p><label>API key <input name="key" type="password" autocomplete="current-password" required></label>
<button>Sign in</button> to open pictures and queues in this browser.</p></form>`;

const page = (root: string, form: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>nextpanel</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}</style>
</head><body>
<h1>nextpanel</h1>
<p>This is the API server of nextpanel, which draws long comics and storybooks panel by panel.</p>
<ul>
<li><a href="${root}/docs">API documentation</a>, and its <a href="${root}/openapi.json">OpenAPI description</a></li>
<li><a href="${root}/v1/stories">Stories</a></li>
<li><a href="${root}/queues">Queues</a></li>
</ul>
${form}
</body></html>
`;

/** `GET /`: says what this is. */
export async function homeRoute(scope: Server, { config }: Pick<Context, 'config'>): Promise<void> {
  const { rootPath } = config;
  const html = page(rootPath, needsKeys(config) ? signIn(rootPath) : '');
  scope.route({
    method: 'GET',
    url: '/',
    schema: { hide: true },
    handler: async (_request, reply) =>
      reply.headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': pagePolicy }).send(html),
  });
}
