import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { StorySpec } from '@nextpanel/core';
import { drawStoryboardFrame, resizePicture } from '@nextpanel/imaging';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../src/context.ts';
import { deleteRecords } from '../src/delete-records.ts';
import { watchSpace } from '../src/require-space.ts';
import { shrinkArtifacts } from '../src/shrink-artifacts.ts';
import { startFinalizer } from '../src/start-finalizer.ts';
import { startWorker } from '../src/start-worker.ts';
import { storeAsset } from '../src/store-asset.ts';
import { deleteStory } from '../src/stories/delete-story.ts';
import { listLedger } from '../src/stories/list-ledger.ts';
import { listPanels } from '../src/stories/list-panels.ts';
import { openBook, openPanelImage, openSheetImage } from '../src/stories/open-bytes.ts';
import { retakePanel } from '../src/stories/retake.ts';
import { submitStory } from '../src/stories/submit-story.ts';
import { listTakes, selectTake } from '../src/stories/takes.ts';
import { sweepArtifacts } from '../src/sweep-artifacts.ts';
import { openTestSystem, startAll, type TestSystem, testSpec, testTenant, untilEvent, untilStatus } from './testing.ts';

const tenant = testTenant;
const never = new AbortController().signal;
let system: TestSystem;
let context: Context;
beforeEach(async () => {
  system = await openTestSystem();
  context = system.context;
});
afterEach(() => system[Symbol.asyncDispose]());

async function submit(spec: StorySpec) {
  return (await submitStory(context, { tenant, spec })).story.id;
}

async function drawn(...specs: StorySpec[]) {
  await using _ = await startAll(context);
  const ids = await Promise.all(specs.map(submit));
  for (const id of ids) await untilStatus(context, id, 'completed');
  return ids;
}

/** What `sweepArtifacts` answers when nothing is kept for a while. */
const sweepAtOnce = () => sweepArtifacts({ ...context, config: { ...context.config, retentionMs: 0 } }, never);

async function stored(): Promise<string[]> {
  const files = await readdir(join(system.directory, 'artifacts', 'sha256'), { recursive: true, withFileTypes: true });
  return files.filter((file) => file.isFile()).map(({ parentPath, name }) => `${parentPath.slice(-2)}${name}`);
}

async function records(): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of context.artifacts.records()) keys.push(key);
  return keys;
}

const keysOf = async (id: string) =>
  (await listLedger(context, { tenant, id, limit: 200 })).items.map(({ key }) => key);

/** Everything of a story can be read. */
async function expectWhole(id: string) {
  for (const { number } of (await listPanels(context, { tenant, id, limit: 200 })).items)
    await (await openPanelImage(context, { tenant, id, number })).read();
  await (await openSheetImage(context, { tenant, id, number: 1 })).read();
  for (const format of ['pdf', 'cbz'] as const) await openBook(context, { tenant, id, format });
}

/** As the delete transition leaves Redis: nothing is known of the story. */
async function forget(id: string) {
  const { redis } = system;
  const prefix = `${context.root}:story:${id}`;
  await redis.del(...(await redis.keys(`${prefix}*`)));
  for (const index of ['created', 'updated']) await redis.zrem(`${context.root}:tenant:${tenant}:${index}`, id);
}

const differing = (title: string, panels = 3) =>
  testSpec(panels, {
    title,
    panels: Array.from({ length: panels }, (_, at) => ({ prompt: `${title} ${at + 1}` })),
  });

describe('a sweep without a grace', () => {
  it('takes nothing that a story shows, books and cast included, but what nobody wants', async () => {
    const picture = await drawStoryboardFrame({
      width: 64,
      height: 64,
      number: 1,
      prompt: 'the hare',
      characters: [],
      language: 'en',
      reference: null,
      requestKey: '0'.repeat(64),
    });
    const { id: asset } = await storeAsset(context, { tenant, bytes: picture });
    const unused = await storeAsset(context, { tenant, bytes: await resized(picture) });
    const hare = { id: 'hare', name: 'Hare', description: 'lean, brown', references: [asset] };
    const [id = ''] = await drawn(testSpec(10, { characters: [hare], render: { size: '64x64' } }));
    const before = await stored();
    const orphan = await context.artifacts.put(new TextEncoder().encode('of no story'));
    const report = await sweepAtOnce();
    // The orphan, and the unused picture with its record.
    expect(report?.purged.files).toBe(3);
    const after = await stored();
    expect(after).not.toContain(orphan);
    expect(before.filter((sha256) => !after.includes(sha256))).toEqual([unused.id.replace('asset_', '')]);
    await expectWhole(id);
  });

  it('after a story was deleted with its records leaves nothing of it, and all of the others', async () => {
    const [gone = '', stays = ''] = await drawn(differing('gone'), differing('stays'));
    expect(await deleteRecords(context, tenant, gone, await keysOf(gone))).toEqual({ removed: 3, handedOver: 0 });
    await forget(gone);
    // 3 frames, a sheet and its page as JPEG, 2 books. Both stories say nothing, so they have one lettering.
    expect(await sweepAtOnce()).toMatchObject({ purged: { files: 7 } });
    expect(await stored()).toHaveLength(8);
    await expectWhole(stays);
  });

  it('removes what a deletion left, whatever crashed after it, and what the last turn of the story still writes', async () => {
    const [gone = '', stays = ''] = await drawn(differing('gone'), differing('stays'));
    const [key = ''] = await keysOf(gone);
    const late = await context.artifacts.readRecord(tenant, key);
    await deleteStory(context, { tenant, id: gone });
    expect(await records()).toHaveLength(6);
    // 3 frames, a sheet and its page as JPEG, 2 books.
    expect(await sweepAtOnce()).toMatchObject({ purged: { files: 7 } });
    expect(await records()).toHaveLength(3);
    await context.artifacts.writeRecord(tenant, key, late);
    await sweepAtOnce();
    expect(await records()).toHaveLength(3);
    await expectWhole(stays);
  });

  it('removes what a deleted story recorded under a key that no request of it had, when its time is over', async () => {
    const [gone = '', stays = ''] = await drawn(differing('gone'), differing('stays'));
    const [key = ''] = await keysOf(gone);
    const record = await context.artifacts.readRecord(tenant, key);
    const [other = ''] = await keysOf(stays);
    const alias = `${other.slice(0, -4)}0000`;
    await context.artifacts.writeRecord(tenant, alias, record);
    await deleteStory(context, { tenant, id: gone });
    await sweepAtOnce();
    expect(await records()).toContain(alias);
    // As the deletion would stand there two hours later.
    const at = Date.now() - 2 * 60 * 60 * 1_000;
    await system.redis.hset(`${context.root}:removals`, gone, JSON.stringify({ tenant, at }));
    await sweepAtOnce();
    expect(await records()).toHaveLength(3);
    expect(await system.redis.keys(`${context.root}:remov*`)).toEqual([]);
    await expectWhole(stays);
  });

  it('keeps the frames of a story that was recalled from a deleted one, and they are recalled once more', async () => {
    const spec = differing('twice');
    const [first = ''] = await drawn(spec);
    const [second = ''] = await drawn({ ...spec, title: 'the same pictures' });
    expect(await deleteRecords(context, tenant, first, await keysOf(first))).toEqual({ removed: 0, handedOver: 3 });
    await forget(first);
    await sweepAtOnce();
    await expectWhole(second);
    await forget(second);
    const [third = ''] = await drawn(spec);
    expect(await keysOf(third)).toEqual([]);
  });

  it('judges nothing when Redis was wiped: everything is recalled, uploaded pictures included', async () => {
    const spec = differing('wiped');
    const [id = ''] = await drawn(spec);
    const before = await stored();
    await forget(id);
    expect(await sweepAtOnce()).toBeNull();
    expect(await stored()).toEqual(before);
    const [again = ''] = await drawn(spec);
    expect(await keysOf(again)).toEqual([]);
    expect(await sweepAtOnce()).not.toBeNull();
    await expectWhole(again);
  });
});

describe('a sweep with a grace', () => {
  it('that judged just before a story wanted the same costs nothing: all of it comes back automatically', async () => {
    const spec = differing('late');
    const [id = ''] = await drawn(spec);
    await forget(id);
    const other = await submit(differing('so that there is one'));
    for await (const { tenant: owner, key } of context.artifacts.records())
      await context.artifacts.removeRecord(owner, key, () => true);
    const old = new Date(Date.now() - 2 * context.config.retentionMs);
    const files = await stored();
    for (const sha256 of files)
      await utimes(join(system.directory, 'artifacts', 'sha256', sha256.slice(0, 2), sha256.slice(2)), old, old);
    expect(await sweepArtifacts(context, never)).toMatchObject({ trashed: { files: 8 }, purged: { files: 0 } });
    expect(await stored()).toEqual([]);
    const [again = ''] = await drawn(spec);
    await expectWhole(again);
    await untilStatus(context, other, 'completed');
    expect(await sweepArtifacts(context, never)).toMatchObject({ trashed: { files: 0 }, purged: { files: 0 } });
  });
});

describe('the finalizer', () => {
  it('sweeps when it is asked to, once more when it is asked while it sweeps, and leaves no job', async () => {
    const lines: { msg: string }[] = [];
    const log = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line) as { msg: string }) });
    const zero = { ...context, log, config: { ...context.config, retentionMs: 0 } };
    const orphan = await context.artifacts.put(new TextEncoder().encode('of no story'));
    await using _ = await startAll(zero);
    await Promise.all([context.queues.ensureSweep(), context.queues.ensureSweep(), context.queues.ensureSweep()]);
    await expect.poll(() => stored()).not.toContain(orphan);
    await expect
      .poll(() => context.queues.depths(), { timeout: 10_000 })
      .toContainEqual(expect.objectContaining({ name: 'finalize', waiting: 0, active: 0, delayed: 0 }));
    const sweeps = lines.filter(({ msg }) => msg === 'artifacts swept').length;
    expect(sweeps).toBeGreaterThanOrEqual(1);
    expect(sweeps).toBeLessThanOrEqual(2);
  });

  it('without room waits with what it has to compose, uses up no try, and continues automatically', async () => {
    const config = { ...context.config, minFreeBytes: 2 ** 60 };
    const { artifacts, log } = context;
    const full = { ...context, space: watchSpace({ artifacts, config, log }) };
    await using running = new AsyncDisposableStack();
    // The disk is full once everything is drawn.
    running.adopt(await startWorker(context), (it) => it.drain(5_000));
    running.adopt(await startFinalizer(full), (it) => it.drain(5_000));
    const id = await submit(differing('waits for room'));
    await untilEvent(context, id, (event) => event.type === 'story.status' && event.status === 'composing');
    const finalize = context.queues.board.find(({ name }) => name === 'finalize') as DelayedJobs | undefined;
    await expect.poll(() => finalize?.getDelayedCount()).toBe(1);
    const [job] = (await finalize?.getDelayed()) ?? [];
    expect(job?.attemptsMade).toBe(0);
    config.minFreeBytes = 0;
    // What half a minute does.
    await finalize?.promoteJobs();
    await untilStatus(context, id, 'completed');
    await expectWhole(id);
  });
});

/** What this test asks a BullMQ queue for. */
interface DelayedJobs {
  getDelayedCount(): Promise<number>;
  getDelayed(): Promise<{ readonly attemptsMade: number }[]>;
  promoteJobs(): Promise<void>;
}

const resized = async (bytes: Uint8Array) => (await resizePicture(bytes, 32)).bytes;

describe('a limit in bytes', () => {
  it('frees books and takes that are not selected of finished stories, oldest first, and never what is selected or in use', async () => {
    const [older = '', newer = ''] = await drawn(differing('older', 2), differing('newer', 2));
    const retake = async (id: string) => {
      await using _ = await startAll(context);
      await retakePanel(context, { tenant, id, number: 1 }, { count: 1, cascade: 'keep', dryRun: false });
      await untilEvent(context, id, (event) => event.type === 'batch.reopened');
      await untilStatus(context, id, 'completed');
    };
    await retake(older);
    await retake(newer);
    const held = await submit(differing('held', 1));
    const usage = await context.artifacts.usage(never);
    const [old] = await context.state.read.takes(older, 'p1');
    const shrink = async (retentionBytes: number) =>
      shrinkArtifacts({ ...context, config: { ...context.config, retentionMs: 0, retentionBytes } }, never);

    expect(await shrink(usage)).toBe(usage);
    expect(await context.artifacts.has(old?.sha256 ?? '')).toBe(true);

    // Nothing can be freed any more in the end, though the limit is not kept.
    const left = await shrink(1);
    expect(left).toBe(await context.artifacts.usage(never));
    expect(left).toBeLessThan(usage);
    for (const id of [older, newer]) {
      const takes = (await listTakes(context, { tenant, id, number: 1, limit: 10 })).items;
      expect(takes.map(({ removed, selected }) => [removed ?? false, selected])).toEqual([
        [true, false],
        [false, true],
      ]);
      await expect(
        selectTake(context, { tenant, id, number: 1, take: 1 }, { cascade: 'keep', dryRun: false }),
      ).rejects.toThrow(/take 1 of panel 1 was removed to make room/);
      for (const { number } of (await listPanels(context, { tenant, id, limit: 200 })).items)
        await (await openPanelImage(context, { tenant, id, number })).read();
      await (await openSheetImage(context, { tenant, id, number: 1 })).read();
    }
    expect(await context.state.sweeps.last()).toMatchObject({ bytes: left, limit: 1 });
    expect((await listLedger(context, { tenant, id: older, limit: 200 })).items).toHaveLength(3);
    // A book is bound again when it is asked for.
    await using _ = await startAll(context);
    await expect(openBook(context, { tenant, id: older, format: 'cbz' })).rejects.toThrow(/bound again/);
    await untilStatus(context, older, 'completed');
    await openBook(context, { tenant, id: older, format: 'cbz' });
    await untilStatus(context, held, 'completed');
  });
});
