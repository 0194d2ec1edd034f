import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dieWithParent } from '../src/die-with-parent.ts';
import type { ProcessExit, ProcessLine } from '../src/keep-process.ts';
import type { LocalError } from '../src/local-error.ts';
import { type SuperviseOptions, type Supervisor, superviseProcesses } from '../src/supervise.ts';
import { endProgram, runModule, runs, waitUntil } from './testing.ts';

/** A well-behaved child: reports its name when ready, exits on SIGTERM. */
const good = `process.on('SIGTERM', () => { console.log('bye'); process.exit(0); });
  process.send({ type: 'ready', pid: process.pid, seat: process.env.NEXTPANEL_SEAT, extra: process.env.EXTRA });
  setInterval(() => {}, 1000);`;
/** Ignores SIGTERM but counts it; only SIGKILL ends it. */
const stubborn = `process.on('SIGTERM', () => console.log('not now'));
  process.send({ type: 'ready', pid: process.pid });
  setInterval(() => {}, 1000);`;

let scratch: string;
let supervisors: Supervisor[];
let lines: ProcessLine[];
let exits: ProcessExit[];
let failures: LocalError[];
let pids: Set<number>;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'nextpanel-supervise-'));
  [supervisors, lines, exits, failures, pids] = [[], [], [], [], new Set()];
});

afterEach(async () => {
  for (const supervisor of supervisors) {
    for (const { pid } of supervisor.processes) if (pid !== undefined) pids.add(pid);
    await supervisor.stop({ graceMs: 0 });
  }
  for (const { pid } of exits) if (pid !== undefined) pids.add(pid);
  rmSync(scratch, { recursive: true, force: true });
  const left = [...pids].filter(runs);
  if (left.length > 0) throw new Error(`left behind: ${left.join(', ')}`);
});

test('a child reports that it is ready, with its facts and its stable name', async () => {
  const supervisor = supervise({ worker: good }, { env: { ...process.env, EXTRA: 'passed' } });
  expect(await readyOf(supervisor, 'worker')).toMatchObject({ type: 'ready', seat: 'worker', extra: 'passed' });
  await supervisor.stop({ graceMs: 10_000 });
  expect(lines).toContainEqual({ name: 'worker', stream: 'stdout', text: 'bye' });
  expect(exits).toMatchObject([{ name: 'worker', code: 0, restartInMs: undefined }]);
  expect(failures).toEqual([]);
});

test('without IPC a line of its output may report that it is ready', async () => {
  const text = `console.log('starting'); console.log('listening on http://127.0.0.1:1'); setInterval(() => {}, 1000);`;
  const supervisor = superviseProcesses({
    specs: [{ name: 'api', args: ['-e', text], readyLine: /listening on (\S+)/ }],
  });
  supervisors.push(supervisor);
  expect(await readyOf(supervisor, 'api')).toEqual({ type: 'ready', line: 'listening on http://127.0.0.1:1' });
});

test('a child that is killed is restarted at once under the same name', async () => {
  const text = `console.error('I am ' + process.env.NEXTPANEL_SEAT + ' ' + process.pid); ${good}`;
  const supervisor = supervise({ worker: text });
  const { pid } = await readyOf(supervisor, 'worker');
  process.kill(Number(pid), 'SIGKILL');
  await waitUntil('another', () => lines.filter(({ text: line }) => line.startsWith('I am worker')).length === 2);
  expect(supervisor.processes[0]?.pid).not.toBe(pid);
  expect(exits).toMatchObject([{ name: 'worker', signal: 'SIGKILL', restartInMs: 0 }]);
});

test.each([2, 5])('exit code %i is final and passed on; the other children keep running', async (code) => {
  const supervisor = supervise({ api: `console.error('no such port'); process.exitCode = ${code};`, worker: good });
  const { pid } = await readyOf(supervisor, 'worker');
  const failure = { code: 'process_failed', exitCode: code, message: expect.stringMatching(/^api.*no such port/s) };
  await expect(readyOf(supervisor, 'api')).rejects.toMatchObject(failure);
  expect(failures).toMatchObject([failure]);
  expect(exits).toHaveLength(1);
  expect(runs(Number(pid))).toBe(true);
});

test('a child that exits five times before it was ever ready stays down, with its last 20 lines reported', async () => {
  const supervisor = supervise({
    worker: `for (let n = 1; n <= 30; n += 1) console.error('line ' + n); process.exitCode = 1;`,
  });
  await expect(readyOf(supervisor, 'worker')).rejects.toMatchObject({ code: 'process_failed', exitCode: 1 });
  expect(exits.map(({ restartInMs }) => restartInMs)).toEqual([0, 200, 400, 800, undefined]);
  const said = failures[0]?.message.split('\n').filter((line) => line.startsWith('line '));
  expect(said).toEqual(Array.from({ length: 20 }, (_, n) => `line ${n + 11}`));
});

test('a child that was ready once is always restarted', async () => {
  const once = join(scratch, 'once');
  const text = `import { existsSync, writeFileSync } from 'node:fs';
    if (existsSync(${JSON.stringify(once)})) process.exit(1);
    writeFileSync(${JSON.stringify(once)}, '');
    process.send({ type: 'ready' }, () => process.exit(1));`;
  supervise({ worker: text });
  await waitUntil('six deaths', () => exits.length >= 6);
  expect(exits.map(({ restartInMs }) => restartInMs).slice(0, 6)).toEqual([0, 200, 400, 800, 1_600, 3_200]);
  expect(failures).toEqual([]);
});

test('the groups stop one after the other', async () => {
  const supervisor = supervise({ finalizer: good, api: good, worker: good });
  await Promise.all(supervisor.processes.map(({ ready }) => ready));
  await supervisor.stop({ graceMs: 10_000, order: [['api'], ['worker', 'finalizer']] });
  expect(exits.map(({ name }) => name)[0]).toBe('api');
  expect(exits.map(({ name }) => name).sort()).toEqual(['api', 'finalizer', 'worker']);
});

test('a child that does not exit is killed at the deadline, with the processes it started', async () => {
  const text = `import { spawn } from 'node:child_process';
    console.log('grandchild ' + spawn('sleep', ['600'], { stdio: 'ignore' }).pid); ${stubborn}`;
  const supervisor = supervise({ worker: text });
  await readyOf(supervisor, 'worker');
  await waitUntil('its word', () => lines.some(({ text: line }) => line.startsWith('grandchild')));
  const grandchild = Number(lines.find(({ text: line }) => line.startsWith('grandchild'))?.text.split(' ')[1]);
  expect(runs(grandchild)).toBe(true);
  pids.add(grandchild);
  await supervisor.stop({ graceMs: 300 });
  expect(exits).toMatchObject([{ signal: 'SIGKILL' }]);
  await waitUntil('the end of the grandchild', () => !runs(grandchild));
});

test('a second stop forces: another SIGTERM, then SIGKILL long before the deadline', async () => {
  const supervisor = supervise({ worker: stubborn });
  await readyOf(supervisor, 'worker');
  const refusals = () => lines.filter(({ text }) => text === 'not now').length;
  const stopped = supervisor.stop({ graceMs: 600_000 });
  await waitUntil('the first refusal', () => refusals() === 1);
  const again = supervisor.stop({ graceMs: 600_000 });
  await Promise.all([stopped, again]);
  expect(refusals()).toBe(2);
  expect(exits).toMatchObject([{ signal: 'SIGKILL' }]);
});

test('a stop while a child waits for its restart cancels the restart', async () => {
  const supervisor = supervise({ worker: 'process.exitCode = 1;' });
  await waitUntil('three deaths', () => exits.length === 3);
  await supervisor.stop({ graceMs: 10_000 });
  expect(exits).toHaveLength(3);
  await expect(readyOf(supervisor, 'worker')).rejects.toMatchObject({ code: 'process_failed' });
});

test('Ctrl-C, which goes to the process group of the terminal, reaches the supervisor and not the children', async () => {
  const program = superviseElsewhere(good);
  const { pid } = await program.nextJson<{ pid: number }>();
  pids.add(pid);
  try {
    expect(() => process.kill(-pid, 0), 'the child leads its own group').not.toThrow();
  } finally {
    await endProgram(program, 'SIGTERM');
  }
  await waitUntil('the end of the child', () => !runs(pid));
});

test.runIf(dieWithParent().length > 0)('children that do not watch the supervisor end when it is killed', async () => {
  const program = superviseElsewhere(`process.send({ type: 'ready', pid: process.pid }); setInterval(() => {}, 1000);`);
  const { pid } = await program.nextJson<{ pid: number }>();
  pids.add(pid);
  expect(runs(pid)).toBe(true);
  await endProgram(program, 'SIGKILL');
  await waitUntil('the end of the child', () => !runs(pid));
});

function supervise(children: Record<string, string>, options: Partial<SuperviseOptions> = {}): Supervisor {
  const specs = Object.entries(children).map(([name, text]) => ({ name, args: ['--input-type=module', '-e', text] }));
  const supervisor = superviseProcesses({
    specs,
    onLine: (line) => lines.push(line),
    onExit: (exit) => exits.push(exit),
    onFailed: (failure) => failures.push(failure),
    ...options,
  });
  supervisors.push(supervisor);
  return supervisor;
}

function readyOf(supervisor: Supervisor, name: string) {
  const found = supervisor.processes.find((each) => each.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found.ready;
}

/** A supervisor in its own process, which prints the ready message of its child. */
function superviseElsewhere(text: string) {
  const script = join(scratch, 'child.mjs');
  writeFileSync(script, text);
  return runModule(`
    import { superviseProcesses } from ${JSON.stringify(import.meta.resolve('../src/supervise.ts'))};
    const supervisor = superviseProcesses({ specs: [{ name: 'worker', args: [${JSON.stringify(script)}] }] });
    process.on('SIGTERM', async () => { await supervisor.stop({ graceMs: 5000 }); process.exit(0); });
    console.log(JSON.stringify(await supervisor.processes[0].ready));`);
}
