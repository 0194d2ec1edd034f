import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startSystem } from '@nextpanel/harness';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));

test('the commands at the head of docs/http-api.md work as they stand there, from the price to the book', async () => {
  const page = await readFile(join(root, 'docs/http-api.md'), 'utf8');
  const [, shown = ''] = /## A story from end to end\n\n```sh\n([\s\S]*?)```/.exec(page) ?? [];
  const [before = '', after = ''] = shown.split(/^id=….*$/m);
  expect(after).toContain('/books/pdf');
  await using system = await startSystem();
  const dir = await mkdtemp(join(tmpdir(), 'nextpanel-curl-'));
  try {
    await symlink(join(root, 'examples'), join(dir, 'examples'));
    await copyFile(join(root, 'test/golden/pictures/left-to-right.png'), join(dir, 'hare.png'));
    await writeFile(
      join(dir, 'story.yaml'),
      'title: In one request\ncharacters: [{ id: hare, name: Hare, description: brown, references: [./hare.png] }]\npanels: [{ prompt: Hare runs, characters: [hare] }]\n',
    );
    // An answer that is an error ends the script.
    const head = `set -eu\ncurl() { command curl --fail-with-body -S "$@"; echo; }\n`;
    const sh = async (script: string) =>
      (
        await run('bash', ['-c', head + script.replace('http://127.0.0.1:3000', system.url())], {
          cwd: dir,
          maxBuffer: 1e8,
        })
      ).stdout;
    const answers = (await sh(before)).trim().split('\n');
    const { id } = JSON.parse(answers.at(-1) ?? '{}') as { id: string };
    const setUp = before.split('\n').filter((line) => /^\w+=/.test(line));
    const rest = await sh([...setUp, `id=${id}`, after].join('\n'));
    expect(rest).toContain('event: story.status');
    expect(rest).toContain('"status":"completed"');
    const files = await readdir(dir);
    expect(files).toEqual(expect.arrayContaining(['panel.webp', 'sheet.png']));
    const book = files.find((name) => name.endsWith('.pdf')) ?? '';
    expect((await readFile(join(dir, book))).subarray(0, 5).toString()).toBe('%PDF-');
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
