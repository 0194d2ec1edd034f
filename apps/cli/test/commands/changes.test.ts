import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Redraw } from '@nextpanel/core';
import { expect, test } from 'vitest';
import { runCli } from '../../src/run-cli.ts';
import { type Answer, json, noItems, problem, runInProcess, serve, storyView, temporaryDir } from '../testing.ts';

const redraw: Redraw = {
  cover: false,
  staleCover: false,
  dryRun: false,
  panels: [3],
  batches: [1],
  stale: [],
  pages: [],
  requests: 1,
  lowUsd: 0.04,
  expectedUsd: 0.04,
  highUsd: 0.04,
};
const panel = { number: 3, prompt: 'The hare sleeps', frame: {}, redraw };

/** Records each request, and answers. */
const keep =
  (asked: unknown[], answer: unknown): Answer =>
  async (request, response) => {
    asked.push(JSON.parse(await text(request)));
    await json(answer)(request, response);
  };

test.each([
  [['edit', 'st1', '3']],
  [['edit', 'st1', '0', '--prompt', 'x']],
  [['edit', 'st1', '3', '--text', 'Hello']],
  [['edit', 'st1', '3', '--prompt', 'x', '--cascade', 'all']],
  [['retake', 'st1']],
  [['retake', 'st1', '3', '--batch', '1']],
  [['retake', 'st1', '--batch', '1', '--count', '2']],
  [['retake', 'st1', '3', '--count', '9']],
  [['takes', 'st1', '3', '--select', 'last']],
  [['takes', 'st1', '3', '--select', 'new']],
  [['takes', 'st1', '3', '--upload', 'x.png', '--select', '2']],
  [['takes', 'st1', '3', '--upload', '/not/there.png']],
  [['takes', 'st1', '3', '--save', 'x', '--select', '1']],
  [['checks', 'st1', '3', '--label', 'wrong']],
  [['checks', 'st1', '3', 'faces']],
  [['checks', 'st1', '3', 'drift', '--label', 'maybe']],
  [['notes', 'st1', '3', 'x', '--at', '2,0']],
  [['notes', 'st1', '3', '--at', '0,0']],
  [['notes', 'st1', '--resolve', 'n1', '--delete', 'n2']],
  [['amend', 'st1']],
  [['amend', 'st1', '--budget', 'much']],
  [['amend', 'st1', '--formats', 'docx']],
  [['insert', 'st1', '/not/there.yaml']],
  [['delete', 'st1']],
])('wrong usage exits 2 before any request to a server: %j', async (args) => {
  const { exitCode, stdout, stderr } = await runInProcess([...args, '--url', 'http://127.0.0.1:1']);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).not.toBe('');
});

test('an edit sends only the options given', async () => {
  const asked: unknown[] = [];
  await using server = await serve({
    'PATCH /v1/stories/st1/panels/3': keep(asked, panel),
    'GET /v1/stories/st1': json(storyView()),
  });
  const edit = (...args: string[]) => runInProcess(['edit', 'st1', '3', '--url', server.url, ...args]);
  const run = await edit('--prompt', 'The hare sleeps');
  expect(run).toMatchObject({ exitCode: 0, stdout: 'panel 3: The hare sleeps\ndraws 1 panel (3): $0.04\n' });
  expect(run.stderr).toContain('watch st1');
  await edit('--no-characters', '--text', 'speech@hare: Hi', '--text', 'sfx: Zzz', '--cascade', 'redraw', '--dry-run');
  await edit('--no-text');
  const way = { cascade: 'keep', dryRun: false };
  expect(asked).toEqual([
    { prompt: 'The hare sleeps', ...way },
    {
      characters: [],
      text: [
        { kind: 'speech', speaker: 'hare', text: 'Hi', drawnBy: 'overlay' },
        { kind: 'sfx', text: 'Zzz', drawnBy: 'overlay' },
      ],
      cascade: 'redraw',
      dryRun: true,
    },
    { text: [], ...way },
  ]);
});

test('after an edit, a stopped story says how to continue it', async () => {
  await using server = await serve({
    'PATCH /v1/stories/st1/panels/3': json({ ...panel, frame: null, redraw: { ...redraw, panels: [] } }),
    'GET /v1/stories/st1': json(storyView({ status: 'paused' })),
  });
  const run = await runInProcess(['edit', 'st1', '3', '--prompt', 'x', '--url', server.url]);
  expect(run.stdout).toContain('not drawn yet');
  expect(run.stderr).toContain('resume st1');
});

test('an amendment removes settings with "none" and leaves the others out', async () => {
  const asked: unknown[] = [];
  await using server = await serve({
    'PATCH /v1/stories/st1': keep(asked, storyView()),
    'GET /v1/stories/st1': json(storyView()),
  });
  const amend = (...args: string[]) => runInProcess(['amend', 'st1', '--url', server.url, ...args]);
  expect((await amend('--budget', 'none', '--author', 'none', '--approve-after', 'none')).exitCode).toBe(0);
  await amend('--budget', '$12.50', '--formats', 'pdf,cbz', '--no-recall', '--provider', 'openai', '--title', 'Hare');
  expect(asked).toEqual([
    { budget: null, book: { author: null }, render: { approveAfter: null } },
    {
      title: 'Hare',
      budget: { maxUsd: 12.5 },
      book: { formats: ['pdf', 'cbz'] },
      render: { provider: 'openai', recall: false },
    },
  ]);
});

test('an uploaded picture is a new take, and is selected only on request', async () => {
  await using dir = await temporaryDir();
  const file = join(dir.path, 'hand.png');
  await writeFile(file, Buffer.from('89504e470d0a1a0a', 'hex'));
  const asked: unknown[] = [];
  const take = { number: 2, selected: false, redraw: { ...redraw, panels: [] } };
  await using server = await serve({
    'GET /v1/stories/st1': json(storyView()),
    'POST /v1/assets': json({ id: 'asset_1' }, 201),
    'POST /v1/stories/st1/panels/3/takes': keep(asked, take),
  });
  const upload = (...args: string[]) =>
    runInProcess(['takes', 'st1', '3', '--upload', file, '--url', server.url, ...args]);
  expect((await upload()).stdout).toContain('takes st1 3 --select 2');
  await upload('--select', 'new');
  expect(asked).toEqual([
    { asset: 'asset_1', cascade: 'keep', dryRun: false },
    { asset: 'asset_1', select: true, cascade: 'keep', dryRun: false },
  ]);
});

test('with several stories, one failure does not stop the others', async () => {
  await using server = await serve({
    'POST /v1/stories/st1/pause': problem(409, 'invalid_state', 'a story that is completed cannot be paused'),
    'POST /v1/stories/st3/pause': json(storyView({ id: 'st3', status: 'paused' })),
  });
  const ids = ['st1', 'st2', 'st3', '--url', server.url];
  const run = await runInProcess(['pause', ...ids]);
  expect(run).toMatchObject({ exitCode: 2, stdout: 'st3 is paused\n' });
  expect(run.stderr).toMatch(/error: st1: .*cannot be paused\nerror: st2: /);
  const { stdout, exitCode } = await runInProcess(['pause', ...ids, '--json']);
  expect(exitCode).toBe(2);
  expect(JSON.parse(stdout).items).toMatchObject([
    { id: 'st1', error: { code: 'invalid_state' } },
    { id: 'st2', error: { code: 'not_found' } },
    { id: 'st3', status: 'paused' },
  ]);
});

test('stories are deleted only if the user says yes', async () => {
  const deleted: string[] = [];
  await using server = await serve({
    'GET /v1/stories/st1': json(storyView()),
    'DELETE /v1/stories/st1': (request, response) => {
      deleted.push(request.url ?? '');
      response.writeHead(204).end();
    },
  });
  const printed: string[] = [];
  const output = { write: (line: string) => printed.push(line) };
  const answer = (said: string) =>
    runCli(['delete', 'st1', '--url', server.url], {
      env: {},
      cwd: '/',
      stdout: output,
      stderr: output,
      ask: async () => said,
    });
  expect(await answer('')).toBe(0);
  expect(printed.join('')).toMatch(/The Hare.*nothing was deleted/s);
  expect(deleted).toEqual([]);
  expect(await answer('y')).toBe(0);
  expect((await runInProcess(['delete', 'st1', '--yes', '--json', '--url', server.url])).stdout).toContain('"deleted"');
  expect(deleted).toHaveLength(2);
});

test('a story is shown with its batches and its stale panels', async () => {
  const batch = { number: 1, status: 'drawn', panels: [1, 8], reference: null, attempts: 1, costUsd: 0.5 };
  const items = [
    { ...batch, stale: false },
    { ...batch, number: 2, panels: [9, 16], stale: true },
  ];
  const panels = Array.from({ length: 16 }, (_, index) => ({ number: index + 1, stale: index > 9 }));
  await using server = await serve({
    'GET /v1/stories/st1': json(storyView({ status: 'completed' })),
    'GET /v1/stories/st1/batches': json({ items, nextCursor: null }),
    'GET /v1/stories/st1/panels': json({ items: panels, nextCursor: null }),
    'GET /v1/stories/st2': json(storyView({ id: 'st2' })),
    'GET /v1/stories/st2/batches': noItems,
  });
  const show = (id: string, ...args: string[]) => runInProcess(['show', id, '--url', server.url, ...args]);
  const { stdout } = await show('st1');
  expect(stdout).toMatch(/^2 +drawn, stale +9–16 +1 +\$0\.50$/m);
  expect(stdout).toMatch(/6 panels \(11–16\) stale/);
  expect(stdout).toContain('retake st1 --batch 2 --cascade redraw --dry-run');
  expect(JSON.parse((await show('st1', '--json')).stdout)).toMatchObject({
    id: 'st1',
    stale: [11, 12, 13, 14, 15, 16],
  });
  expect(JSON.parse((await show('st2', '--json')).stdout)).toMatchObject({ batches: [], stale: [] });
});
