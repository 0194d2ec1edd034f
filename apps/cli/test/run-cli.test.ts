import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { json, noItems, problem, runInProcess, serve, storyView, temporaryDir } from './testing.ts';

test.each([
  [[]],
  [['unknown']],
  [['show']],
  [['show', 'a', 'b']],
  [['list', '--limit', '0']],
  [['list', '--status', 'finished']],
  [['download', 'a', 'docx']],
  [['show', 'a', '--url', 'localhost']],
  [['story', '--colour']],
])('wrong usage exits 2: %j', async (args) => {
  const { exitCode, stdout, stderr } = await runInProcess(args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).not.toBe('');
});

test('with --json, wrong usage is a document too', async () => {
  const { exitCode, stdout } = await runInProcess(['list', '--status', 'finished', '--json']);
  expect(exitCode).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'usage', detail: expect.stringContaining('--status') } });
});

test.each([[['--help']], [['story', '--help']], [['help', 'up']]])('help exits 0: %j', async (args) => {
  const { exitCode, stdout } = await runInProcess(args);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('Usage: nextpanel');
});

test('a wrong environment exits 2 and names every wrong variable, never a value', async () => {
  const { exitCode, stderr } = await runInProcess(['list'], { PORT: 'eighty', NEXTPANEL_API_KEYS: 'secret' });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('PORT');
  expect(stderr).toContain('NEXTPANEL_API_KEYS');
  expect(stderr).not.toMatch(/eighty|secret/);
});

test('no server exits 5 and says how to start one', async () => {
  await using dir = await temporaryDir();
  const { exitCode, stderr } = await runInProcess(['list'], { PORT: '1', NEXTPANEL_DATA_DIR: dir.path });
  expect(exitCode).toBe(5);
  expect(stderr).toContain('npm start');
});

test('an unknown story exits 6; with --json the error is a document on stdout', async () => {
  await using server = await serve({});
  const { exitCode, stdout } = await runInProcess(['show', 'nope', '--json', '--url', server.url]);
  expect(exitCode).toBe(6);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'not_found' } });
});

test('a missing key exits 4 and says where it goes; a given key is sent', async () => {
  await using server = await serve({
    'GET /v1/stories/st1/batches': noItems,
    'GET /v1/stories/st1': (request, response) =>
      (request.headers.authorization === 'Bearer sesame' ? json(storyView()) : problem(401, 'unauthorized', 'no key'))(
        request,
        response,
      ),
  });
  const refused = await runInProcess(['show', 'st1'], { NEXTPANEL_URL: server.url });
  expect(refused.exitCode).toBe(4);
  expect(refused.stderr).toContain('--api-key');
  const env = { NEXTPANEL_URL: server.url, NEXTPANEL_API_KEY: 'sesame' };
  expect((await runInProcess(['show', 'st1'], env)).exitCode).toBe(0);
});

test('a title cannot control the terminal', async () => {
  await using server = await serve({
    'GET /v1/stories/st1': json(storyView({ title: '\u001B[2JHare\u0007' })),
    'GET /v1/stories/st1/batches': noItems,
  });
  const { stdout } = await runInProcess(['show', 'st1', '--url', server.url]);
  expect(stdout).toContain('Hare');
  expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
});

test('a list stops at its limit across pages, and says how to continue', async () => {
  const asked: string[] = [];
  await using server = await serve({
    'GET /v1/stories': (request, response) => {
      const { searchParams } = new URL(request.url ?? '', 'http://api');
      asked.push(`${searchParams.get('limit')} ${searchParams.get('cursor')}`);
      const items = Array.from({ length: Number(searchParams.get('limit')) }, (_, index) =>
        storyView({ id: `st${index}` }),
      );
      return json({ items, nextCursor: `c${asked.length}` })(request, response);
    },
  });
  const { stdout, stderr } = await runInProcess(['list', '--limit', '250', '--url', server.url]);
  expect(asked).toEqual(['200 null', '50 c1']);
  expect(stdout.trimEnd().split('\n')).toHaveLength(251);
  expect(stderr).toContain('--cursor c2');
});

test("errors in a story file are reported as FILE:LINE:COL, relative to the user's directory", async () => {
  await using dir = await temporaryDir();
  await writeFile(join(dir.path, 'bad.yaml'), 'title: Hare\npanels:\n  - promt: runs\n');
  const { exitCode, stderr, stdout } = await runInProcess(
    ['submit', 'bad.yaml', '--json'],
    { NEXTPANEL_CWD: dir.path },
    '/',
  );
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^bad\.yaml:3:5 \/panels\/0\S* /m);
  expect(JSON.parse(stdout).error).toMatchObject({ code: 'invalid_story_file', file: 'bad.yaml' });
});

test('what the server refuses is reported with pointers', async () => {
  await using dir = await temporaryDir();
  await writeFile(join(dir.path, 'story.yaml'), 'title: Hare\npanels: [{prompt: runs}]\n');
  const errors = [{ pointer: '/render/model', detail: 'there is no model "x"; use y' }];
  await using server = await serve({
    'POST /v1/stories': problem(422, 'invalid', 'the story has one mistake', errors),
  });
  const { exitCode, stderr } = await runInProcess(['submit', join(dir.path, 'story.yaml'), '--url', server.url]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('/render/model there is no model "x"; use y');
});

test('an unexpected error is one line; LOG_LEVEL=debug adds the stack', async () => {
  await using server = await serve({
    'GET /v1/stories/st1': json({ not: 'a story' }),
    'GET /v1/stories/st1/batches': noItems,
  });
  const plain = await runInProcess(['show', 'st1', '--url', server.url]);
  expect(plain.exitCode).toBe(1);
  expect(plain.stderr).toMatch(/^error: .+\nSet LOG_LEVEL=debug for details\.\n$/);
  const debugging = await runInProcess(['show', 'st1', '--url', server.url], { LOG_LEVEL: 'debug' });
  expect(debugging.stderr).toContain('    at ');
});
