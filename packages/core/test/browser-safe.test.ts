import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Every entry of the package but the whole of it is for browsers, too. */
const { exports } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  exports: Record<string, string>;
};
const entries = Object.entries(exports).filter(([name]) => name !== '.');

/** What a module imports when it runs: imports of types alone are erased. */
const importsOf = (source: string): string[] =>
  [...source.matchAll(/^(?:import|export) (?!type\b)[^;]*? from '([^']+)'/gm)].map(([, from = '']) => from);

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

describe.each(entries)('%s', (_, file) => {
  const modules = load(new URL(`../${file}`, import.meta.url));

  it('loads nothing but a few small modules of core: no zod, no YAML, nothing of Node', () => {
    expect([...modules.values()].flat()).toEqual([]);
    const bytes = [...modules.keys()].reduce((sum, path) => sum + readFileSync(path).length, 0);
    expect(bytes).toBeLessThan(60_000);
  });
});

it('the entries are those the dashboard may use', () => {
  expect(entries.map(([name]) => name)).toEqual(
    expect.arrayContaining(['./commands', './errors', './events', './states']),
  );
});
