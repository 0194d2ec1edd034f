import { createHash } from 'node:crypto';
import {
  type ErrorCode,
  type Method,
  NextpanelError,
  type Order,
  type Picture,
  type PictureReference,
  type Provider,
} from '@nextpanel/core';
import { drawStoryboardFrame } from '@nextpanel/imaging';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../src/context.ts';
import { listProviders, resumeProvider } from '../src/operations.ts';
import { startWorker } from '../src/start-worker.ts';
import { amendStory } from '../src/stories/amend-story.ts';
import { cancelStory, resumeStory } from '../src/stories/command-story.ts';
import { listBatches } from '../src/stories/list-batches.ts';
import { listLedger } from '../src/stories/list-ledger.ts';
import { listPanels } from '../src/stories/list-panels.ts';
import { readLedger } from '../src/stories/read-ledger.ts';
import { readStory } from '../src/stories/read-story.ts';
import { retakePanel } from '../src/stories/retake.ts';
import { readEvents } from '../src/stories/story-events.ts';
import { estimateSpec, submitStory } from '../src/stories/submit-story.ts';
import { openTestSystem, type TestSystem, testSpec, testTenant, untilEvent, untilStatus } from './testing.ts';

const tenant = testTenant;
let system: TestSystem;
let context: Context;
let stop: () => Promise<void>;

interface Sent {
  readonly method: Method;
  readonly panels: readonly number[];
  readonly references: readonly string[];
  readonly seed: number | undefined;
}
const sent: Sent[] = [];
/** What the vendor does with its next requests; after the last it draws what is asked. */
type Answer = (
  order: Order,
  signal: AbortSignal,
  open: (picture: PictureReference) => Promise<Picture>,
) => Promise<readonly Uint8Array[]>;
const answers: Answer[] = [];
const costMicroUsd = 10_000;
/** A model one call of which yields half a batch, in these tests. */
const fourPerCall = 'gpt-image-1.5';
let underWay = 0;
let cancelled = 0;
/** What the vendor is too far with to stop it. */
const unstoppable = new Set<string>();

/** A vendor whose requests are accepted and collected, as a queue's are. */
const vendor: Provider = {
  id: 'openai',
  fingerprint: 'key-1',
  parameters: () => ({}),
  prepare: async () => ({}),
  async submit(request) {
    sent.push({
      method: request.method,
      panels: request.panels.map(({ number }) => number),
      references: request.references.map(({ sha256 }) => sha256),
      seed: request.seed,
    });
    underWay += 1;
    return { kind: 'accepted', vendorId: `v${sent.length}` };
  },
  async collect(order, _vendorId, signal, open) {
    const frames = await (answers.shift() ?? drawAll)(order, signal, open);
    return { frames, costMicroUsd };
  },
  async cancel(_request, vendorId) {
    cancelled += 1;
    return !unstoppable.has(vendorId);
  },
};

const drawAll: Answer = async (request, _signal, open) => {
  const reference = request.referenceFrame && (await open(request.referenceFrame));
  return Promise.all(
    (request.method === 'contact-sheet' ? request.panels.slice(0, 1) : request.panels).map((panel) =>
      drawStoryboardFrame({
        ...(request.method === 'contact-sheet' ? { width: 1_024, height: 2_048 } : { width: 512, height: 512 }),
        ...panel,
        language: 'en',
        reference,
        // Another picture for every panel; two that look alike would count as copies.
        requestKey: createHash('sha256').update(`picture ${panel.number} of ${request.key}`).digest('hex'),
      }),
    ),
  );
};

const fails =
  (code: ErrorCode, options: ConstructorParameters<typeof NextpanelError>[2] = {}) =>
  () =>
    Promise.reject(new NextpanelError(code, `the vendor says ${code}`, options));

beforeAll(async () => {
  system = await openTestSystem();
  const { catalogue } = system.context;
  const models = catalogue.models.map((model) => ({
    ...model,
    ...(model.id === fourPerCall && { imagesPerCall: { generate: 4, edit: 4 } }),
    limits: { ...model.limits, imagesPerMinute: null },
  }));
  context = { ...system.context, catalogue: { ...catalogue, models }, providers: new Map([[vendor.id, vendor]]) };
  await work();
});
async function work(): Promise<void> {
  const worker = await startWorker(context);
  stop = () => worker.drain(5_000);
}
afterAll(async () => {
  await stop();
  await system[Symbol.asyncDispose]();
});
afterEach(() => {
  answers.length = 0;
  sent.length = 0;
});

let titles = 0;
async function submit(panels: number, method: Method, over: Record<string, unknown> = {}, render = {}) {
  titles += 1;
  const spec = testSpec(panels, {
    title: `methods ${titles}`,
    panels: Array.from({ length: panels }, (_, index) => ({ prompt: `story ${titles}, panel ${index + 1}: a hare` })),
    ...over,
    render: { provider: 'openai', model: 'gpt-image-2', size: '1024x1024', quality: 'low', method, ...render },
  });
  return (await submitStory(context, { tenant, spec })).story.id;
}
const ledgerOf = async (id: string) => (await listLedger(context, { tenant, id, limit: 200 })).items;
const composing = (id: string) => untilStatus(context, id, 'composing', 'needs_attention');

describe.each(['one-call', 'series', 'contact-sheet'] as const)('by %s', (method) => {
  it('a batch is one request, and its last frame goes to the next', async () => {
    const id = await submit(16, method);
    expect((await composing(id)).status).toBe('composing');
    expect(sent.map(({ panels }) => panels)).toEqual([
      [1, 2, 3, 4, 5, 6, 7, 8],
      [9, 10, 11, 12, 13, 14, 15, 16],
    ]);
    const panels = (await listPanels(context, { tenant, id, limit: 50 })).items;
    expect(sent[1]?.references).toEqual([panels[0]?.frame?.sha256, panels[7]?.frame?.sha256]);
    const batches = (await listBatches(context, { tenant, id, limit: 50 })).items;
    expect(batches[1]?.reference).toEqual({ panel: 8, panelId: 'p8', sha256: panels[7]?.frame?.sha256 });
    expect((await ledgerOf(id)).map(({ state, costUsd }) => [state, costUsd])).toEqual([
      ['kept', 0.01],
      ['kept', 0.01],
    ]);
  });
});

describe('a batch of two calls', () => {
  it('follows as a whole from the frame before it', async () => {
    const id = await submit(16, 'one-call', {}, { model: fourPerCall });
    expect((await composing(id)).status).toBe('composing');
    expect(sent.map(({ panels }) => panels.length)).toEqual([4, 4, 4, 4]);
    const before = (await listPanels(context, { tenant, id, limit: 50 })).items;
    expect(sent[3]?.references).toEqual([before[0]?.frame?.sha256, before[11]?.frame?.sha256]);
    await retakePanel(context, { tenant, id, number: 8 }, { count: 1, cascade: 'keep', dryRun: false });
    await expect
      .poll(async () => (await listPanels(context, { tenant, id, limit: 50 })).items[7]?.takes, { timeout: 20_000 })
      .toBe(2);
    await untilStatus(context, id, 'composing');
    const after = (await listPanels(context, { tenant, id, limit: 50 })).items;
    expect(after.flatMap(({ stale, number }) => (stale ? [number] : []))).toEqual([9, 10, 11, 12, 13, 14, 15, 16]);
  });
});

describe('too few frames in one call', () => {
  const five: Answer = async (...call) => (await drawAll(...call)).slice(0, 5);

  it('are kept; the story waits and names the panels; resuming asks again', async () => {
    answers.push(five);
    const id = await submit(8, 'one-call');
    const story = await composing(id);
    expect(story.waitingOn).toBe('frames_missing');
    expect(story.failures.map(({ panel }) => panel)).toEqual([6, 7, 8]);
    expect(story.progress.panels.drawn).toBe(5);
    await resumeStory(context, { tenant, id });
    await untilEvent(context, id, (event) => event.type === 'story.status' && event.status === 'composing');
    expect(sent).toHaveLength(2);
  });

  it('are made up for by single panels when the story allows it, and only those are paid again', async () => {
    answers.push(five);
    const id = await submit(8, 'one-call', {}, { fallback: true });
    expect((await composing(id)).status).toBe('composing');
    expect(sent.map(({ method, panels }) => [method, panels])).toEqual([
      ['one-call', [1, 2, 3, 4, 5, 6, 7, 8]],
      ['panels', [6]],
      ['panels', [7]],
      ['panels', [8]],
    ]);
  });

  it('or the same picture twice, which is no sequence', async () => {
    answers.push(async (...call) => {
      const frames = await drawAll(...call);
      return frames.map((frame, index) => (index === 4 ? (frames[1] as Uint8Array) : frame));
    });
    const id = await submit(8, 'series');
    const story = await composing(id);
    expect(story.failures).toMatchObject([{ panel: 5, code: 'frames_missing' }]);
  });
});

describe('what is left of a story', () => {
  it('is priced by what its finished batches have cost', async () => {
    // Each request was to cost about twice of the $0.01 that this vendor charges.
    const id = await submit(24, 'panels', {}, { approveAfter: 1, quality: 'low' });
    const waiting = await composing(id);
    expect(waiting).toMatchObject({ waitingOn: 'approval', progress: { panels: { drawn: 8 } } });
    const { estimateUsd, remainingUsd = 0 } = waiting.cost;
    const requests = await ledgerOf(id);
    const factor = 0.08 / requests.reduce((sum, it) => sum + it.estimateUsd, 0);
    expect(remainingUsd).toBeCloseTo((estimateUsd / 24) * 16 * factor, 5);
    await cancelStory(context, { tenant, id });
  });
});

describe('a seed', () => {
  it('is another one for each retake, or that would be the same picture', async () => {
    const id = await submit(2, 'panels', {}, { seed: 7 });
    await composing(id);
    await retakePanel(context, { tenant, id, number: 2 }, { count: 2, cascade: 'keep', dryRun: false });
    await expect
      .poll(async () => (await listPanels(context, { tenant, id, limit: 50 })).items[1]?.takes, { timeout: 20_000 })
      .toBe(3);
    expect(sent.map(({ seed }) => seed)).toEqual([7, 7, 8, 9]);
  });
});

describe('a panel that the vendor blocks', () => {
  const blocks = fails('moderation_blocked');
  const usage = { textIn: 1_000, cachedTextIn: 0, imageIn: 0, cachedImageIn: 0, imageOut: 100, textOut: 0 };

  it('stops the story and says what the same words would cost once more; resuming tries them', async () => {
    answers.push(blocks);
    const id = await submit(1, 'panels');
    const story = await composing(id);
    const { failures, cost } = story;
    expect(failures).toMatchObject([{ panel: 1, code: 'moderation_blocked' }]);
    expect(failures[0]?.againUsd).toBeCloseTo(cost.estimateUsd);
    expect((await listPanels(context, { tenant, id, limit: 5 })).items[0]?.failure?.againUsd).toBe(
      failures[0]?.againUsd,
    );
    expect(sent).toHaveLength(1);
    await resumeStory(context, { tenant, id });
    expect((await composing(id)).failures).toEqual([]);
    expect(sent).toHaveLength(2);
  });

  it('costs what the refusal says it used', async () => {
    answers.push(fails('moderation_blocked', { money: 'possibly', detail: { usage } }));
    const id = await submit(1, 'panels');
    await composing(id);
    // 1,000 words at $5 and 100 tokens of a picture at $30 per million.
    expect(await ledgerOf(id)).toMatchObject([{ state: 'refused', costUsd: 0.008, code: 'moderation_blocked' }]);
  });

  it('is tried again automatically as often as the story allows, each try an order of its own', async () => {
    answers.push(blocks, blocks);
    const id = await submit(1, 'panels', {}, { blockedTries: 2 });
    expect((await composing(id)).status).toBe('composing');
    expect((await ledgerOf(id)).map(({ state }) => state)).toEqual(['refused', 'refused', 'kept']);
    expect(new Set((await ledgerOf(id)).map(({ key }) => key)).size).toBe(1);
    answers.push(blocks, blocks);
    const stopped = await submit(1, 'panels', {}, { blockedTries: 1 });
    expect((await composing(stopped)).waitingOn).toBe('moderation_blocked');
    expect(await ledgerOf(stopped)).toHaveLength(2);
  });

  it('is not tried again beyond the budget', async () => {
    answers.push(fails('moderation_blocked', { detail: { usage: { ...usage, imageOut: 10_000 } } }));
    const id = await submit(1, 'panels', { budget: { maxUsd: 0.3 } }, { blockedTries: 3 });
    expect((await composing(id)).waitingOn).toBe('moderation_blocked');
    expect(await ledgerOf(id)).toHaveLength(1);
  });
});

describe('the budget', () => {
  it('stops a story before the cap could be passed; raised and resumed, it continues', async () => {
    const spec = testSpec(8, { render: { provider: 'openai', size: '1024x1024', quality: 'low' } });
    const estimate = await estimateSpec(context, { tenant, spec });
    expect(estimate.expectedUsd).toBeGreaterThan(0);
    const maxUsd = Math.round(estimate.highUsd * 1_500_000) / 1_000_000;
    const id = await submit(16, 'panels', { budget: { maxUsd } });
    const story = await composing(id);
    expect(story).toMatchObject({
      waitingOn: 'budget',
      progress: { batches: { drawn: 1 } },
      cost: { budgetUsd: maxUsd, heldUsd: 0 },
    });
    const types = [];
    for await (const { type } of readEvents(context, { tenant, id })) types.push(type);
    expect(types).toContain('budget.reached');
    await amendStory(context, { tenant, id }, { budget: { maxUsd: 10 } });
    await resumeStory(context, { tenant, id });
    await untilEvent(context, id, (event) => event.type === 'story.status' && event.status === 'composing');
    expect((await readStory(context, { tenant, id })).cost.spentUsd).toBeCloseTo(16 * 0.01);
  });

  it('and what was spent are added up over all stories', async () => {
    const ledger = await readLedger(context, { tenant, limit: 2 });
    const all = await readLedger(context, { tenant, limit: 200 });
    expect(ledger.items).toHaveLength(2);
    expect(all.items.reduce((sum, { spentUsd }) => sum + spentUsd, 0)).toBeCloseTo(ledger.total.spentUsd);
    expect(ledger.providers).toEqual({ openai: ledger.total });
  });
});

describe('a key the vendor does not accept', () => {
  it('pauses the provider for all stories, fails none, and a resume wakes them', async () => {
    answers.push(fails('wrong_credentials'));
    const id = await submit(2, 'one-call');
    await untilEvent(context, id, ({ type }) => type === 'provider.paused');
    const other = await submit(2, 'one-call');
    await untilEvent(context, other, ({ type }) => type === 'provider.paused');
    expect(await readStory(context, { tenant, id: other })).toMatchObject({
      status: 'queued',
      waitingOn: 'provider_paused',
    });
    expect((await listProviders(context))[0]?.paused?.reason).toMatch(/wrong_credentials/);
    expect(sent).toHaveLength(1);
    await resumeProvider(context, 'openai');
    await untilEvent(context, id, (event) => event.type === 'story.status' && event.status === 'composing');
    await untilEvent(context, other, (event) => event.type === 'story.status' && event.status === 'composing');
    expect((await readStory(context, { tenant, id })).waitingOn).toBeNull();
  });
});

/** Draws until it must stop. */
const never = (_request: Order, signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
    if (signal.aborted) reject(signal.reason);
  });

describe('cancelling a story whose request is under way', () => {
  it('stops it at the vendor, and nothing is held', async () => {
    const before = underWay;
    const asked = cancelled;
    answers.push(never);
    const id = await submit(8, 'one-call');
    await expect.poll(() => underWay).toBe(before + 1);
    await cancelStory(context, { tenant, id });
    await expect.poll(async () => (await readStory(context, { tenant, id })).cost.heldUsd).toBe(0);
    expect(cancelled).toBe(asked + 1);
    expect((await ledgerOf(id)).map(({ state, code, costUsd }) => [state, code, costUsd])).toEqual([
      ['refused', 'cancelled', 0],
    ]);
  });

  it('when no worker is there: the next one stops what can be stopped, and fetches what was drawn all the same', async () => {
    const before = underWay;
    answers.push(never, never, never);
    const id = await submit(3, 'panels', { characters: [] }, { batchSize: 3 });
    await expect.poll(() => underWay).toBe(before + 3);
    const [, second = ''] = sent.map((_, index) => `v${index + 1}`);
    unstoppable.add(second);
    // It leaves what the vendor has to the next one.
    await stop();
    await cancelStory(context, { tenant, id });
    const cancelledStory = await readStory(context, { tenant, id });
    expect(cancelledStory.status).toBe('cancelled');
    expect(cancelledStory.cost).toMatchObject({ spentUsd: 0, possiblyUsd: 0 });
    expect(cancelledStory.cost.heldUsd).toBeGreaterThan(0);

    // The vendor continues with all three, and those it stops never arrive.
    answers.push(never, drawAll, never);
    await work();
    await expect.poll(async () => (await readStory(context, { tenant, id })).cost.heldUsd).toBe(0);
    const ledger = await ledgerOf(id);
    const inOrder = ledger.toSorted((a, b) => (a.panels[0] ?? 0) - (b.panels[0] ?? 0));
    expect(inOrder.map(({ state, panels, costUsd }) => [state, panels, costUsd])).toEqual([
      ['refused', [1], 0],
      ['kept', [2], 0.01],
      ['refused', [3], 0],
    ]);
    expect(sent).toHaveLength(3);
    expect((await readStory(context, { tenant, id })).cost).toMatchObject({ spentUsd: 0.01, possiblyUsd: 0 });
    // The story has no job any more, and no process works on it.
    await expect.poll(() => context.queues.missingDraws('openai', [id])).toEqual([id]);
    expect(await context.state.read.active()).not.toContain(id);
  });
});
