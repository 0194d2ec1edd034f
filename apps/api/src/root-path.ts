import type { Server } from './server.ts';

/** The address of a request as the routes know it. */
export function withoutRoot(url: string, rootPath: string): string {
  if (!url.startsWith(rootPath)) return url;
  const rest = url.slice(rootPath.length);
  if (rest.startsWith('/')) return rest;
  return rest === '' || rest.startsWith('?') ? `/${rest}` : url;
}

/**
 * Behind a proxy that serves this server under a path: every address that an answer names gets the path in front. Those are the Location header,
 * each `url`, and everything under `links`. What users noted themselves stays as it is.
 */
export function nameUnderRoot(app: Server, rootPath: string): void {
  if (rootPath === '') return;
  app.addHook('preSerialization', async (_request, _reply, payload) => addRoot(payload, rootPath));
  app.addHook('onSend', async (_request, reply, payload) => {
    const location = reply.getHeader('location');
    if (typeof location === 'string' && location.startsWith('/'))
      void reply.header('location', `${rootPath}${location}`);
    return payload;
  });
}

/** Where users write what they like. */
const ownWords = new Set(['metadata', 'text', 'prompt']);

function addRoot(value: unknown, rootPath: string, name = '', inLinks = false): unknown {
  if (typeof value === 'string')
    return (inLinks || name === 'url') && value.startsWith('/v1/') ? `${rootPath}${value}` : value;
  if (Array.isArray(value)) return value.map((it) => addRoot(it, rootPath, name, inLinks));
  if (value === null || typeof value !== 'object' || ownWords.has(name) || !isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, it]) => [key, addRoot(it, rootPath, key, inLinks || key === 'links')]),
  );
}

const isPlain = (value: object): boolean => Object.getPrototypeOf(value) === Object.prototype;
