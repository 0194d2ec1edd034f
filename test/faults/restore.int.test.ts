import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { parseConfig, type StoryEvent, storySpecSchema } from '@nextpanel/core';
import { startObjectStore } from '@nextpanel/harness';
import {
  backUp,
  type Context,
  exportStory,
  followEvents,
  importStory,
  listLedger,
  listProviders,
  listTakes,
  openContext,
  pauseStory,
  readStory,
  requireEpoch,
  restore,
  resumeProvider,
  resumeStory,
  startWorker,
  submitStory,
} from '@nextpanel/pipeline';
import { startVendors, type Vendors, vendorEnvironment } from '@nextpanel/vendors';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const tenant = 'test';
const silent = pino({ level: 'silent' });
/** What is not in fal's list after this is not there. */
const patience = { FAL_START_SECONDS: '2', FAL_DRAW_SECONDS: '2' };

let opened: AsyncDisposableStack;
let vendors: Vendors;
let folder: string;
beforeEach(async () => {
  opened = new AsyncDisposableStack();
  folder = await mkdtemp(join(tmpdir(), 'nextpanel-backup-'));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  vendors = opened.use(await startVendors({ latencyMs: 100, fal: { listingMs: 50 } }));
});
afterEach(() => opened.disposeAsync());

/** An installation on a part of Redis of its own. */
const open = async (env: Readonly<Record<string, string>>, anyEpoch = false): Promise<Context> =>
  opened.use(
    await openContext(
      parseConfig({
        ...process.env,
        NEXTPANEL_REDIS_PREFIX: `restore-${randomUUID()}`,
        NEXTPANEL_DATA_DIR: folder,
        NEXTPANEL_FSYNC: 'off',
        ...vendorEnvironment(vendors, 'fal'),
        ...patience,
        ...env,
      }),
      { log: silent, role: 'worker', anyEpoch },
    ),
  );

async function until(context: Context, id: string, fits: (event: StoryEvent) => boolean): Promise<void> {
  const stop = new AbortController();
  for await (const event of followEvents(context, { tenant, id, signal: stop.signal })) {
    if (!fits(event)) continue;
    stop.abort();
    return;
  }
}
const isStatus =
  (...statuses: string[]) =>
  (event: StoryEvent) =>
    event.type === 'story.status' && statuses.includes(event.status);
const isDrawn = (batch: number) => (event: StoryEvent) => event.type === 'batch.drawn' && event.batch === batch;

const spec = storySpecSchema.parse({
  title: 'lost and restored',
  panels: Array.from({ length: 8 }, (_, n) => ({ prompt: `the hare passes tree ${n + 1}` })),
  // Even a story that wants nothing recalled pays nothing twice.
  render: { provider: 'fal', model: 'flux-2-pro', size: '512x512', batchSize: 2, recall: false },
});

/** Draws one batch, makes a backup, draws on until the third batch has requests at the vendor, and is lost. */
async function drawAndLose(context: Context, file: string): Promise<string> {
  const worker = await startWorker(context);
  const { story } = await submitStory(context, { tenant, spec });
  await until(context, story.id, isDrawn(1));
  await pauseStory(context, { tenant, id: story.id });
  await worker.drain(10_000);
  await backUp(context, createWriteStream(file));
  const next = await startWorker(context);
  await resumeStory(context, { tenant, id: story.id });
  await until(context, story.id, isDrawn(2));
  const ordered = vendors.ledger.length;
  await until(context, story.id, (event) => event.type === 'requests.changed' && event.batch === 3);
  await next.drain(0);
  expect(ordered).toBeGreaterThanOrEqual(4);
  return story.id;
}

describe.each(['on disk', 'in a bucket'])('an installation with its artifacts %s, restored from a backup', (where) => {
  const place = async (): Promise<Readonly<Record<string, string>>> =>
    where === 'on disk' ? {} : opened.use(await startObjectStore()).env(randomUUID());

  it.each([
    ['which are still there', true],
    ['which are lost too', false],
  ])('%s, pays nothing twice', { timeout: 120_000 }, async (_what, shared) => {
    const file = join(folder, 'backup.tar');
    const artifacts = await place();
    const before = await open(artifacts);
    const id = await drawAndLose(before, file);
    const paid = vendors.ledger.length;
    expect(paid).toBeLessThan(8);

    const other = where === 'on disk' ? { NEXTPANEL_DATA_DIR: join(folder, 'other') } : await place();
    const env = { ...(shared ? artifacts : other), NEXTPANEL_REDIS_PREFIX: `restore-${randomUUID()}` };
    const restored = await restore(await open(env, true), createReadStream(file), { noticeMs: 0 });
    expect(restored).toMatchObject({ stories: 1, missing: 0 });
    // The old installation would draw the same stories on the same artifacts.
    const mayRun = await requireEpoch(before).then(
      () => null,
      ({ code }: { code: string }) => code,
    );
    expect(mayRun).toBe(shared ? 'epoch_mismatch' : null);

    const after = await open(env);
    const worker = await startWorker(after);
    expect((await readStory(after, { tenant, id })).status).toBe('paused');
    await resumeStory(after, { tenant, id });
    await until(after, id, (event) => event.type === 'story.waiting' && event.waitingOn === 'provider_paused');
    expect((await listProviders(after)).map(({ paused }) => paused?.reason.startsWith('restored: '))).not.toContain(
      false,
    );
    expect(vendors.ledger.length).toBe(paid);

    await resumeProvider(after, 'fal');
    await until(after, id, isStatus('composing', 'needs_attention'));
    await worker.drain(10_000);
    const story = await readStory(after, { tenant, id });
    expect([story.status, story.progress.panels, story.failures]).toEqual(['composing', { drawn: 8, total: 8 }, []]);
    expect(vendors.ledger.length).toBe(8);
  });
});

it('what is recorded is recalled after a restore, though the story wants nothing recalled and the vendor cannot be asked', async () => {
  vendors = opened.use(await startVendors({ latencyMs: 20, fal: { history: 'forbidden' } }));
  const file = join(folder, 'backup.tar');
  const before = await open({});
  const worker = await startWorker(before);
  const { story } = await submitStory(before, { tenant, spec });
  await until(before, story.id, isDrawn(1));
  await pauseStory(before, { tenant, id: story.id });
  await worker.drain(10_000);
  await backUp(before, createWriteStream(file));
  const next = await startWorker(before);
  await resumeStory(before, { tenant, id: story.id });
  await until(before, story.id, isStatus('composing'));
  await next.drain(10_000);

  const env = { NEXTPANEL_REDIS_PREFIX: `restore-${randomUUID()}` };
  await restore(await open(env, true), createReadStream(file), { noticeMs: 0 });
  const after = await open(env);
  await resumeProvider(after, 'fal');
  await resumeStory(after, { tenant, id: story.id });
  const last = await startWorker(after);
  await until(after, story.id, isStatus('composing', 'needs_attention'));
  await last.drain(10_000);
  expect((await readStory(after, { tenant, id: story.id })).progress.panels.drawn).toBe(8);
  expect(vendors.ledger.length).toBe(8);
});

it('a backup that breaks off is refused, nothing starts on it, and the whole one can be restored afterwards', async () => {
  const file = join(folder, 'backup.tar');
  const before = await open({});
  const worker = await startWorker(before);
  const { story } = await submitStory(before, { tenant, spec: { ...spec, panels: spec.panels.slice(0, 2) } });
  await until(before, story.id, isStatus('composing'));
  await worker.drain(5_000);
  await backUp(before, createWriteStream(file));
  const half = join(folder, 'half.tar');
  const whole = await buffer(createReadStream(file));
  await writeFile(half, whole.subarray(0, whole.length / 2));

  const env = { NEXTPANEL_DATA_DIR: join(folder, 'other'), NEXTPANEL_REDIS_PREFIX: `restore-${randomUUID()}` };
  const target = await open(env, true);
  await expect(restore(target, createReadStream(half))).rejects.toMatchObject({ code: 'backup_unreadable' });
  await expect(open(env)).rejects.toMatchObject({ code: 'restore_unfinished' });
  await expect(restore(target, createReadStream(join(import.meta.dirname, 'package.json')))).rejects.toMatchObject({
    code: 'backup_unreadable',
  });
  expect(await restore(target, createReadStream(file), { noticeMs: 0 })).toMatchObject({ stories: 1 });
  await expect(restore(target, createReadStream(file))).rejects.toMatchObject({ code: 'not_empty' });
  expect((await readStory(await open(env), { tenant, id: story.id })).progress.panels.drawn).toBe(2);
});

it('a story is exported and imported whole: paused, its pictures and ledger shown, nothing counted, nothing bought again', async () => {
  const from = await open({});
  const worker = await startWorker(from);
  const { story } = await submitStory(from, {
    tenant,
    spec: { ...spec, render: { ...spec.render, recall: true }, webhook: { url: 'https://example.com/hook' } },
  });
  await until(from, story.id, isDrawn(3));
  await pauseStory(from, { tenant, id: story.id });
  await worker.drain(10_000);
  const archive = await buffer(await exportStory(from, { tenant, id: story.id }));
  const paid = vendors.ledger.length;

  const to = await open({ NEXTPANEL_DATA_DIR: join(folder, 'other') });
  await expect(
    importStory(to, { tenant }, Readable.from([archive.subarray(0, archive.length - 4_000)])),
  ).rejects.toMatchObject({ code: 'backup_unreadable' });
  const imported = await importStory(to, { tenant }, Readable.from([archive]));
  expect(imported.id).not.toBe(story.id);
  expect(imported).toMatchObject({ status: 'paused', cost: { spentUsd: 0, heldUsd: 0, possiblyUsd: 0 } });
  const drawn = imported.progress.panels.drawn;
  expect(drawn).toBeGreaterThanOrEqual(6);
  const { items } = await listLedger(to, { tenant, id: imported.id, limit: 100 });
  expect(items.map(({ imported: it, costUsd }) => [it, costUsd > 0])).toEqual(items.map(() => [true, true]));
  expect(items.length).toBe(paid);
  const { items: takes } = await listTakes(to, { tenant, id: imported.id, number: 1, limit: 10 });
  expect(takes[0]).toMatchObject({ provider: 'fal', selected: true });

  // The same request is recalled by this tenant at no cost, and only what is missing is bought.
  const next = await startWorker(to);
  const again = await submitStory(to, { tenant, spec: { ...spec, render: { ...spec.render, recall: true } } });
  await until(to, again.story.id, isStatus('composing'));
  const { spentUsd } = (await readStory(to, { tenant, id: again.story.id })).cost;
  expect(vendors.ledger.length).toBe(8);
  expect(spentUsd).toBeGreaterThan(0);
  await resumeStory(to, { tenant, id: imported.id });
  await until(to, imported.id, isStatus('composing', 'needs_attention'));
  await next.drain(5_000);
  expect((await readStory(to, { tenant, id: imported.id })).progress.panels.drawn).toBe(8);
  expect(vendors.ledger.length).toBe(8);
  expect(await to.state.webhooks.get(tenant, imported.id)).toBeNull();
});
