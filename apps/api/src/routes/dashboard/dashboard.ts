import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { Context } from '@nextpanel/pipeline';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Server } from '../../server.ts';
import { homeRoute } from '../home/home.ts';

/** Where the build of apps/dashboard leaves it. */
export const builtDashboard = fileURLToPath(new URL('../../../../dashboard/dist', import.meta.url));

/** Addresses of the dashboard's pages; the browser decides which page is shown. */
const pages = [
  '/',
  '/stories',
  '/stories/*',
  '/scripts',
  '/scripts/*',
  '/costs',
  '/operations',
  '/operations/*',
  '/health',
  '/review',
  '/sign-in',
];

/** Everything from here; nothing inline, nothing framed. `blob:` shows pictures before they are uploaded. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Addresses of programs: what is not found there is answered with a problem, also in a browser. */
const programs = /^\/(v1|assets|docs|queues)(\/|$)/;

/** The one HTML document of the dashboard, or null where it was not built. */
export interface DashboardPage {
  /** Answers with it. It is read each time: a build may replace it while the server runs, and then names other files. */
  send(reply: FastifyReply): Promise<FastifyReply>;
  /** Whether a browser asks for a page at an address that has none: the dashboard says so better than a problem. */
  isWantedBy(request: FastifyRequest): boolean;
}

/**
 * @param folder of the built dashboard
 * @param rootPath the path of the proxy in front, which the page's files and its calls of the API need
 */
export function openDashboardPage(folder: string, rootPath: string): DashboardPage | null {
  const index = join(folder, 'index.html');
  if (!existsSync(index)) return null;
  return {
    send: async (reply) =>
      reply
        .headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': pagePolicy })
        .send(underRoot(await readFile(index, 'utf8'), rootPath)),
    isWantedBy: ({ method, url, headers }) =>
      method === 'GET' && headers.accept?.includes('text/html') === true && !programs.test(url),
  };
}

/** The build names its files relative to the page, which stands at many addresses. */
const underRoot = (page: string, rootPath: string): string =>
  page
    .replaceAll('"./assets/', `"${rootPath}/assets/`)
    .replace('<head>', `<head>\n    <meta name="nextpanel-root" content="${rootPath}" />`);

/**
 * The dashboard at `/`: its files are the same for everybody and tell nothing of anyone's stories, so no key is needed for
 * them. Where it was not built, `/` says what this server is.
 */
export async function dashboardRoutes(
  scope: Server,
  context: Pick<Context, 'config'>,
  folder: string,
  page: DashboardPage | null,
): Promise<void> {
  if (page === null) return homeRoute(scope, context);

  await scope.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    index: false,
    decorateReply: false,
    preCompressed: true,
    // Their names carry a hash of what is in them.
    immutable: true,
    maxAge: '365d',
  });
  for (const url of pages) {
    scope.route({
      method: 'GET',
      url,
      schema: { hide: true },
      handler: (_request, reply) => page.send(reply),
    });
  }
}
