import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../src/context.ts';
import { listLedger } from '../src/stories/list-ledger.ts';
import { readStory } from '../src/stories/read-story.ts';
import { submitStory } from '../src/stories/submit-story.ts';
import { openTestSystem, startAll, type TestSystem, testSpec, testTenant, untilEvent, untilStatus } from './testing.ts';

const tenant = testTenant;
let system: TestSystem;
let context: Context;
let running: AsyncDisposable;

beforeAll(async () => {
  system = await openTestSystem({ STORYBOARD_LATENCY_MS: '150' });
  context = system.context;
  running = await startAll(context);
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await system[Symbol.asyncDispose]();
});

/** Removes what BullMQ keeps of one queue: jobs, locks, everything. Answers with how many keys there were. */
async function wipe(queue: string): Promise<number> {
  const keys = await system.redis.keys(`${context.root}:${queue}:*`);
  return keys.length === 0 ? 0 : system.redis.del(...keys);
}

describe('a queue that is wiped', () => {
  it('in the middle of a batch: the story is found without a job and drawn to its end, and what is lost is reported', async () => {
    const { story } = await submitStory(context, { tenant, spec: testSpec(24) });
    const { id } = story;
    await untilEvent(context, id, (event) => event.type === 'batch.started' && event.batch === 2);
    expect(await wipe('draw-storyboard')).toBeGreaterThan(0);
    expect((await untilStatus(context, id, 'completed', 'needs_attention')).status).toBe('completed');
    const ledger = (await listLedger(context, { tenant, id, limit: 200 })).items;
    const kept = ledger.filter(({ state }) => state === 'kept').flatMap(({ panels }) => panels);
    expect(kept.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
    const lost = ledger.filter(({ state }) => state !== 'kept');
    expect(lost.every(({ state }) => state === 'possibly_paid')).toBe(true);
    expect(new Set(lost.map(({ batch }) => batch)).size).toBeLessThanOrEqual(1);
    expect((await readStory(context, { tenant, id })).cost.heldUsd).toBe(0);
  });

  it('while sheets are composed: they are composed, and the books bound', async () => {
    const { story } = await submitStory(context, { tenant, spec: testSpec(16, { title: 'sheets' }) });
    await untilEvent(context, story.id, ({ type }) => type === 'sheet.composed');
    expect(await wipe('finalize')).toBeGreaterThan(0);
    const ended = await untilStatus(context, story.id, 'completed', 'needs_attention');
    expect(ended).toMatchObject({
      status: 'completed',
      progress: { sheets: { drawn: 2, total: 2 } },
      books: ['pdf', 'cbz'],
    });
  });
});
