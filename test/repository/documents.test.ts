import { existsSync, globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseStorySpec, storyJsonSchema, strikesMax, triesMax } from '@nextpanel/core';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configVariables, pathOf, readText } from './repository.ts';

/** The documents describe the repository as it is. */

const documents = globSync(
  [
    '*.md',
    'docs/*.md',
    'examples/README.md',
    'infra/local/README.md',
    'infra/{decisions,runbooks}/*.md',
    'packages/providers/src/*/README.md',
    'test/vendors/README.md',
    'test/faults/src/chaos/README.md',
  ],
  { cwd: pathOf('.') },
).sort();

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
  const readme = readText('README.md');

  it('is short: reference material is one link away', () => {
    expect(readme.split('\n').length).toBeLessThan(250);
  });

  it('links to every reference page', () => {
    const pages = globSync(['docs/*.md', '*.md'], { cwd: pathOf('.') });
    expect(pages.length).toBeGreaterThan(8);
    const linked = new Set(linksIn(readme));
    expect(pages.filter((page) => page !== 'README.md' && !linked.has(page))).toEqual([]);
  });

  it('quotes messages that the code really prints', () => {
    const [, table = ''] = /^\| message .*\n\|.*\n((?:\|.*\n)+)/m.exec(readme) ?? [];
    const messages = [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, message = '']) => message);
    expect(messages.length).toBeGreaterThan(5);
    const source = globSync('{apps,packages,infra}/**/src/**/*.ts', { cwd: pathOf('.') })
      .map(readText)
      .join('\n');
    // "…" stands for any value, and a value stands where the code has a placeholder.
    const printed = (message: string) => {
      const words = message
        .replace(/"openai"/, '"…"')
        .replace('3000 on 127.0.0.1', '… on …')
        .split('…');
      return new RegExp(
        words.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('(?:\\$\\{[^}]+\\})'),
      ).test(source);
    };
    expect(messages.filter((message) => !printed(message))).toEqual([]);
  });
});

describe('docs/environment.md', () => {
  /** Rows of the table of variables: name → default. */
  const rows = new Map(
    readText('docs/environment.md')
      .split('\n')
      .flatMap((line) => {
        const [, name, fallback] = /^\| `([A-Z][A-Z0-9_]+)` *\| (.*?) *\|/.exec(line) ?? [];
        return name === undefined || fallback === undefined ? [] : [[name, fallback.replaceAll('`', '')] as const];
      }),
  );

  it('lists every variable of the configuration with its default, and no other', () => {
    const known = configVariables();
    expect(known.size).toBeGreaterThan(10);
    // An empty list is none.
    const wanted = [...known].map(([name, fallback]) => [
      name,
      fallback === null || fallback === '[]' ? '–' : fallback,
    ]);
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(wanted));
  });
});

describe('docs/metrics.md', () => {
  it('lists every metric with its type, and no other', () => {
    const source = globSync(['apps/api/src/observe-*.ts', 'packages/pipeline/src/measures/*.ts'], { cwd: pathOf('.') })
      .map(readText)
      .join('\n');
    const types = new Map(
      [...source.matchAll(/new (Gauge|Histogram|Counter)\(\{\s*name: '(nextpanel_\w+)'/g)].map(
        ([, type = '', name = '']) => [name, type.toLowerCase()] as const,
      ),
    );
    // `observeOperations` makes its gauges with a function of its own.
    for (const [, name = ''] of source.matchAll(/\bgauge\(\s*'(nextpanel_\w+)'/g)) types.set(name, 'gauge');
    // So does `serveMeasures` with its counters.
    for (const [, name = ''] of source.matchAll(/\bcounter\(\s*'(nextpanel_\w+)'/g)) types.set(name, 'counter');
    const listed = [...readText('docs/metrics.md').matchAll(/^\| `(nextpanel_\w+)` *\| (\w+)/gm)];
    expect(types.size).toBeGreaterThan(5);
    expect(Object.fromEntries(listed.map(([, name = '', type]) => [name, type]))).toEqual(Object.fromEntries(types));
  });
});

describe('docs/crashes.md', () => {
  it('names the file of failpoints, which the fault tests walk through', () => {
    expect(readText('docs/crashes.md')).toContain('packages/core/src/failpoints.ts');
  });
});

describe('docs/story-file.md', () => {
  const text = readText('docs/story-file.md');

  it('tells how many attempts and crashes a batch has', () => {
    expect(text).toContain(`| ${triesMax} · ${strikesMax}, then`);
  });

  const schema = withoutReferences(storyJsonSchema());
  const [, source = ''] = /```yaml\n([\s\S]*?)```/.exec(text) ?? [];

  /** Heading of a part of the document → fields of its table with their defaults. */
  const tables = new Map(
    text
      .split(/^## /m)
      .slice(1)
      .map((part) => [
        part.slice(0, part.indexOf('\n')).replaceAll('`', ''),
        new Map([...part.matchAll(/^\| `(\w+)` *\| (.*?) *\|/gm)].map(([, name = '', it = '']) => [name, it])),
      ]),
  );

  it.each([
    ['The story', []],
    ['characters[]', ['characters', '*']],
    ['panels[]', ['panels', '*']],
    ['panels[].text[]', ['panels', '*', 'text', '*']],
    ['render', ['render']],
    ['book', ['book']],
  ] as const)('%s lists every field, its literal default, and no other', (heading, path) => {
    const { properties = {}, required = [] } = partOf(schema, path);
    const rows = tables.get(heading) ?? new Map<string, string>();
    expect([...rows.keys()].sort()).toEqual(Object.keys(properties).sort());
    for (const [name, field] of Object.entries(properties)) {
      const documented = rows.get(name) ?? '';
      expect([name, documented === '_required_'], heading).toEqual([name, required.includes(name)]);
      // A default that is a list or a mapping is described in words.
      const { default: literal } = field;
      const wanted = /^(string|number|boolean)$/.test(typeof literal) ? `\`${String(literal)}\`` : documented;
      expect([name, documented]).toEqual([name, wanted]);
    }
  });

  it('has one example that is valid and uses every field', () => {
    expect(parseStorySpec(source)).toHaveProperty('spec');
    const used = new Set(pathsOf(parse(source)));
    expect(fieldsOf(schema).filter((path) => !used.has(path))).toEqual([]);
  });
});

describe('decisions', () => {
  const decisions = documents.filter((document) => document.includes('decisions'));

  it('are dated, have a status, and say context, decision, alternatives and consequences on one page', () => {
    expect(decisions.length).toBeGreaterThan(0);
    for (const decision of decisions) {
      const text = readText(decision);
      expect(text.startsWith(`# ${basename(decision).slice(0, 10)}: `), decision).toBe(true);
      for (const part of ['Context', 'Decision', 'Alternatives', 'Consequences']) expect(text).toContain(`**${part}`);
      expect(text, decision).toMatch(/^Status: (accepted|superseded by \[.+\]\(.+\.md\))$/m);
      expect(text.split('\n').length, decision).toBeLessThanOrEqual(43);
    }
  });
});

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly default?: unknown;
}

/** A JSON Schema with every `$ref` replaced by what it refers to. */
function withoutReferences(root: Readonly<Record<string, unknown>>): Schema {
  const definitions = root.$defs as Readonly<Record<string, unknown>>;
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (value === null || typeof value !== 'object') return value;
    const { $ref, ...own } = value as Readonly<Record<string, unknown>>;
    const named = typeof $ref === 'string' ? definitions[$ref.replace('#/$defs/', '')] : {};
    return Object.fromEntries(Object.entries({ ...(named as object), ...own }).map(([key, it]) => [key, resolve(it)]));
  };
  return resolve(root) as Schema;
}

/** The schema at a path; `*` stands for the entries of a list. */
const partOf = (schema: Schema, path: readonly string[]): Schema =>
  path.reduce<Schema>((it, step) => (step === '*' ? it.items : it.properties?.[step]) ?? {}, schema);

/** Paths of every field of a schema, such as `panels.*.prompt`. */
function fieldsOf(schema: Schema, path = ''): string[] {
  const inside = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const at = path === '' ? name : `${path}.${name}`;
    return [at, ...fieldsOf(field, at)];
  });
  return schema.items ? [...inside, ...fieldsOf(schema.items, `${path}.*`)] : inside;
}

/** Paths of every field of a value, as `fieldsOf` names them. */
function pathsOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((entry) => pathsOf(entry, `${path}.*`));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, field]) => {
    const at = path === '' ? name : `${path}.${name}`;
    return [at, ...pathsOf(field, at)];
  });
}
