import { existsSync, globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configVariables, pathOf, readText } from './repository.ts';

/** What the documents say of the repository must be there. */

const documents = [
  'README.md',
  'examples/README.md',
  'infra/local/README.md',
  ...globSync('infra/{decisions,runbooks}/*.md', { cwd: pathOf('.') }).sort(),
];

/** Code spans and the words of code blocks that look like a path from the root. */
function pathsIn(text: string): string[] {
  const words = [...text.matchAll(/`([^`\n]+)`/g), ...text.matchAll(/^((?!\|).*)$/gm)].flatMap(([, it = '']) =>
    it.split(/[\s()]+/),
  );
  return [...new Set(words)]
    .map((word) => word.replace(/^[`"']+|[`"',.;:]+$/g, ''))
    .filter((word) => /^(apps|packages|infra|test|examples)\/[\w./*{},-]+$/.test(word));
}

/** Targets of links to files, with the anchor cut off. */
const linksIn = (text: string): string[] =>
  [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].flatMap(([, target = '']) => (/^[a-z]+:/.test(target) ? [] : [target]));

describe.each(documents)('%s', (document) => {
  const text = readText(document);

  it('names files and folders that exist', () => {
    expect(pathsIn(text).filter((path) => globSync(path, { cwd: pathOf('.') }).length === 0)).toEqual([]);
    const folder = dirname(document);
    expect(linksIn(text).filter((target) => !existsSync(pathOf(join(folder, target))))).toEqual([]);
  });

  it('names scripts that exist', () => {
    const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> };
    const named = [
      ...[...text.matchAll(/\bnpm (?:-s )?run (?:-s )?([a-z:]+)/g)].map(([, name]) => name),
      ...[...text.matchAll(/\bnpm (start|test)\b/g)].map(([, name]) => name),
      ...[...text.matchAll(/\bpnpm@\S+ run ([a-z:]+)/g)].map(([, name]) => name),
    ];
    expect(named.filter((name) => !(String(name) in scripts))).toEqual([]);
  });
});

describe('the README', () => {
  /** Rows of the table of variables: name → default. */
  const rows = new Map(
    readText('README.md')
      .split('\n')
      .flatMap((line) => {
        const [, name, fallback] = /^\| `([A-Z][A-Z0-9_]+)` *\| (.*?) *\|/.exec(line) ?? [];
        return name === undefined || fallback === undefined ? [] : [[name, fallback.replaceAll('`', '')] as const];
      }),
  );

  it('lists every variable of the configuration with its default', () => {
    const known = configVariables();
    expect(known.size).toBeGreaterThan(10);
    const listed = Object.fromEntries([...known.keys()].map((name) => [name, rows.get(name)]));
    // An empty list is none.
    const wanted = [...known].map(([name, fallback]) => [
      name,
      fallback === null || fallback === '[]' ? '–' : fallback,
    ]);
    expect(listed).toEqual(Object.fromEntries(wanted));
  });
});

describe('decisions', () => {
  const decisions = documents.filter((document) => document.includes('decisions'));

  it('are dated, and say context, decision, alternatives and consequences on one page', () => {
    expect(decisions.length).toBeGreaterThan(0);
    for (const decision of decisions) {
      const text = readText(decision);
      expect(text.startsWith(`# ${basename(decision).slice(0, 10)}: `), decision).toBe(true);
      for (const part of ['Context', 'Decision', 'Alternatives', 'Consequences']) expect(text).toContain(`**${part}`);
      expect(text.split('\n').length, decision).toBeLessThanOrEqual(41);
    }
  });
});
