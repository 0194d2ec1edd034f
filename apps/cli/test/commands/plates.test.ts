import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { bytes, json, runInProcess, serve, storyView, temporaryDir } from '../testing.ts';

const redraw = {
  panels: [2, 3],
  batches: [1],
  stale: [],
  requests: 1,
  lowUsd: 0.1,
  expectedUsd: 0.1,
  highUsd: 0.1,
};

test('plates --redraw says what it draws and costs, and what it would with --dry-run', async () => {
  const asked: unknown[] = [];
  await using server = await serve({
    'GET /v1/stories/st1': json(storyView()),
    'POST /v1/stories/st1/plates/hare.winter/redraw': async (request, response) => {
      const body = JSON.parse(await text(request));
      asked.push(body);
      const changed = { redraw: { ...redraw, dryRun: body.dryRun } };
      await json(changed)(request, response);
    },
  });
  const plates = (...options: string[]) =>
    runInProcess(['plates', 'st1', 'hare/winter', '--redraw', ...options, '--url', server.url]);
  expect(await plates('--dry-run')).toMatchObject({
    stdout: 'would draw 2 panels (2, 3) in 1 request: $0.10\n',
    stderr: 'nothing was changed; remove --dry-run to do it\n',
  });
  expect((await plates()).stdout).toBe('draws 2 panels (2, 3) in 1 request: $0.10\n');
  expect(asked).toEqual([{ dryRun: true }, { dryRun: false }]);
});

test('plates --takes lists the takes of one plate', async () => {
  await using server = await serve({
    'GET /v1/stories/st1/plates/hare/takes': json({
      items: [
        {
          number: 1,
          selected: true,
          removed: false,
          source: 'drawn',
          frame: { width: 512, height: 512 },
          at: null,
          costUsd: 0.05,
          provider: 'storyboard',
          model: 'storyboard-1',
        },
      ],
      nextCursor: null,
    }),
  });
  const { stdout } = await runInProcess(['plates', 'st1', 'hare', '--takes', '--url', server.url]);
  expect(stdout).toMatch(/^TAKE .*\n1 \* +drawn +512x512 +– +\$0\.05 +storyboard storyboard-1\n$/);
});

test('plates --save writes the pictures that go along, or all takes', async () => {
  await using folder = await temporaryDir();
  const picture = Buffer.from('89504e470d0a1a0aff', 'hex');
  const plate = { panels: [], stale: [], kind: 'character', status: 'drawn', description: 'a hare', failure: null };
  const take = (number: number, sha256: string, removed: boolean) => ({ number, removed, frame: { sha256 } });
  await using server = await serve({
    'GET /v1/stories/st1/plates': json({
      items: [
        { ...plate, id: 'hare', takes: 3, pictures: [{ sha256: 'b' }] },
        { ...plate, id: 'hare/winter', takes: 0, pictures: [{ sha256: 'c' }, { sha256: 'd' }] },
      ],
      nextCursor: null,
    }),
    'GET /v1/stories/st1/plates/hare/takes': json({
      items: [take(1, 'a', false), take(2, 'x', true), take(3, 'b', false)],
      nextCursor: null,
    }),
    ...Object.fromEntries(
      ['a', 'b', 'c', 'd'].map((sha256) => [`GET /v1/stories/st1/pictures/${sha256}`, bytes(picture)]),
    ),
  });
  const save = (...options: string[]) =>
    runInProcess(['plates', 'st1', ...options, '--save', folder.path, '--url', server.url]);
  const named = (output: string) =>
    output
      .trim()
      .split('\n')
      .map((file) => basename(file));
  expect(named((await save()).stdout)).toEqual(['hare.png', 'hare.winter-1.png', 'hare.winter-2.png']);
  expect(named((await save('hare', '--takes')).stdout)).toEqual(['hare-take-1.png', 'hare-take-3.png']);
  expect(await readFile(join(folder.path, 'hare-take-3.png'))).toEqual(picture);
  expect((await save('owl')).stderr).toContain('the story has no plate owl');
});
