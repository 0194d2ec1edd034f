import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** The entries that pages load: those that the dashboard or the client imports for more than types. */
const workspace = new URL('../../../', import.meta.url);
const sources = ['apps/dashboard/src/', 'packages/client/src/'].flatMap((folder) =>
  readdirSync(new URL(folder, workspace), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(new URL(folder + name, workspace), 'utf8')),
);
const { exports } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  exports: Record<string, string>;
};

/** What a module imports when it runs: imports of types alone are erased. */
const importsOf = (source: string): string[] =>
  [...source.matchAll(/^(?:import|export) (?!type\b)[^;]*? from '([^']+)'/gm)].map(([, from = '']) => from);

const core = '@nextpanel/core';
const imported = sources.flatMap(importsOf).filter((from) => from === core || from.startsWith(`${core}/`));
const entries = [...new Set(imported)].map((from) => `.${from.slice(core.length)}`).toSorted();

/** The modules an entry loads, and what they import from elsewhere. */
function load(url: URL, seen = new Map<string, string[]>()): Map<string, string[]> {
  if (seen.has(url.pathname)) return seen;
  const imports = importsOf(readFileSync(url, 'utf8'));
  seen.set(
    url.pathname,
    imports.filter((from) => !from.startsWith('.')),
  );
  for (const from of imports.filter((it) => it.startsWith('.'))) load(new URL(from, url), seen);
  return seen;
}

describe.each(entries)('%s', (entry) => {
  const modules = load(new URL(`../${exports[entry]}`, import.meta.url));

  it('loads nothing but a few small modules of core: no zod, no YAML, nothing of Node', () => {
    expect([...modules.values()].flat()).toEqual([]);
    const bytes = [...modules.keys()].reduce((sum, path) => sum + readFileSync(path).length, 0);
    expect(bytes).toBeLessThan(60_000);
  });
});

it('pages load entries of core, and never the whole of it', () => {
  expect(entries).toEqual(expect.arrayContaining(['./commands', './events']));
  expect(entries).not.toContain('.');
});
