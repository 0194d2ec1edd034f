import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const launcher = new URL('../../nextpanel', import.meta.url).pathname;

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'nextpanel-launcher-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

test('a link to ./nextpanel works in any folder; files are those of that folder', async () => {
  const link = join(dir, 'nextpanel');
  await symlink(launcher, link);
  const { stdout } = await run(link, ['init', 'tale.yaml', '--title', 'A tale', '--panel', 'a hill'], { cwd: dir });
  expect(stdout).toBe('tale.yaml\n');
  expect(await readFile(join(dir, 'tale.yaml'), 'utf8')).toContain('title: A tale');
  await expect(
    run(link, ['init', 'tale.yaml', '--title', 'A tale', '--panel', 'x'], { cwd: dir }),
  ).rejects.toMatchObject({
    code: 2,
  });
});

test('bash completes commands, options and their values', async () => {
  const script = join(dir, 'completion.bash');
  await writeFile(script, (await run(launcher, ['completion', 'bash'])).stdout);
  await run('bash', ['-n', script]);
  const complete = async (...words: string[]) =>
    (await run(launcher, ['complete', '--', ...words])).stdout.split('\n').map((line) => line.split('\t')[0]);
  expect(await complete('est')).toContain('estimate');
  expect(await complete('amend', '--lay')).toContain('--layout');
  expect(await complete('amend', '--layout', 'w')).toContain('webtoon');
});

test('open starts the browser at the story', async () => {
  await using server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"st1"}');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const opened = join(dir, 'opened');
  const browser = join(dir, 'browser');
  await writeFile(browser, `#!/bin/sh\necho "$1" > ${opened}.part && mv ${opened}.part ${opened}\n`);
  await chmod(browser, 0o755);
  const { stdout } = await run(launcher, ['open', 'st1', '--url', url], {
    env: { PATH: process.env.PATH, HOME: dir, BROWSER: browser },
  });
  expect(stdout).toBe(`${url}/stories/st1\n`);
  await expect.poll(() => readFile(opened, 'utf8').catch(() => ''), { timeout: 20_000 }).toBe(`${url}/stories/st1\n`);
});
