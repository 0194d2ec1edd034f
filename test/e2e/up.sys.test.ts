import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { example, kill, openWorkplace, type Started, takePort, type Workplace } from './commands.ts';

async function urlOf(up: Started): Promise<string> {
  const [, url = ''] = await up.printed(/^listening on (http:\/\/\S+)$/m);
  return url;
}

async function stop(workplace: Workplace, up: Started): Promise<void> {
  up.child.kill('SIGTERM');
  expect(await up.ended).toMatchObject({ code: 143 });
  await workplace.nothingLeft();
}

test('every command works against the system running on the data folder', async () => {
  await using workplace = await openWorkplace();
  const up = workplace.start(['up'], { PORT: '0' });
  const url = await urlOf(up);
  const json = async (...args: string[]) => JSON.parse((await workplace.run([...args, '--json'])).stdout);

  expect(await json('estimate', example)).toMatchObject({ expectedUsd: 0, batches: 3, requests: 24 });
  expect((await json('list')).items).toEqual([]);
  const submitted = await workplace.run(['submit', example]);
  expect(submitted.code).toBe(0);
  const id = submitted.stdout.trim();

  const watched = await workplace.run(['watch', id, '--json']);
  expect(watched.code).toBe(0);
  const events = watched.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(events.filter(({ type }) => type === 'panel.drawn')).toHaveLength(24);
  expect(events.at(-1)).toMatchObject({ type: 'story.status', status: 'completed' });

  expect(await json('show', id)).toMatchObject({ id, status: 'completed' });
  expect((await workplace.run(['list'])).stdout).toContain(id);
  const downloaded = await workplace.run(['download', id, '--out', 'here']);
  expect(downloaded.stdout.split('\n')[0]).toBe('here/book.pdf');
  expect((await readFile(join(workplace.dir, 'here/book.pdf'))).subarray(0, 5).toString()).toBe('%PDF-');
  expect(await readdir(join(workplace.dir, 'here/panels'))).toHaveLength(24);
  expect((await workplace.run(['download', id, 'epub'])).code).toBe(6);
  expect((await workplace.run(['show', 'nope'])).code).toBe(6);
  // A finished story is neither an error nor something to wait for.
  expect((await workplace.run(['cancel', id])).code).toBe(2);

  // It is found by data folder, whatever its port; and by --url, whatever the data folder.
  expect((await workplace.run(['show', id], { NEXTPANEL_DATA_DIR: '/nowhere', PORT: '1' })).code).toBe(5);
  expect((await workplace.run(['show', id, '--url', url], { NEXTPANEL_DATA_DIR: '/nowhere' })).code).toBe(0);
  const doctor = await json('doctor');
  expect(doctor.checks.map(({ name, status }: Record<string, string>) => `${name} ${status}`)).toContain('server ok');

  const drawn = await workplace.run(['story', example, '--json']);
  expect(drawn.code).toBe(0);
  expect(drawn.stderr).not.toContain('starting nextpanel');
  await stop(workplace, up);
  expect((await workplace.run(['list'], { PORT: '1' })).code).toBe(5);
});

test('pause, resume and cancel show at once, and a stopped story exits 3', async () => {
  await using workplace = await openWorkplace();
  // Slow enough that commands, each its own process, run in time however busy the machine is.
  const up = workplace.start(['up'], { PORT: '0', STORYBOARD_LATENCY_MS: '6000' });
  await urlOf(up);
  const id = (await workplace.run(['submit', example])).stdout.trim();
  const watching = workplace.start(['watch', id]);
  await watching.printed(/^batch 1\/3 drawn/m);
  expect((await workplace.run(['pause', id])).stdout).toContain('paused');
  expect((await watching.ended).code).toBe(3);
  expect((await workplace.run(['resume', id])).code).toBe(0);
  expect((await workplace.run(['cancel', id])).stdout).toContain('cancelled');
  expect((await workplace.run(['resume', id])).code).toBe(2);

  // The same content is the same story, even if it was cancelled.
  const story = { title: 'To be cancelled', panels: [{ prompt: 'one' }, { prompt: 'two' }], render: { batchSize: 1 } };
  await writeFile(join(workplace.dir, 'c.json'), JSON.stringify(story));
  const drawing = workplace.start(['story', 'c.json']);
  const [, cancelled = ''] = await drawing.printed(/^story (\S+):/m);
  await workplace.run(['cancel', cancelled]);
  expect((await drawing.ended).code).toBe(3);
  const again = await workplace.run(['story', 'c.json']);
  expect(again.code).toBe(3);
  expect(again.stderr).toContain('--again');
  await stop(workplace, up);
});

test('a second system on the same data folder is refused, with the address of the first', async () => {
  await using workplace = await openWorkplace();
  const up = workplace.start(['up'], { PORT: '0' });
  const url = await urlOf(up);
  const second = await workplace.run(['up'], { PORT: '0' });
  expect(second).toMatchObject({ code: 5, stdout: '' });
  expect(second.stderr).toContain(url);
  expect(second.stderr).toContain(`pid ${up.child.pid}`);
  expect((await workplace.run(['list'])).code).toBe(0);
  await stop(workplace, up);
});

test('a taken port is reported with a command that uses another, and nothing is left', async () => {
  await using workplace = await openWorkplace();
  await using taken = await takePort();
  const refused = await workplace.run(['up'], { PORT: String(taken.port) });
  expect(refused).toMatchObject({ code: 5, stdout: '' });
  expect(refused.stderr).toContain(`PORT=${taken.port + 1} npm start`);
  await workplace.nothingLeft();
  await expect(access(join(workplace.dataDir, 'up.json'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('an unwritable data folder is reported with the variable that sets another', async () => {
  await using workplace = await openWorkplace();
  await writeFile(join(workplace.dir, 'file'), '');
  for (const dataDir of [join(workplace.dir, 'file'), join(workplace.dir, 'file/data'), '/proc/nextpanel']) {
    for (const command of ['up', 'story']) {
      const refused = await workplace.run([command], { NEXTPANEL_DATA_DIR: dataDir });
      expect(refused).toMatchObject({ code: 5, stdout: '' });
      expect(refused.stderr).toContain('NEXTPANEL_DATA_DIR');
    }
  }
  await workplace.nothingLeft();
});

test('an unwritable output folder is reported before anything is started', async () => {
  await using workplace = await openWorkplace();
  const refused = await workplace.run(['story', '--out', '/proc/out']);
  expect(refused).toMatchObject({ code: 5, stdout: '' });
  expect(refused.stderr).toContain('--out');
  await expect(access(workplace.dataDir)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('invalid story files and settings exit 2 with every error, and start nothing', async () => {
  await using workplace = await openWorkplace();
  await writeFile(join(workplace.dir, 'bad.yaml'), 'titel: Hare\npanels:\n  - prompt: ""\n    characters: [fox]\n');
  const bad = await workplace.run(['story', 'bad.yaml']);
  expect(bad).toMatchObject({ code: 2, stdout: '' });
  const places = bad.stderr
    .trim()
    .split('\n')
    .map((line) => /^bad\.yaml:(\d+):\d+/.exec(line)?.[1]);
  expect(places.length).toBeGreaterThanOrEqual(4);
  expect(new Set(places)).toEqual(new Set(['1', '3', '4']));

  const missing = await workplace.run(['story', 'missing.yaml']);
  expect(missing).toMatchObject({ code: 2, stdout: '' });
  expect(missing.stderr).toMatch(/^missing\.yaml does not exist/);
  await mkdir(join(workplace.dir, 'folder'));
  expect((await workplace.run(['story', 'folder'])).code).toBe(2);
  expect((await workplace.run(['story', '--provider', 'dalle'])).code).toBe(2);
  expect((await workplace.run(['up'], { PORT: 'eighty' })).code).toBe(2);
  expect((await workplace.run(['up'], { PORT: '0', HOST: '0.0.0.0' })).code).toBe(2);
  expect((await workplace.run(['story'], { REDIS_URL: 'redis://127.0.0.1:1' })).code).toBe(5);
  await workplace.nothingLeft();
});

test('with keys, commands send a key, and exit 4 without one', async () => {
  await using workplace = await openWorkplace();
  const keys = { NEXTPANEL_API_KEYS: 'studio:0123456789abcdef' };
  const up = workplace.start(['up'], { PORT: '0', ...keys });
  await urlOf(up);
  expect((await workplace.run(['list'])).code).toBe(4);
  expect((await workplace.run(['list', '--api-key', '0123456789abcdef'])).code).toBe(0);
  expect((await workplace.run(['list'], { NEXTPANEL_API_KEY: 'wrong-wrong-wrong' })).code).toBe(4);
  expect((await workplace.run(['list'], keys)).code).toBe(0);
  await stop(workplace, up);
});

test('npm passes on exit codes, clean output and its own end', async () => {
  await using workplace = await openWorkplace();
  const npm = (...args: string[]) => workplace.startOther('npm', ['run', ...args], { PORT: '0' });
  const up = npm('-s', 'nextpanel', '--', 'up');
  await urlOf(up);
  const nope = await npm('-s', 'nextpanel', '--', 'show', 'nope', '--json').ended;
  expect(nope.code).toBe(6);
  expect(JSON.parse(nope.stdout)).toMatchObject({ error: { code: 'not_found' } });
  const story = await npm('-s', 'story', '--', example, '--json').ended;
  expect(story.code).toBe(0);
  expect(JSON.parse(story.stdout)).toMatchObject({ status: 'completed' });

  // npm alone is killed, by a signal that it cannot pass on.
  kill(up.child.pid ?? 0);
  await workplace.nothingLeft();

  // Ctrl-C in a terminal goes to the whole group.
  const again = npm('-s', 'nextpanel', '--', 'up');
  await urlOf(again);
  kill(-(again.child.pid ?? 0), 'SIGINT');
  const { code, signal } = await again.ended;
  expect(code === 130 || signal === 'SIGINT').toBe(true);
  await workplace.nothingLeft();
});

test('a reader of only the first lines does not make others fail', async () => {
  await using workplace = await openWorkplace();
  const up = workplace.start(['up'], { PORT: '0', STORYBOARD_LATENCY_MS: '300' });
  await urlOf(up);
  const id = (await workplace.run(['submit', example])).stdout.trim();
  const watching = workplace.start(['watch', id, '--json']);
  await watching.printed(/story\.status/);
  watching.child.stdout?.destroy();
  expect(await watching.ended).toMatchObject({ code: 0, stderr: '' });
  await stop(workplace, up);
});
