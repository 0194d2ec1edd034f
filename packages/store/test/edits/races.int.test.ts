import type { PanelSpec } from '@nextpanel/core';
import { afterAll, describe, expect, it } from 'vitest';
import { openKeyspace } from '../../src/keyspace.ts';
import { loadTransitions } from '../../src/load-transitions.ts';
import type { ClaimedBatch } from '../../src/state/claimed-batch.ts';
import { type EditTransitions, editTransitions } from '../../src/state/edit-transitions.ts';
import {
  drawBatch,
  keepAll,
  openTestState,
  testFrame,
  testIntent,
  testKept,
  testKey,
  testPanel,
  testSent,
  testSubmission,
} from '../testing.ts';

const test = openTestState();
const { state } = test;
afterAll(() => test[Symbol.asyncDispose]());

const keys = openKeyspace(test.prefix);
const run = loadTransitions(test.redis);

/** Edits between whose reading and writing something else happens. */
const disturbedBy = (meanwhile: () => Promise<unknown>): EditTransitions =>
  editTransitions(
    test.redis,
    async (name, names, args) => {
      if (name === 'apply-edit') await meanwhile();
      return run(name, names, args);
    },
    keys,
  );

let stories = 0;
async function submitted(panels = 16) {
  stories += 1;
  const id = `race${stories}`;
  await state.stories.submit(testSubmission(id, panels));
  return { id, lock: await test.lock(id) };
}
let changes = 0;
async function edited({ id, lock }: { readonly id: string; readonly lock: { readonly lockKey: string } }) {
  changes += 1;
  return { id, lockKey: lock.lockKey, change: `race-${changes}`, rev: (await state.read.head(id))?.rev ?? 0 };
}
const art = { spec: { ...testPanel(1), prompt: 'another' } as PanelSpec, art: true, cascade: 'keep' as const };
const words = { ...art, art: false };
const panelOf = async (id: string, panel: string) => (await state.read.panels(id, [panel]))[0];
async function claimed({ id, lock }: Awaited<ReturnType<typeof submitted>>): Promise<ClaimedBatch> {
  const claim = await state.batches.claim(id, lock, 'storyboard');
  if (claim.kind !== 'claimed') throw new Error('not claimed');
  return claim.batch;
}

describe('an edit that another one comes before', () => {
  it('is refused whatever it concerns, and made when it is computed again', async () => {
    const story = await submitted();
    const edits = disturbedBy(async () => state.edits.editPanel(await edited(story), 'p9', words));
    expect(await edits.editPanel(await edited(story), 'p1', words)).toEqual({ kind: 'changed' });
    expect((await panelOf(story.id, 'p1'))?.spec.prompt).toBe('panel 1');
    expect(await state.edits.editPanel(await edited(story), 'p1', words)).toEqual({ kind: 'edited' });
    expect(await state.read.head(story.id)).toMatchObject({ rev: 2, edits: 2 });
  });

  it('is refused before anything is read for it when its revision is old already', async () => {
    const story = await submitted();
    const old = await edited(story);
    await state.edits.editPanel(await edited(story), 'p9', words);
    expect(await state.edits.movePanel(old, 'p1', 4, testSubmission('x', 1).spec)).toEqual({ kind: 'changed' });
  });

  it('is answered, not made again, when its script is sent twice', async () => {
    const story = await submitted();
    await drawBatch(test, story.id, story.lock);
    const once = await edited(story);
    const frame = testFrame('by hand');
    const take = () => state.edits.addTake(once, 'p1', frame, { select: 'no', cascade: 'keep' });
    expect(await take()).toEqual({ kind: 'added', take: 2 });
    expect(await take()).toEqual({ kind: 'added', take: 2 });
    expect((await panelOf(story.id, 'p1'))?.takes).toBe(2);
  });
});

describe('a worker that comes in between', () => {
  it('claims the batch: the edit is refused, and waits for the batch when it is computed again', async () => {
    const story = await submitted();
    await test.redis.del(story.lock.lockKey);
    const edits = disturbedBy(async () => {
      await test.lock(story.id);
      await claimed(story);
    });
    expect(await edits.editPanel(await edited(story), 'p1', art)).toEqual({ kind: 'changed' });
    expect(await state.edits.editPanel(await edited(story), 'p1', art)).toEqual({ kind: 'drawing' });
  });

  it('keeps a frame that the edit did not know of: it is not lost, but becomes a take', async () => {
    const story = await submitted();
    const batch = await claimed(story);
    await test.redis.del(story.lock.lockKey);
    const edits = disturbedBy(async () => {
      await test.lock(story.id);
      await keepAll(state, batch.fence, batch, ['p1']);
      await test.redis.del(story.lock.lockKey);
    });
    expect(await edits.editPanel(await edited(story), 'p1', art)).toEqual({ kind: 'changed' });
    expect(await panelOf(story.id, 'p1')).toMatchObject({ kept: testFrame('frame-p1'), takes: 0 });
    expect(await state.edits.editPanel(await edited(story), 'p1', art)).toEqual({ kind: 'edited' });
    expect(await panelOf(story.id, 'p1')).toMatchObject({ kept: null, takes: 1 });
  });

  it('at another batch disturbs nothing', async () => {
    const story = await submitted();
    await drawBatch(test, story.id, story.lock);
    const edits = disturbedBy(() => drawBatch(test, story.id, story.lock));
    expect(await edits.retake(await edited(story), ['p1'], { count: 1, cascade: 'keep' })).toEqual({ kind: 'retaken' });
    expect((await state.read.batches(story.id)).map(({ status }) => status)).toEqual(['waiting', 'drawn']);
  });
});

describe('an earlier batch that is drawn again', () => {
  it('ends the attempt of a batch that waits for its vendor: that one follows from other frames then', async () => {
    const story = await submitted();
    await drawBatch(test, story.id, story.lock);
    const batch = await claimed(story);
    await state.batches.release(batch.fence, batch.id, 'rate_limited', 0, { wait: {}, suspended: true });
    await state.edits.retake(await edited(story), ['p8'], { count: 1, cascade: 'keep' });
    await drawBatch(test, story.id, story.lock);
    const attempts = await state.read.attempts(story.id);
    expect(attempts.filter((it) => it.batch === batch.id).map(({ end }) => [end?.outcome, end?.code])).toEqual([
      ['yielded', 'frames_changed'],
    ]);
    expect(await claimed(story)).toMatchObject({ id: batch.id, attempt: 2 });
  });

  it('and a panel put between: the record of a batch begun before names the panel whose frame went along', async () => {
    const story = await submitted();
    await drawBatch(test, story.id, story.lock);
    const batch = await claimed(story);
    await keepAll(state, batch.fence, batch, ['p9']);
    const { spec } = testSubmission('x', 17);
    const options = { batchSizes: [1], cascade: 'keep' as const };
    const inserted = await state.edits.insertPanels(await edited(story), 8, spec, [testPanel(17)], options);
    expect(inserted).toMatchObject({ kind: 'inserted' });
    await state.batches.release(batch.fence, batch.id, 'interrupted', 0);
    await drawBatch(test, story.id, story.lock);
    const again = await claimed(story);
    expect(again).toMatchObject({ id: batch.id, reference: { panel: 'p8' } });
  });
});

describe('what is at the vendor', () => {
  it('keeps nobody from editing: the frame of the older revision becomes a take, and the panel is drawn again', async () => {
    const story = await submitted();
    const batch = await claimed(story);
    await state.batches.intend(batch.fence, batch, [testIntent('k:1', ['p1'])]);
    await state.batches.order(batch.fence, [testSent('k:1')]);
    await state.batches.saveVendorIds(batch.fence, [{ id: 'k:1', vendorId: 'v1' }]);
    await state.batches.release(batch.fence, batch.id, 'interrupted', 0);
    expect(await state.edits.editPanel(await edited(story), 'p1', art)).toEqual({ kind: 'edited' });
    const again = await claimed(story);
    expect(again.panels[0]).toMatchObject({ art: 1, kept: null });
    expect(again.requests).toMatchObject([{ id: 'k:1', state: 'ordered', vendorId: 'v1', frames: [{ art: 0 }] }]);
    const frame = { ...testKept('p1', testFrame('old')), target: null };
    const settled = { id: 'k:1', key: testKey('k:1'), outcome: 'kept' as const, cost: 5, frames: [frame] };
    expect(await state.batches.settle(again.fence, again.id, [settled])).toBe('settled');
    expect(await panelOf(story.id, 'p1')).toMatchObject({ kept: null, selected: null, takes: 1 });
    expect(await state.read.story(story.id)).toMatchObject({ spent: 5, possibly: 0 });
  });

  it('keeps the only panel of its batch from being removed: nobody would collect it', async () => {
    const story = await submitted(9);
    await drawBatch(test, story.id, story.lock);
    const batch = await claimed(story);
    await state.batches.intend(batch.fence, batch, [testIntent('k9:1', ['p9'])]);
    await state.batches.order(batch.fence, [testSent('k9:1')]);
    await state.batches.release(batch.fence, batch.id, 'interrupted', 0);
    const { spec } = testSubmission('x', 1);
    expect(await state.edits.removePanel(await edited(story), 'p9', spec)).toEqual({ kind: 'at_vendor' });
  });
});
