import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { json, runInProcess, serve } from '../testing.ts';

const note = {
  id: 'n1',
  panel: 3,
  panelId: 'p3',
  x: 0.4,
  y: 0.6,
  text: 'Red scarf\u001b[31m',
  author: 'Ana',
  link: 'l1',
  resolved: false,
  createdAt: '2026-11-30T10:00:00.000Z',
  changedAt: '2026-11-30T10:00:00.000Z',
};

test('notes lists open ones, adds one where it is pinned, and resolves one', async () => {
  const asked: unknown[] = [];
  await using server = await serve({
    'GET /v1/stories/st1/notes': json({
      items: [note, { ...note, id: 'n2', resolved: true }],
      nextCursor: null,
    }),
    'POST /v1/stories/st1/notes': async (request, response) => {
      asked.push(JSON.parse(await text(request)));
      await json(note)(request, response);
    },
    'PATCH /v1/stories/st1/notes/n1': async (request, response) => {
      asked.push(JSON.parse(await text(request)));
      await json({ ...note, resolved: true })(request, response);
    },
  });
  const listed = await runInProcess(['notes', 'st1', '--url', server.url]);
  expect(listed.stdout).toMatch(/^panel 3 at 0\.4,0\.6: Red scarf\S* {2}\[n1, Ana, .+\]\n$/);
  expect(listed.stdout).not.toContain('\u001b');
  expect(
    (await runInProcess(['notes', 'st1', '3', 'Red scarf', '--at', '0.4,0.6', '--url', server.url])).exitCode,
  ).toBe(0);
  expect((await runInProcess(['notes', 'st1', '--resolve', 'n1', '--url', server.url])).stdout).toContain(
    ', resolved]',
  );
  expect(asked).toEqual([{ panel: 3, text: 'Red scarf', x: 0.4, y: 0.6 }, { resolved: true }]);
});

test('links add prints the address alone, so that it can be piped', async () => {
  const link = {
    id: 'l1',
    role: 'comment',
    name: 'Ana',
    createdAt: note.createdAt,
    expires: '2026-12-07T10:00:00.000Z',
  };
  const made = { ...link, secret: 'npl_x', url: 'http://127.0.0.1/review#npl_x' };
  await using server = await serve({ 'POST /v1/stories/st1/links': json(made) });
  const { stdout, stderr } = await runInProcess([
    'links',
    'add',
    'st1',
    '--name',
    'Ana',
    '--days',
    '7',
    '--url',
    server.url,
  ]);
  expect(stdout).toBe(`${made.url}\n`);
  expect(stderr).toContain('it is not shown again');
});
