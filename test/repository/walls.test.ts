import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathOf } from './repository.ts';

/** A breach of each wall, planted in a copy of the linter's settings, must fail it as it fails CI. */

const folders = globSync('{apps,packages}/*', { cwd: pathOf('.') }).sort();
const except = (...names: string[]) => folders.filter((folder) => !names.includes(folder));
const siblings = ['store', 'queue', 'providers', 'imaging', 'checks', 'chat'];
const processes = ['apps/api', 'apps/worker', 'apps/finalizer'];

/** A file and one line of it. */
interface Planted {
  readonly path: string;
  readonly line: string;
}

const plant = (places: readonly string[], ...modules: string[]): Planted[] =>
  places.flatMap((folder) =>
    modules.flatMap((module) =>
      waysToImport(module).map((line, index) => ({
        path: `${folder}/src/${module.replaceAll(/\W/g, '-')}-${index}.ts`,
        line,
      })),
    ),
  );

const waysToImport = (module: string): string[] => [
  `import { x } from '${module}';\nconsole.log(x);`,
  `import type { X } from '${module}';\nexport type Y = X;`,
  `export * from '${module}';`,
  `export type { X } from '${module}';`,
  `export type X = import('${module}').X;`,
  `export const x = import('${module}');`,
  `export const x = require('${module}');`,
];

const breaches: Record<string, Planted[]> = {
  'only packages/queue imports BullMQ, of its types too': plant(except('packages/queue'), 'bullmq'),
  'only packages/redis, packages/store, packages/queue and infra/local import ioredis, of its types too': plant(
    except('packages/redis', 'packages/store', 'packages/queue'),
    'ioredis',
  ),
  'only packages/providers imports vendor SDKs': plant(
    except('packages/providers'),
    'openai',
    'openai/resources/images',
    '@fal-ai/client',
  ),
  'only packages/imaging imports picture, PDF and zip libraries': plant(
    except('packages/imaging'),
    'sharp',
    'pdfkit',
    'zip-stream',
    'yauzl',
  ),
  'only one route imports bull-board': plant(folders, '@bull-board/api', '@bull-board/api/bullMQAdapter'),
  'core imports no other package': plant(['packages/core'], ...siblings.map((name) => `@nextpanel/${name}`)),
  'siblings never import each other, nor what is above them': siblings.flatMap((name) =>
    plant(
      [`packages/${name}`],
      ...[...siblings, 'pipeline', 'client', 'local']
        // Checks ask a model.
        .filter((it) => it !== name && !(name === 'checks' && it === 'chat'))
        .map((it) => `@nextpanel/${it}`),
    ),
  ),
  'processes reach the four through pipeline': plant(
    processes,
    ...[...siblings, 'client', 'local'].map((name) => `@nextpanel/${name}`),
  ),
  'dashboard and CLI reach the system through the client': plant(
    ['apps/dashboard', 'apps/cli'],
    ...[...siblings, 'pipeline'].map((name) => `@nextpanel/${name}`),
  ),
  'no app imports another package by its path': plant(
    folders,
    '../../../infra/local/src/ports.ts',
    '../../../test/harness/src/index.ts',
  ),
  'shipped code imports no test code': plant(folders, '../test/testing.ts'),
  'the dashboard and the client import no values of core as a whole': ['apps/dashboard', 'packages/client'].flatMap(
    (folder) => [
      { path: `${folder}/src/value.ts`, line: "import { readStory } from '@nextpanel/core';\nconsole.log(readStory);" },
      { path: `${folder}/src/dynamic.ts`, line: "export const core = import('@nextpanel/core');" },
    ],
  ),
  'a new package needs walls before it imports anything': [
    { path: 'packages/newcomer/src/index.ts', line: "export * from '@nextpanel/core';" },
  ],
};

/** What the walls let pass. */
const passages: Planted[] = [
  { path: 'packages/queue/src/a.ts', line: "export type { Job } from 'bullmq';" },
  { path: 'packages/store/src/a.ts', line: "export type { Redis } from 'ioredis';" },
  { path: 'packages/pipeline/test/a.ts', line: "export type { Redis } from 'ioredis';" },
  { path: 'packages/imaging/src/a.ts', line: "export type { ZipStreamOptions } from 'zip-stream';" },
  { path: 'packages/pipeline/src/a.ts', line: "export { openProviders } from '@nextpanel/providers';" },
  { path: 'packages/pipeline/src/b.ts', line: "export { openFalWebhooks } from '@nextpanel/providers/fal';" },
  { path: 'apps/api/src/a.ts', line: "export { openContext } from '@nextpanel/pipeline';" },
  { path: 'apps/dashboard/src/a.ts', line: "export type { StoryView } from '@nextpanel/core';" },
  { path: 'apps/dashboard/src/b.ts', line: "export type A = import('@nextpanel/core').StoryView;" },
  { path: 'apps/dashboard/src/c.ts', line: "export { describeError } from '@nextpanel/core/errors';" },
  { path: 'test/load/src/a.ts', line: "export { Worker } from 'bullmq';" },
];

let root: string;
/** What the linter says of the walls, by file. */
let reports: ReadonlyMap<string, readonly unknown[]>;
let exitCode: number | null;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'nextpanel-walls-'));
  cpSync(pathOf('.oxlintrc.json'), join(root, '.oxlintrc.json'));
  cpSync(pathOf('infra/lint'), join(root, 'infra/lint'), { recursive: true });
  for (const { path, line } of [...Object.values(breaches).flat(), ...passages]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `${line}\n`);
  }
  const ran = spawnSync(pathOf('node_modules/.bin/oxlint'), ['--deny-warnings', '--format=json'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  exitCode = ran.status;
  const { diagnostics } = JSON.parse(ran.stdout) as {
    diagnostics: { filename: string; code?: string; message: string }[];
  };
  reports = Map.groupBy(
    diagnostics.filter(({ code, message }) => code === 'nextpanel(walls)' || message.startsWith('Error running')),
    ({ filename }) => filename,
  );
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('a breach fails the linter', () => {
  expect(exitCode).toBe(1);
});

describe.each(Object.entries(breaches))('%s', (_, planted) => {
  it('is enforced for every way to import', () => {
    expect(planted.length).toBeGreaterThan(0);
    expect(planted.filter(({ path }) => reports.get(path)?.length !== 1)).toEqual([]);
  });
});

it('the ways the walls leave open are open', () => {
  expect(passages.filter(({ path }) => reports.has(path))).toEqual([]);
});
