import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startSystem } from '@nextpanel/harness';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const client = join(root, 'packages/client');

/** What a user of the package would write. */
const program = `
import { ApiError, createClient, type StoryEvent, type StoryView } from '@nextpanel/client';

declare const process: { readonly argv: readonly string[] };

const client = createClient({ baseUrl: process.argv[2] ?? '' });
const panels = [{ prompt: 'The hare sleeps' }, { prompt: 'The tortoise passes' }];
const { id }: StoryView = await client.submit({
  json: { title: 'Packed', panels, render: { size: '128x128' }, book: { formats: ['cbz'] } },
});
const drawn: number[] = [];
for await (const event of client.events(id)) {
  if (event.type === 'panel.drawn') drawn.push(event.panel);
  if (isEnd(event)) break;
}
function isEnd(event: StoryEvent): boolean {
  return event.type === 'story.status' && (event.status === 'completed' || event.status === 'needs_attention');
}
const book = await (await client.book(id, 'cbz')).arrayBuffer();
const [first] = await client.batches(id);
const range: readonly [number, number] | undefined = first?.panels;
const refused = await client.story('none').catch((error: unknown) => error);
const code = refused instanceof ApiError ? refused.code : 'none';
console.log(JSON.stringify({ drawn: drawn.sort(), bytes: book.byteLength > 1_000, range, code }));
`;

const tsconfig = {
  compilerOptions: {
    target: 'es2022',
    lib: ['es2022', 'dom', 'dom.asynciterable'],
    module: 'nodenext',
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
  },
  files: ['program.ts'],
};

/** pnpm as this repository uses it. */
async function pnpm(cwd: string, ...args: string[]): Promise<string> {
  const { packageManager } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Record<string, string>;
  return (await run('npx', ['-y', String(packageManager), ...args], { cwd })).stdout;
}

/** The first program of the package's README, as it stands there but for the server's address. */
async function runQuickStart(dir: string, url: string): Promise<void> {
  const readme = await readFile(join(dir, 'node_modules/@nextpanel/client/README.md'), 'utf8');
  const [, shown = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  await writeFile(join(dir, 'quick-start.ts'), shown.replace('http://127.0.0.1:3000', url));
  const { stdout } = await run(process.execPath, ['quick-start.ts'], { cwd: dir });
  const [price, ...drawn] = stdout.trimEnd().split('\n');
  expect(price).toBe('$0 expected, at most $0');
  // The panels of a batch are stored side by side: either may be first.
  expect(drawn.sort()).toEqual(['panel 1 drawn', 'panel 2 drawn']);
  expect((await readFile(join(dir, 'lighthouse.pdf'))).subarray(0, 5).toString()).toBe('%PDF-');
}

/** The example in Python against the same server, where this machine can run it. */
async function drawWithPython(dir: string, url: string): Promise<void> {
  const isThere = await run('python3', ['-c', 'import requests']).then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  const file = join(dir, 'tale.yaml');
  await writeFile(file, 'title: From Python\npanels: [{ prompt: The crow lands }]\nbook: { formats: [cbz] }\n');
  const example = join(root, 'examples/python/draw_story.py');
  const { stdout } = await run('python3', [example, file, '--out', dir], {
    env: { ...process.env, NEXTPANEL_URL: url },
  });
  expect(stdout).toMatch(/1 panels, 1 requests: \$0\.00 expected.*panel 1 drawn.*completed.*book\.cbz/s);
  expect((await readFile(join(dir, 'tale/book.cbz'))).subarray(0, 2).toString()).toBe('PK');
}

test('the packed client is installed into an empty project, type-checks there and draws a story', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'nextpanel-client-'));
  try {
    await pnpm(client, 'pack', '--pack-destination', dir);
    await writeFile(join(dir, 'package.json'), JSON.stringify({ name: 'outside', private: true, type: 'module' }));
    await writeFile(join(dir, 'program.ts'), program);
    await writeFile(join(dir, 'tsconfig.json'), JSON.stringify(tsconfig));
    await pnpm(dir, 'add', '--ignore-workspace', '--prefer-offline', './nextpanel-client-0.1.0.tgz');
    const installed = JSON.parse(
      await readFile(join(dir, 'node_modules/@nextpanel/client/package.json'), 'utf8'),
    ) as Record<string, Record<string, unknown>>;
    expect(installed.exports).toEqual({ '.': { types: './dist/index.d.ts', default: './dist/index.js' } });
    expect(Object.keys(installed.dependencies ?? {}).sort()).toEqual(['eventsource-parser', 'openapi-fetch']);

    await run(join(root, 'node_modules/.bin/tsc'), ['-p', dir]);
    await using system = await startSystem();
    const { stdout } = await run(process.execPath, [join(dir, 'program.ts'), system.url()], { cwd: dir });
    expect(JSON.parse(stdout)).toEqual({ drawn: [1, 2], bytes: true, range: [1, 2], code: 'not_found' });
    await runQuickStart(dir, system.url());
    await drawWithPython(dir, system.url());
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
