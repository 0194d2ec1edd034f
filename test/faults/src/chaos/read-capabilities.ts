import type { Deed } from './action.ts';

interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Which route each deed needs; the others every server has. */
const routes: Partial<Record<Deed['kind'], readonly [method: string, path: RegExp]>> = {
  'retake-panel': ['post', /\/panels\/\{[^}]+\}\/retake$/],
  'retake-batch': ['post', /\/batches\/\{[^}]+\}\/retake$/],
  'select-take': ['post', /\/takes\/\{[^}]+\}\/select$/],
  'upload-take': ['post', /\/panels\/\{[^}]+\}\/takes$/],
  'insert-panels': ['post', /\/stories\/\{[^}]+\}\/panels$/],
  letter: ['patch', /\/lettering$/],
  delete: ['delete', /\/stories\/\{[^}]+\}$/],
};

/** Determines from the server's API description which deeds it supports. */
export async function readCapabilities(url: string): Promise<(kind: Deed['kind']) => boolean> {
  const { paths } = (await (await fetch(`${url}/openapi.json`)).json()) as ApiDocument;
  return (kind) => {
    const [method, path] = routes[kind] ?? [];
    if (method === undefined || path === undefined) return true;
    return Object.entries(paths).some(([name, methods]) => path.test(name) && method in methods);
  };
}
