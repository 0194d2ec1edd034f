import type { JobLock, ProviderId } from '@nextpanel/core';
import { afterAll, describe, expect, it } from 'vitest';
import { keyRoot } from '../../src/keyspace.ts';
import {
  drawBatch,
  keepAll,
  openTestState,
  testFrame,
  testIds,
  testIntent,
  testKept,
  testKey,
  testSent,
  testSubmission,
} from '../testing.ts';

const test = openTestState();
const { state } = test;
afterAll(() => test[Symbol.asyncDispose]());

let stories = 0;
async function submitted(panels = 16, over = {}) {
  stories += 1;
  const id = `s${stories}`;
  await state.stories.submit(testSubmission(id, panels, 8, over));
  return id;
}
async function eventsOf(id: string) {
  const events = [];
  for await (const event of state.events.read(id, '0')) events.push(event);
  return events;
}

describe('a story from submit to completed', () => {
  it('moves queued → drawing → composing → completed, with every change in its event stream', async () => {
    const id = await submitted();
    const lock = await test.lock(id);
    expect(await drawBatch(test, id, lock)).toEqual({ kind: 'committed', next: 'more' });
    expect((await state.read.story(id))?.status).toBe('drawing');
    expect(await drawBatch(test, id, lock)).toEqual({ kind: 'committed', next: 'composing' });
    expect(await state.batches.claim(id, lock, 'storyboard')).toEqual({ kind: 'rest', status: 'composing' });

    const sheet = { sha256: 'a', inputs: 'i', width: 1, height: 1, panels: [], warnings: [] };
    const first = await state.read.selected(id, testIds(8));
    const second = await state.read.selected(id, testIds(8, 9));
    expect(await state.books.composeSheet(id, 1, sheet, first, 1)).toBe('changed');
    expect(await state.books.composeSheet(id, 1, sheet, first, 0)).toBe('some');
    expect(await state.books.composeSheet(id, 2, sheet, second, 0)).toBe('all');
    const sheets = await state.read.sheets(id);
    expect(await state.books.bindBook(id, 'pdf', { sha256: 'b', bytes: 1, pages: 2 }, { sheets, cover: null }, 0)).toBe(
      'composing',
    );
    expect(await state.books.bindBook(id, 'cbz', { sha256: 'c', bytes: 1, pages: 2 }, { sheets, cover: null }, 0)).toBe(
      'completed',
    );

    const facts = await state.read.story(id);
    expect(facts).toMatchObject({
      status: 'completed',
      drawnPanels: 16,
      drawnBatches: 2,
      composedSheets: 2,
      spent: 160,
      held: 0,
    });
    expect(await state.read.active()).not.toContain(id);
    const types = (await eventsOf(id)).map(({ type }) => type);
    expect(types.filter((type) => type === 'panel.drawn')).toHaveLength(16);
    const others = types.filter((type) => type !== 'panel.drawn' && type !== 'requests.changed');
    expect(others).toEqual([
      'story.status',
      'story.status',
      'batch.started',
      'batch.drawn',
      'batch.started',
      'batch.drawn',
      'story.status',
      'sheet.composed',
      'sheet.composed',
      'book.bound',
      'book.bound',
      'story.status',
    ]);
  });

  it('hands batch k+1 the selected last frame of batch k, and the first frame as anchor', async () => {
    const id = await submitted();
    const lock = await test.lock(id);
    await drawBatch(test, id, lock);
    const claim = await state.batches.claim(id, lock, 'storyboard');
    expect(claim).toMatchObject({
      kind: 'claimed',
      batch: {
        number: 2,
        anchor: testFrame('frame-p1'),
        reference: { panel: 'p8', number: 8, frame: testFrame('frame-p8') },
      },
    });
  });
});

describe('the fence', () => {
  it('refuses every write of an older turn, even one with the same token', async () => {
    const id = await submitted();
    const lock = await test.lock(id);
    const old = await state.batches.claim(id, lock, 'storyboard');
    const fresh = await state.batches.claim(id, lock, 'storyboard');
    if (old.kind !== 'claimed' || fresh.kind !== 'claimed') throw new Error('not claimed');
    expect(fresh.batch.fence.number).toBe(old.batch.fence.number + 1);
    const intent = testIntent('k:1', ['p1'], { expected: 1, high: 1 });
    expect(await state.batches.intend(old.batch.fence, old.batch, [intent])).toEqual({ kind: 'fenced' });
    expect(await keepAll(state, old.batch.fence, old.batch, ['p1'])).toBe('fenced');
    expect(await state.batches.commit(old.batch.fence, old.batch, 0)).toEqual({ kind: 'fenced' });
    expect(await state.batches.release(old.batch.fence, 'b1', 'interrupted', 0)).toBe('fenced');
    expect(await state.batches.retry(old.batch.fence, 'b1', { code: 'server_error', detail: '' }, 0)).toBe('fenced');
    expect(await state.batches.fail(old.batch.fence, 'b1', { code: 'server_error', detail: '' }, [], 0)).toBe('fenced');
    expect(await keepAll(state, fresh.batch.fence, fresh.batch, ['p1'])).toBe('settled');
  });

  it('refuses a claim without the lock, and every write after the lock went to another worker', async () => {
    const id = await submitted();
    const lock = await test.lock(id, 'worker-a:1');
    const claim = await state.batches.claim(id, lock, 'storyboard');
    if (claim.kind !== 'claimed') throw new Error('not claimed');
    await test.lock(id, 'worker-b:1');
    expect(await state.batches.claim(id, lock, 'storyboard')).toEqual({ kind: 'lost' });
    expect(await keepAll(state, claim.batch.fence, claim.batch, ['p1'])).toBe('fenced');
  });
});

describe('a story that is deleted while it is read', () => {
  it('has no batches, not batches of which nothing is known', async () => {
    const id = await submitted();
    expect(await state.read.batches(id)).toMatchObject([
      { id: 'b1', number: 1, status: 'waiting', panels: testIds(8) },
      { id: 'b2', number: 2, status: 'waiting', panels: testIds(8, 9) },
    ]);
    // What a reader finds who had the header before.
    await test.redis.del(`${keyRoot(test.prefix)}:story:${id}:batches`);
    expect(await state.read.batches(id)).toEqual([]);
  });
});

describe('the ledger of a story that was begun before requests named their provider', () => {
  it('reads as it did then', async () => {
    const id = await submitted();
    const claim = await state.batches.claim(id, await test.lock(id), 'storyboard');
    if (claim.kind !== 'claimed') throw new Error('not claimed');
    const { batch } = claim;
    await state.batches.intend(batch.fence, batch, [testIntent('k:1', ['p1'], { expected: 1, high: 1 })]);
    const intent = JSON.stringify({ batch: 'b1', panels: ['p1'], estimate: 1 });
    await test.redis.hset(`${keyRoot(test.prefix)}:story:${id}:requests`, 'k:1.intent', intent);
    expect(await state.read.requests(id)).toMatchObject([{ id: 'k:1', batch: 'b1', provider: null, model: null }]);
  });
});

describe('a turn whose lock expired', () => {
  const keptFrame = {
    id: 'k:1',
    key: testKey('k:1'),
    outcome: 'kept' as const,
    cost: 1,
    frames: [testKept('p1', testFrame('old'))],
  };
  async function lapsed() {
    const id = await submitted();
    const lock = await test.lock(id);
    const claim = await state.batches.claim(id, lock, 'storyboard');
    if (claim.kind !== 'claimed') throw new Error('not claimed');
    const { batch } = claim;
    await state.batches.intend(batch.fence, batch, [testIntent('k:1', ['p1'], { expected: 1, high: 1 })]);
    await test.redis.del(lock.lockKey);
    return { id, lock, batch };
  }

  it('continues when it takes the lock again and nothing else happened', async () => {
    const { id, batch } = await lapsed();
    expect(await state.batches.order(batch.fence, [testSent('k:1')])).toBe('fenced');
    await test.lock(id);
    expect(await state.batches.order(batch.fence, [testSent('k:1')])).toBe('ordered');
    expect(await state.batches.settle(batch.fence, 'b1', [keptFrame])).toBe('settled');
  });

  it('writes nothing any more when a user has changed what it draws', async () => {
    const { id, lock, batch } = await lapsed();
    const [panel] = await state.read.panels(id, ['p1']);
    if (!panel) throw new Error('no panel');
    const story = { id, lockKey: lock.lockKey, change: `edit ${id}`, rev: 0 };
    const change = { spec: { ...panel.spec, prompt: 'new' }, art: true, cascade: 'keep' as const };
    expect(await state.edits.editPanel(story, 'p1', change)).toEqual({ kind: 'edited' });
    await test.lock(id);
    expect(await state.batches.order(batch.fence, [testSent('k:1')])).toBe('fenced');
    expect(await state.batches.settle(batch.fence, 'b1', [keptFrame])).toBe('fenced');
    expect((await state.read.panels(id, ['p1']))[0]).toMatchObject({ kept: null, selected: null });
  });
});

describe('money', () => {
  it('counts a request once, however often it is settled, and holds the high estimate meanwhile', async () => {
    const id = await submitted();
    const claim = await state.batches.claim(id, await test.lock(id), 'storyboard');
    if (claim.kind !== 'claimed') throw new Error('not claimed');
    const { fence } = claim.batch;
    await state.batches.intend(fence, claim.batch, [testIntent('k:1', ['p1'], { expected: 10, high: 30 })]);
    expect(await state.read.story(id)).toMatchObject({ held: 30, spent: 0 });
    await state.batches.order(fence, [testSent('k:1')]);
    const kept = {
      id: 'k:1',
      key: testKey('k:1'),
      outcome: 'kept' as const,
      cost: 12,
      frames: [testKept('p1', testFrame('a'))],
    };
    await state.batches.settle(fence, 'b1', [kept, kept]);
    await state.batches.settle(fence, 'b1', [kept]);
    expect(await state.read.story(id)).toMatchObject({ held: 0, spent: 12, possibly: 0 });
    expect((await eventsOf(id)).filter(({ type }) => type === 'panel.drawn')).toHaveLength(1);
  });

  it('never orders past the budget, counting open requests at their high estimate', async () => {
    const id = await submitted(16, { budget: 100 });
    const claim = await state.batches.claim(id, await test.lock(id), 'storyboard');
    if (claim.kind !== 'claimed') throw new Error('not claimed');
    const { fence } = claim.batch;
    const intent = (n: number, high: number) => testIntent(`k${n}:1`, [`p${n}`], { expected: 1, high });
    expect(await state.batches.intend(fence, claim.batch, [intent(1, 60)])).toEqual({ kind: 'intended' });
    expect(await state.batches.intend(fence, claim.batch, [intent(2, 41)])).toEqual({
      kind: 'budget',
      budget: 100,
      needed: 101,
      possibly: 0,
    });
    expect(await state.batches.intend(fence, claim.batch, [intent(2, 40)])).toEqual({ kind: 'intended' });
  });

  it('stays with the provider it was paid at when the story continues with another, and when it is deleted', async () => {
    const id = await submitted(16, { tenant: 'moved' });
    const lock = await test.lock(id);
    const pay = async (provider: ProviderId, key: string, spent: number, possibly: number) => {
      const claim = await state.batches.claim(id, lock, provider);
      if (claim.kind !== 'claimed') throw new Error(`not claimed: ${claim.kind}`);
      const { batch } = claim;
      const ids = [`${key}:1`, `${key}:2`, `${key}:3`] as const;
      const intents = ids.map((it) => testIntent(it, ['p1'], { expected: possibly, high: possibly }));
      await state.batches.intend(batch.fence, batch, intents);
      await state.batches.order(batch.fence, [ids[0], ids[1]].map(testSent));
      await state.batches.settle(batch.fence, 'b1', [
        { id: ids[0], key, outcome: 'refused', cost: spent, code: 'moderation_blocked', frames: [] },
        { id: ids[1], key, outcome: 'possibly_paid', cost: possibly, frames: [] },
      ]);
      await state.batches.release(batch.fence, 'b1', 'rate_limited', 0);
    };
    const moveTo = async (provider: ProviderId) => {
      const facts = await state.read.story(id);
      if (!facts) throw new Error('gone');
      const spec = { ...facts.spec, render: { ...facts.spec.render, provider, model: `${provider}-1` } };
      const change = { spec, render: true, books: false };
      // Nobody holds it any more.
      expect(
        await state.edits.amend(
          { id, lockKey: 'nobody', change: `move ${id} to ${provider} ${facts.spent}`, rev: facts.rev },
          change,
        ),
      ).toEqual({ kind: 'amended' });
    };
    await pay('storyboard', 'a', 5, 2);
    await moveTo('fal');
    await pay('fal', 'b', 30, 0);
    await moveTo('storyboard');
    await pay('storyboard', 'c', 100, 7);
    const spending = { storyboard: { spent: 105, possibly: 9 }, fal: { spent: 30, possibly: 0 } };
    const facts = await state.read.story(id);
    expect(facts).toMatchObject({ spent: 135, possibly: 9 });
    expect(Object.fromEntries(facts?.spending ?? [])).toMatchObject(spending);
    const ledger = (await state.read.requests(id)).filter(({ outcome }) => outcome);
    expect(ledger.map(({ id: request, provider, model }) => [request[0], provider, model])).toEqual([
      ...Array(2).fill(['a', 'storyboard', 'storyboard-1']),
      ...Array(2).fill(['b', 'fal', 'fal-1']),
      ...Array(2).fill(['c', 'storyboard', 'storyboard-1']),
    ]);
    await state.stories.cancel(id, 'nobody');
    expect(await state.edits.delete({ id, lockKey: 'nobody', change: `delete ${id}` })).toEqual({ kind: 'deleted' });
    expect(Object.fromEntries(await state.edits.deletedSpending('moved'))).toEqual(spending);
  });

  it('keeps what is possibly paid apart, and in the ledger after the request is ordered again', async () => {
    const id = await submitted();
    const claim = await state.batches.claim(id, await test.lock(id), 'storyboard');
    if (claim.kind !== 'claimed') throw new Error('not claimed');
    const { fence } = claim.batch;
    await state.batches.intend(fence, claim.batch, [testIntent('k:1', ['p1'], { expected: 10, high: 30 })]);
    await state.batches.order(fence, [testSent('k:1')]);
    await state.batches.settle(fence, 'b1', [
      { id: 'k:1', key: testKey('k:1'), outcome: 'possibly_paid', cost: 10, frames: [] },
    ]);
    await state.batches.intend(fence, claim.batch, [testIntent('k:2', ['p1'], { expected: 10, high: 30 })]);
    expect(await state.read.story(id)).toMatchObject({ possibly: 10, spent: 0, held: 30 });
    // A hash has no order.
    const states = (await state.read.requests(id)).map(({ id: request, state: it }) => [request, it] as const);
    expect(Object.fromEntries(states)).toEqual({ 'k:1': 'possibly_paid', 'k:2': 'intended' });
  });

  it('of a request that counted as possibly paid at no price stays right when evidence comes', async () => {
    const id = await submitted(8);
    const lock = await test.lock(id);
    const claim = await state.batches.claim(id, lock, 'storyboard');
    if (claim.kind !== 'claimed') throw new Error(claim.kind);
    const { fence, id: batch } = claim.batch;
    await state.batches.intend(fence, claim.batch, [testIntent('free:1', ['p1'], { expected: 10, high: 10 })]);
    await state.batches.order(fence, [testSent('free:1')]);
    const nothing = { id: 'free:1', key: testKey('free:1'), outcome: 'possibly_paid', cost: 0, frames: [] } as const;
    await state.batches.settle(fence, batch, [nothing]);
    const found = { says: 'found', source: 'webhook', vendorId: `vendor-${id}` } as const;
    expect(await state.requests.learn(id, 'free:1', found)).toEqual({ kind: 'learnt', status: 'drawing' });
    expect(await state.read.story(id)).toMatchObject({ possibly: 0, spent: 0, held: 10 });
  });
});

describe('crashes', () => {
  it('close the attempt as crashed, and after five deaths without a kept frame the story needs attention', async () => {
    const id = await submitted();
    const lock = await test.lock(id);
    for (let death = 0; death < 5; death += 1)
      expect((await state.batches.claim(id, lock, 'storyboard')).kind).toBe('claimed');
    expect(await state.batches.claim(id, lock, 'storyboard')).toEqual({ kind: 'rest', status: 'needs_attention' });
    const facts = await state.read.story(id);
    expect(facts?.reason).toBe('crash_loop');
    expect(facts?.failures.find(({ panel }) => panel === null)?.failure.code).toBe('crash_loop');
    expect((await state.read.attempts(id)).map(({ end }) => end?.outcome)).toEqual(Array(5).fill('crashed'));
    expect((await state.stories.resume(id)).kind).toBe('done');
    expect((await state.batches.claim(id, lock, 'storyboard')).kind).toBe('claimed');
  });

  it('are no strikes while every life keeps another frame', async () => {
    const id = await submitted();
    const lock = await test.lock(id);
    for (let panel = 1; panel <= 8; panel += 1) {
      const claim = await state.batches.claim(id, lock, 'storyboard');
      if (claim.kind !== 'claimed') throw new Error(`not claimed before panel ${panel}`);
      expect(claim.batch.panels.filter(({ kept }) => kept)).toHaveLength(panel - 1);
      await keepAll(state, claim.batch.fence, claim.batch, [`p${panel}`]);
    }
    expect((await state.batches.claim(id, lock, 'storyboard')).kind).toBe('claimed');
  });
});

describe('commands', () => {
  it('pause shows at once; the batch in progress commits; resume continues', async () => {
    const id = await submitted();
    const lock = await test.lock(id);
    const claim = await state.batches.claim(id, lock, 'storyboard');
    if (claim.kind !== 'claimed') throw new Error('not claimed');
    expect(await state.stories.pause(id)).toEqual({ kind: 'done' });
    expect(await state.stories.pause(id)).toEqual({ kind: 'unchanged' });
    expect((await state.read.story(id))?.status).toBe('paused');
    await keepAll(state, claim.batch.fence, claim.batch, testIds(8));
    expect(await state.batches.commit(claim.batch.fence, claim.batch, 0)).toEqual({ kind: 'committed', next: 'rest' });
    expect(await state.batches.claim(id, lock, 'storyboard')).toEqual({ kind: 'rest', status: 'paused' });
    expect(await state.stories.resume(id)).toEqual({ kind: 'done' });
    expect(await drawBatch(test, id, lock)).toEqual({ kind: 'committed', next: 'composing' });
  });

  it('cancel stops new orders, keeps what was ordered, and cannot be resumed', async () => {
    const id = await submitted();
    const lock = await test.lock(id);
    const claim = await state.batches.claim(id, lock, 'storyboard');
    if (claim.kind !== 'claimed') throw new Error('not claimed');
    const { fence } = claim.batch;
    const intents = [1, 2].map((n) => testIntent(`k${n}:1`, [`p${n}`], { expected: 1, high: 1 }));
    await state.batches.intend(fence, claim.batch, intents);
    await state.batches.order(fence, [testSent('k1:1')]);
    await state.stories.cancel(id, lock.lockKey);
    expect(await state.batches.order(fence, [testSent('k2:1')])).toBe('cancelled');
    const kept = {
      id: 'k1:1',
      key: testKey('k1:1'),
      outcome: 'kept' as const,
      cost: 5,
      frames: [testKept('p1', testFrame('a'))],
    };
    expect(await state.batches.settle(fence, 'b1', [kept])).toBe('settled');
    expect(await state.stories.resume(id)).toEqual({ kind: 'invalid', status: 'cancelled' });
    expect((await state.read.story(id))?.spent).toBe(5);
  });

  it('an approval gate stops after its batch until approved; resume is no approval', async () => {
    const submission = testSubmission('gate', 24);
    const spec = { ...submission.spec, render: { ...submission.spec.render, approveAfter: 1 } };
    await state.stories.submit({ ...submission, spec });
    const lock = await test.lock('gate');
    expect(await drawBatch(test, 'gate', lock)).toEqual({ kind: 'committed', next: 'rest' });
    expect((await state.read.story('gate'))?.reason).toBe('approval');
    expect(await state.stories.resume('gate')).toEqual({ kind: 'invalid', status: 'approval' });
    expect(await state.stories.approve('gate')).toEqual({ kind: 'done' });
    expect(await drawBatch(test, 'gate', lock)).toEqual({ kind: 'committed', next: 'more' });
  });
});

describe('an idempotency key', () => {
  it('answers a repeat with the first story and refuses another body', async () => {
    const idempotency = { key: 'once', bodyHash: 'h1' };
    expect(await state.stories.submit(testSubmission('i1', 1, 8, { idempotency }))).toMatchObject({
      kind: 'submitted',
    });
    expect(await state.stories.submit(testSubmission('i2', 1, 8, { idempotency }))).toEqual({
      kind: 'replayed',
      id: 'i1',
    });
    const other = { idempotency: { key: 'once', bodyHash: 'h2' } };
    expect(await state.stories.submit(testSubmission('i3', 1, 8, other))).toEqual({ kind: 'mismatch' });
    expect(await state.read.story('i2')).toBeNull();
  });
});

describe('a lost frame', () => {
  it('sends only its own panel back to be drawn, and unmakes what showed it', async () => {
    const id = await submitted(8);
    const lock = await test.lock(id);
    await drawBatch(test, id, lock);
    const selected = await state.read.selected(id, testIds(8));
    const sheet = { sha256: 'a', inputs: 'i', width: 1, height: 1, panels: [], warnings: [] };
    await state.books.composeSheet(id, 1, sheet, selected, 0);
    const raw = selected.get('p3')?.raw ?? '';
    const lost = { panel: 'p3', raw, batch: 'b1' };
    expect(await state.books.loseFrame(id, lost, 'redraw', { code: 'frame_lost', detail: '' })).toBe('waiting');
    expect(await state.books.loseFrame(id, lost, 'redraw', { code: 'frame_lost', detail: '' })).toBe('changed');
    const claim = await state.batches.claim(id, lock, 'storyboard');
    if (claim.kind !== 'claimed') throw new Error('not claimed');
    expect(claim.batch.panels.filter(({ kept }) => !kept).map(({ number }) => number)).toEqual([3]);
    await keepAll(state, claim.batch.fence, claim.batch, ['p3'], 'again');
    expect(await state.batches.commit(claim.batch.fence, claim.batch, 0)).toEqual({
      kind: 'committed',
      next: 'composing',
    });
    const takes = (await state.read.panels(id, ['p2', 'p3'])).map((panel) => panel.takes);
    expect(takes).toEqual([1, 2]);
    expect((await state.read.sheets(id)).size).toBe(0);
  });
});

describe('a take whose picture made room', () => {
  it('is marked once its story is over, never the selected one, and cannot be selected any more', async () => {
    const id = await submitted(8);
    const lock = await test.lock(id);
    await drawBatch(test, id, lock);
    const raw = (await state.read.selected(id, ['p3'])).get('p3')?.raw ?? '';
    await state.books.loseFrame(id, { panel: 'p3', raw, batch: 'b1' }, 'redraw', { code: 'frame_lost', detail: '' });
    const claim = await state.batches.claim(id, lock, 'storyboard');
    if (claim.kind !== 'claimed') throw new Error('not claimed');
    await keepAll(state, claim.batch.fence, claim.batch, ['p3'], 'again');
    await state.batches.commit(claim.batch.fence, claim.batch, 0);
    expect(await state.spared.markTakes(id)).toEqual([]);

    await test.redis.hset(`${keyRoot(test.prefix)}:story:${id}`, 'status', 'completed');
    const [first, second] = await state.read.takes(id, 'p3');
    expect(await state.spared.markTakes(id)).toEqual([first?.sha256]);
    expect((await state.read.takes(id, 'p3')).map(({ removed }) => removed)).toEqual([true, undefined]);
    const [{ overSince, keeps } = { overSince: 0, keeps: new Set() }] = await state.spared.needs([id]);
    expect([overSince !== null, keeps.has(second?.sha256 ?? ''), keeps.has(first?.sha256 ?? '')]).toEqual([
      true,
      true,
      false,
    ]);
    const story = { id, lockKey: lock.lockKey, change: 'select', rev: 0 };
    expect(await state.edits.selectTake(story, 'p3', 1, 'keep')).toEqual({ kind: 'changed' });
    // Once more marks nothing, and names what is gone.
    expect(await state.spared.markTakes(id)).toEqual([first?.sha256]);
    expect((await eventsOf(id)).filter(({ type }) => type === 'takes.removed')).toHaveLength(1);
  });
});

describe('a story that rests', () => {
  const claimed = async (id: string, lock: JobLock) => {
    const claim = await state.batches.claim(id, lock, 'storyboard');
    if (claim.kind !== 'claimed') throw new Error(`not claimed: ${claim.kind}`);
    return claim.batch;
  };

  it("is not claimed before its time, by Redis' clock, and uses neither attempt nor fence", async () => {
    const id = await submitted(8);
    const lock = await test.lock(id);
    const batch = await claimed(id, lock);
    await state.batches.release(batch.fence, batch.id, 'rate_limited', 0, { restMs: 400 });
    const early = await state.batches.claim(id, lock, 'storyboard');
    expect(early).toEqual({ kind: 'early', restMs: expect.any(Number) });
    expect(early.kind === 'early' && early.restMs > 0 && early.restMs <= 400).toBe(true);
    expect(await state.batches.peek(id)).toMatchObject({ kind: 'early' });
    expect((await state.read.story(id))?.notBefore).toBeGreaterThan(Date.now() - 1_000);
    await expect.poll(async () => (await state.batches.peek(id)).kind).toBe('turn');
    const again = await claimed(id, lock);
    expect([again.attempt, again.fence.number]).toEqual([batch.attempt + 1, batch.fence.number + 1]);
    expect((await state.read.story(id))?.notBefore).toBe(null);
  });

  it('after a failed try, too; pausing, resuming or cancelling it ends the rest', async () => {
    for (const end of ['resume', 'cancel'] as const) {
      const id = await submitted(8);
      const lock = await test.lock(id);
      const batch = await claimed(id, lock);
      await state.batches.retry(batch.fence, batch.id, { code: 'server_error', detail: '' }, 0, 60_000);
      expect((await state.batches.claim(id, lock, 'storyboard')).kind).toBe('early');
      await (end === 'cancel' ? state.stories.cancel(id, lock.lockKey) : state.stories.pause(id));
      if (end === 'resume') await state.stories.resume(id);
      expect((await state.batches.claim(id, lock, 'storyboard')).kind).toBe(end === 'cancel' ? 'rest' : 'claimed');
    }
  });

  it('that waits for the vendor keeps its attempt: the next turn continues it, and only news of the wait is an event', async () => {
    const id = await submitted(8);
    const lock = await test.lock(id);
    const suspend = async (completed: number) => {
      const batch = await claimed(id, lock);
      const wait = { until: 1_900_000_000_000, progress: { total: 8, completed, failed: 0 } };
      await state.batches.release(batch.fence, batch.id, 'rate_limited', 40, { wait, suspended: true });
      return batch.attempt;
    };
    expect([await suspend(0), await suspend(0), await suspend(3)]).toEqual([1, 1, 1]);
    expect((await eventsOf(id)).map(({ type }) => type)).toEqual([
      'story.status',
      'story.status',
      'batch.started',
      'story.waiting',
      'story.waiting',
    ]);
    const facts = await state.read.story(id);
    expect(facts?.wait).toMatchObject({ until: 1_900_000_000_000, progress: { completed: 3 } });
    expect((await state.read.batches(id))[0]).toMatchObject({ status: 'drawing', attempts: 1 });
    expect(await drawBatch(test, id, lock)).toEqual({ kind: 'committed', next: 'composing' });
    const [attempt, ...more] = await state.read.attempts(id);
    expect([attempt?.end?.outcome, attempt?.end?.provider, more]).toEqual(['drawn', 120, []]);
    expect(await state.read.story(id)).toMatchObject({ waiting: null, wait: null });
  });

  it('that is cancelled while it waits for the vendor has no attempt left open', async () => {
    const id = await submitted(8);
    const lock = await test.lock(id);
    const batch = await claimed(id, lock);
    await state.batches.release(batch.fence, batch.id, 'rate_limited', 0, { wait: {}, suspended: true });
    await state.stories.cancel(id, 'no lock');
    expect((await state.read.attempts(id)).map(({ end }) => end?.outcome)).toEqual(['yielded']);
  });

  it('can be made to rest, and woken, without a turn', async () => {
    const id = await submitted(8);
    const lock = await test.lock(id);
    await state.stories.rest(id, 60_000);
    expect((await state.batches.claim(id, lock, 'storyboard')).kind).toBe('early');
    await state.stories.rest(id, 0);
    expect((await state.batches.claim(id, lock, 'storyboard')).kind).toBe('claimed');
  });
});
