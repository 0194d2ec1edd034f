import { execFile } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { runInProcess } from './testing.ts';

const run = promisify(execFile);
const runCli = pathToFileURL(fileURLToPath(new URL('../src/run-cli.ts', import.meta.url))).href;

/** Runs a command in a process of its own and returns the packages it loaded. */
async function packagesOf(args: readonly string[]): Promise<string[]> {
  const program = `
    import { registerHooks } from 'node:module';
    const urls = new Set();
    registerHooks({ resolve: (name, context, next) => { const found = next(name, context); urls.add(found.url); return found; } });
    const { runCli } = await import(${JSON.stringify(runCli)});
    const silent = { write: () => true };
    await runCli(${JSON.stringify(args)}, { env: { NEXTPANEL_URL: 'http://127.0.0.1:1' }, cwd: '/', stdout: silent, stderr: silent });
    console.log(JSON.stringify([...urls]));
    process.exit(0);`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program]);
  return (JSON.parse(stdout) as string[]).map((url) => url.replace(/.*\/node_modules\/((@[^/]+\/)?[^/]+)\/.*/, '$1'));
}

/** Each takes longer to load than a command may take to start. */
const slow = ['zod', 'yaml', 'ioredis'];

test.each([
  [['--help']],
  [['list']],
  [['show', 'a']],
  [['watch', 'a']],
  [['edit', 'a', '1', '--prompt', 'b']],
  [['download', 'a']],
])('starts without what is slow to load: %j', async (args) => {
  const loaded = await packagesOf(args);
  expect(loaded).toContain('commander');
  expect(slow.filter((name) => loaded.includes(name))).toEqual([]);
  expect(loaded.filter((url) => url.endsWith('/packages/core/src/index.ts'))).toEqual([]);
});

test('the list of commands shows for each what its own help does', async () => {
  const { stdout } = await runInProcess(['--help']);
  const terms = [...stdout.matchAll(/^ {2}(([\w-]+)(?: [[<][^ ]+)*) {2,}/gm)].filter(([, , name]) => name !== 'help');
  expect(terms.length).toBeGreaterThan(40);
  for (const [, term = '', name = ''] of terms) {
    const { stdout: help } = await runInProcess([name, '--help']);
    const usage = /^Usage: nextpanel (.*)/.exec(help)?.[1];
    // A command that has others in it takes no words of its own.
    expect([name, usage?.replace(/ \[(options|command)\]/g, '')]).toEqual([name, term.replace(' [options]', '')]);
  }
});
