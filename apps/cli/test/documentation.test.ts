import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { exitCodes } from '../src/exit-codes.ts';
import { runInProcess } from './testing.ts';

const page = await readFile(new URL('../../../docs/cli.md', import.meta.url), 'utf8');

/** Every command has these; the page says so once, above its table. */
const everywhere = ['--json', '--help', '--url', '--api-key', '--profile'];

const rows = new Map(
  [...page.matchAll(/^\| `([\w-]+)([^`]*)`.*\|(.*)\|$/gm)].map(([, name = '', , options = '']) => [
    name,
    [...options.matchAll(/`(--[\w-]+)`/g)].map(([, option = '']) => option),
  ]),
);

/** Commands of `--help`, in its order. */
async function commandsOfHelp(): Promise<string[]> {
  const { stdout } = await runInProcess(['--help']);
  const [, list = ''] = /\nDraw:\n([\s\S]*?)\n\nExit codes/.exec(stdout) ?? [];
  return [...list.matchAll(/^ {2}([\w-]+)/gm)].map(([, name = '']) => name).filter((name) => name !== 'help');
}

const commands = await commandsOfHelp();

test('docs/cli.md lists every command, in the order of --help, and no other', () => {
  expect(commands.length).toBeGreaterThan(10);
  expect([...rows.keys()]).toEqual(commands);
});

test.each(commands)('docs/cli.md lists every option of %s, and no other', async (command) => {
  const { stdout } = await runInProcess([command, '--help']);
  const [, list = ''] = /Options:\n([\s\S]*?)(?:\n\n|$)/.exec(stdout) ?? [];
  const options = [...list.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, option = '']) => option);
  expect(options).toContain('--help');
  expect(rows.get(command)).toEqual(options.filter((option) => !everywhere.includes(option)));
});

test('docs/cli.md lists every exit code', () => {
  const [, table = ''] = /^## Exit codes\n([\s\S]*)/m.exec(page) ?? [];
  const codes = [...table.matchAll(/^\| (\d+)(?: · (\d+))? /gm)].flatMap(([, ...found]) => found.filter(Boolean));
  expect(codes.map(Number)).toEqual([...Object.values(exitCodes), 130, 143]);
});
