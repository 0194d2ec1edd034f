import { type Client, createClient } from '@nextpanel/client';
import { newestSchema, schemaKeys } from '@nextpanel/core';
import { copyWorkspace, startSystem, type TestSystem, type WorkspaceCopy } from '@nextpanel/harness';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';

/**
 * This release and the next one at once. The next release differs in one number, its schema, so this proves the order of an
 * upgrade: both work on the same stories, nothing is migrated while an older process is alive, and none is let in afterwards.
 */

const prefix = 'side-by-side';
const next = newestSchema + 1;
const panels = 12;
let copy: WorkspaceCopy;
let system: TestSystem;
let redis: Redis;
let client: Client;

beforeAll(async () => {
  copy = await copyWorkspace([
    {
      file: 'packages/core/src/state-schema.ts',
      text: `newestSchema = ${newestSchema};`,
      by: `newestSchema = ${next};`,
    },
  ]);
  system = await startSystem({ NEXTPANEL_REDIS_PREFIX: prefix, STORYBOARD_LATENCY_MS: '200' });
  redis = new Redis(system.redis.url);
  client = createClient({ baseUrl: system.url() });
});
afterAll(async () => {
  redis?.disconnect();
  await system?.[Symbol.asyncDispose]();
  await copy?.[Symbol.asyncDispose]();
});

const submit = async (title: string, count: number): Promise<string> => {
  const all = Array.from({ length: count }, (_, index) => ({ prompt: `${title}: tree ${index + 1}` }));
  const render = { size: '128x128', batchSize: 1 };
  return (await client.submit({ json: { title, render, panels: all } })).id;
};
const schemaOf = (id: string) => redis.hget(`{${prefix}}:s2:story:${id}`, 'schema');
/** Requests of which the outcome is not written yet. */
const unsettled = async (id: string) =>
  (await client.ledger(id)).filter(({ state }) => state === 'intended' || state === 'ordered').length;
const drawn = async (id: string) => (await client.story(id)).progress.panels.drawn;

/** Lets the story be drawn until it has one more panel, then pauses it: a slow machine must not finish it between two steps. Nothing is in flight at the end. */
async function drawSome(id: string): Promise<void> {
  const before = await drawn(id);
  await client.resume(id);
  await expect.poll(() => drawn(id), { interval: 50 }).toBeGreaterThan(before);
  await client.pause(id);
  await expect.poll(() => unsettled(id)).toBe(0);
}

it('versions N and N + 1 run side by side; the schema is raised when the last process of N has gone', async () => {
  const long = await submit('drawn by both', panels);
  const rests = await submit('touched by nobody', 1);
  for (const id of [long, rests]) await client.pause(id);
  await drawSome(long);
  // The API and the finalizer are upgraded first; the worker of version N draws on.
  for (const app of ['api', 'finalizer'] as const) {
    system.process(app).kill('SIGTERM');
    await system.process(app).exited;
    await system.start(app, {}, copy.folder);
  }
  client = createClient({ baseUrl: system.url() });
  await drawSome(long);
  expect(await client.installation()).toMatchObject({
    schema: newestSchema,
    reads: { newest: next },
    migration: 'blocked',
    oldProcesses: [{ role: 'worker', pid: system.process('worker').pid, newest: newestSchema }],
  });
  await expect(client.migrate()).rejects.toMatchObject({ code: 'old_processes' });
  expect(await redis.get(schemaKeys(prefix).schema)).toBe(String(newestSchema));

  const old = system.process('worker');
  old.kill('SIGTERM');
  await old.exited;
  await system.start('worker', {}, copy.folder);
  await drawSome(long);
  expect(await schemaOf(long)).toBe(String(newestSchema));
  expect(await client.migrate()).toMatchObject({ schema: next, migration: 'none', oldProcesses: [] });

  // Each story follows at its next claim or edit; one that rests stays as it is.
  expect(await schemaOf(long)).toBe(String(newestSchema));
  await client.resume(long);
  await expect.poll(() => schemaOf(long)).toBe(String(next));
  expect(await schemaOf(rests)).toBe(String(newestSchema));
  await client.editPanel(rests, 1, { prompt: 'another tree' });
  expect(await schemaOf(rests)).toBe(String(next));
  await expect.poll(async () => (await client.story(long)).status).toBe('completed');
  expect((await client.ledger(long)).map(({ state }) => state)).toEqual(Array.from({ length: panels }, () => 'kept'));
});

it('a process of version N that starts afterwards is refused', async () => {
  system.process('worker').kill('SIGTERM');
  await system.process('worker').exited;
  await expect(system.start('worker')).rejects.toThrow(/ended \(5\).*"code":"state_newer"/s);
});

it('a process of version N that was asleep while the schema was raised ends, and changes nothing', async () => {
  await redis.set(schemaKeys(prefix).schema, newestSchema);
  const sleeper = await system.start('worker');
  sleeper.kill('SIGSTOP');
  await redis.set(schemaKeys(prefix).schema, next);
  sleeper.kill('SIGCONT');
  expect(await sleeper.exited).toBe(5);
});
