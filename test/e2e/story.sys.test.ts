import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@nextpanel/client';
import { expect, test } from 'vitest';
import { example, kill, openWorkplace, type Workplace } from './commands.ts';

/** Slow enough that a batch takes about a second, so that something can happen during it. */
const slow = { STORYBOARD_LATENCY_MS: '800' };
/** Slow enough that two batches remain when a busy machine reports the first. */
const slower = { STORYBOARD_LATENCY_MS: '4000' };
const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => `${String(index + 1).padStart(3, '0')}.png`);

interface StoryJson {
  readonly id: string;
  readonly status: string;
  readonly cost: { readonly spentUsd: number; readonly possiblyUsd: number };
  readonly files: readonly string[];
}

const storyJson = async (workplace: Workplace, name: string): Promise<StoryJson> =>
  JSON.parse(await readFile(join(workplace.dir, 'out', name, 'story.json'), 'utf8'));

const idIn = (stderr: string): string => /story (\S+):/.exec(stderr)?.[1] ?? 'no id';

test('a story of 24 panels becomes books, sheets and panels; a rerun is the same story, --again a new one', async () => {
  await using workplace = await openWorkplace();
  const file = join(workplace.dir, 'hare.yaml');
  await cp(example, file);

  const first = await workplace.run(['story', 'hare.yaml']);
  expect(first).toMatchObject({ code: 0 });
  expect(first.stderr).toMatch(/^batch 1\/3 drawn \(8\/24 panels\)$/m);
  const out = join(workplace.dir, 'out/hare');
  expect((await readdir(join(out, 'panels'))).sort()).toEqual(numbered(24));
  expect((await readdir(join(out, 'sheets'))).sort()).toEqual(numbered(6));
  expect((await readFile(join(out, 'book.pdf'))).subarray(0, 5).toString()).toBe('%PDF-');
  expect((await readFile(join(out, 'book.cbz'))).subarray(0, 2).toString()).toBe('PK');
  const printed = first.stdout.trim().split('\n');
  expect(printed).toHaveLength(2 + 6 + 24 + 1);
  expect(printed[0]).toBe('out/hare/book.pdf');
  for (const path of printed) expect((await readFile(join(workplace.dir, path))).byteLength).toBeGreaterThan(100);
  const written = await storyJson(workplace, 'hare');
  expect(written).toMatchObject({ id: idIn(first.stderr), status: 'completed', cost: { spentUsd: 0, possiblyUsd: 0 } });
  await workplace.nothingLeft();

  await rm(out, { recursive: true });
  await writeFile(file, `# only a comment is new\n${await readFile(file, 'utf8')}`);
  const again = await workplace.run(['story', 'hare.yaml', '--json']);
  expect(again.code).toBe(0);
  expect(again.stderr).toContain('already finished');
  const document: StoryJson = JSON.parse(again.stdout);
  expect(document).toMatchObject({ id: written.id, status: 'completed' });
  expect(document.files).toContain(join(out, 'book.pdf'));
  expect(await storyJson(workplace, 'hare')).toEqual(written);

  const another = await workplace.run(['story', 'hare.yaml', '--again', '--json']);
  expect(another.code).toBe(0);
  expect((JSON.parse(another.stdout) as StoryJson).id).not.toBe(written.id);
  await workplace.nothingLeft();
});

test('what is left out of the pages is reported while they are composed, at the end and in story.json, and --strict fails', async () => {
  await using workplace = await openWorkplace();
  const long = Array.from({ length: 3 }, () => ({ kind: 'speech', text: 'word '.repeat(190).trim() }));
  const panels = [
    { prompt: 'a hill', text: long },
    { prompt: 'a lake', text: [{ kind: 'caption', text: 'a\uE000b' }] },
  ];
  await writeFile(join(workplace.dir, 'long.json'), JSON.stringify({ title: 'Long', panels }));

  const { code, stderr } = await workplace.run(['story', 'long.json', '--strict']);
  expect(code).toBe(7);
  expect(stderr).toMatch(/note: no font has .* it is left out in panel 2/);
  // While the sheet is composed, and with the result.
  expect(stderr.match(/^note: A speech in panel 1 does not fit/gm)?.length).toBeGreaterThan(1);
  const { warnings } = (await storyJson(workplace, 'long')) as unknown as { warnings: { code: string }[] };
  expect(new Set(warnings.map(({ code: warning }) => warning))).toContain('text_overflow');
  // Nothing is drawn again to answer this.
  expect((await workplace.run(['story', 'long.json'])).code).toBe(0);
  await workplace.nothingLeft();
});

test('everything is killed in the middle of a story: no process is left, and the same command finishes the same story', async () => {
  await using workplace = await openWorkplace();
  const first = workplace.start(['story', example], slower);
  await first.printed(/^batch 1\/3 drawn/m);
  const running = await workplace.processes();
  // Launcher, Redis, api, worker, finalizer.
  expect(running.length).toBeGreaterThanOrEqual(5);
  for (const pid of running) kill(pid);
  const { stderr } = await first.ended;
  await workplace.nothingLeft();

  const second = await workplace.run(['story', example]);
  expect(second.code).toBe(0);
  // Without a delay a worker may finish before the command has read the progress.
  const found = new RegExp(`^resuming story ${idIn(stderr)}: (\\d+)/24 panels drawn$`, 'm').exec(second.stderr);
  expect(Number(found?.[1]), second.stderr).toBeGreaterThanOrEqual(8);
  expect(await storyJson(workplace, '01-the-tortoise-and-the-hare')).toMatchObject({
    id: idIn(stderr),
    status: 'completed',
  });
  await workplace.nothingLeft();

  // Frames kept by the first run were not ordered again: every panel has one kept request, and only requests in flight at the
  // kill may have been paid in addition.
  const up = workplace.start(['up'], { PORT: '0' });
  const [, baseUrl = ''] = await up.printed(/^listening on (\S+)$/m);
  const ledger = await createClient({ baseUrl }).ledger(idIn(stderr));
  const kept = ledger.filter(({ state }) => state === 'kept').flatMap(({ panels }) => panels);
  expect(kept.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
  const lost = ledger.filter(({ state }) => state !== 'kept');
  expect(lost.every(({ state }) => state === 'possibly_paid')).toBe(true);
  // The second batch, unless it also finished before the first was reported.
  expect(new Set(lost.map(({ batch }) => batch)).size).toBeLessThanOrEqual(1);
  expect(lost.map(({ batch }) => batch)).not.toContain(1);
  up.child.kill('SIGTERM');
  await up.ended;
  await workplace.nothingLeft();
});

test('a story continues while api, worker, finalizer and Redis are killed one after the other', async () => {
  await using workplace = await openWorkplace();
  const story = workplace.start(['story', example], slow);
  await story.printed(/24 panels in 3 batches/);
  const parentOf = async (pid: number) =>
    Number(/\) \S (\d+) /.exec(await readFile(`/proc/${pid}/stat`, 'latin1'))?.[1]);
  const running = await workplace.processes();
  const parents = await Promise.all(running.map(parentOf));
  const children = running.filter((_, index) => parents[index] === story.child.pid);
  expect(children).toHaveLength(4);
  for (const pid of children) {
    kill(pid);
    await sleep(700);
  }
  expect(await story.ended).toMatchObject({ code: 0 });
  expect(await storyJson(workplace, '01-the-tortoise-and-the-hare')).toMatchObject({ status: 'completed' });
  await workplace.nothingLeft();
});

test('Ctrl-C stops everything in order and says how to continue, which then works', async () => {
  await using workplace = await openWorkplace();
  const first = workplace.start(['story', example], slower);
  await first.printed(/^batch 1\/3 drawn/m);
  first.child.kill('SIGINT');
  const interrupted = await first.ended;
  expect(interrupted).toMatchObject({ code: 130, stdout: '' });
  expect(interrupted.stderr).toContain('The same command resumes the story');
  await workplace.nothingLeft();

  const second = await workplace.run(['story', example]);
  expect(second.code).toBe(0);
  expect(second.stderr).toContain(`resuming story ${idIn(interrupted.stderr)}`);
});

test('a second Ctrl-C does not wait for pictures in progress', async () => {
  await using workplace = await openWorkplace();
  const started = workplace.start(['story', example], { STORYBOARD_LATENCY_MS: '60000' });
  await started.printed(/24 panels in 3 batches/);
  // The worker has claimed the story once its first request is ordered; a moment suffices.
  await sleep(1_500);
  started.child.kill('SIGINT');
  await started.printed(/stopping/);
  started.child.kill('SIGINT');
  expect(await started.ended).toMatchObject({ code: 130 });
  await workplace.nothingLeft();
});

test('two stories at once share one system; when its owner has ended, the other continues in its own', async () => {
  await using workplace = await openWorkplace();
  const long = join(workplace.dir, 'long.yaml');
  await cp(example, long);
  await writeFile(long, (await readFile(long, 'utf8')).replace(/^title: .*/m, 'title: The longer one'));
  const short = join(workplace.dir, 'short.yaml');
  await writeFile(short, 'title: Short\npanels: [{prompt: A hare runs}]\n');

  // It does not finish before the guest has found its system.
  const owner = workplace.start(['story', short], { STORYBOARD_LATENCY_MS: '60000' });
  await owner.printed(/1 panel in 1 batch$/m);
  const guest = workplace.start(['story', long], slow);
  await guest.printed(/24 panels in 3 batches/);
  owner.child.kill('SIGINT');
  await owner.printed(/stopping/);
  owner.child.kill('SIGINT');
  expect(await owner.ended).toMatchObject({ code: 130 });
  const ended = await guest.ended;
  expect(ended.code).toBe(0);
  expect(ended.stderr).toMatch(/process \d+ does not answer/);
  expect(await storyJson(workplace, 'long')).toMatchObject({ id: idIn(ended.stderr), status: 'completed' });
  await workplace.nothingLeft();
}, 240_000);

test('cast pictures next to the story file are uploaded', async () => {
  await using workplace = await openWorkplace();
  await writeFile(join(workplace.dir, 'cast.yaml'), 'title: A portrait\npanels: [{prompt: The hare}]\n');
  expect(await workplace.run(['story', 'cast.yaml'])).toMatchObject({ code: 0 });
  await cp(join(workplace.dir, 'out/cast/panels/001.png'), join(workplace.dir, 'hare.png'));
  const story = {
    title: 'With a picture',
    characters: [{ id: 'hare', name: 'Hare', description: 'brown', references: ['./hare.png'] }],
    panels: [{ prompt: 'The hare runs', characters: ['hare'] }],
  };
  await writeFile(join(workplace.dir, 'story.json'), JSON.stringify(story));
  expect(await workplace.run(['story', 'story.json'])).toMatchObject({ code: 0 });
  await workplace.nothingLeft();
});

test('a story that waits for approval exits 3 and says what to do; approved elsewhere, it continues', async () => {
  await using workplace = await openWorkplace();
  const story = {
    title: 'Approval',
    panels: [{ prompt: 'one' }, { prompt: 'two' }],
    render: { batchSize: 1, approveAfter: 1 },
  };
  await writeFile(join(workplace.dir, 'gate.json'), JSON.stringify(story));
  const waits = await workplace.run(['story', 'gate.json', '--json']);
  expect(waits.code).toBe(3);
  expect(waits.stderr).toContain('approve');
  const { id, status, waitingOn } = JSON.parse(waits.stdout);
  expect({ status, waitingOn }).toEqual({ status: 'needs_attention', waitingOn: 'approval' });

  const up = workplace.start(['up'], { PORT: '0' });
  await up.printed(/^listening on http/m);
  expect(await workplace.run(['approve', id])).toMatchObject({ code: 0 });
  expect(await workplace.run(['story', 'gate.json'])).toMatchObject({ code: 0 });
  up.child.kill('SIGTERM');
  expect(await up.ended).toMatchObject({ code: 143 });
  await workplace.nothingLeft();
});
