import { type DrawRequest, type ErrorCode, NextpanelError, type Provider } from '@nextpanel/core';
import { drawStoryboardFrame } from '@nextpanel/imaging';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../src/context.ts';
import { startWorker } from '../src/start-worker.ts';
import { resumeStory } from '../src/stories/command-story.ts';
import { editPanel } from '../src/stories/edit-panel.ts';
import { listAttempts } from '../src/stories/list-batches.ts';
import { listLedger } from '../src/stories/list-ledger.ts';
import { listPanels } from '../src/stories/list-panels.ts';
import { readStory } from '../src/stories/read-story.ts';
import { submitStory } from '../src/stories/submit-story.ts';
import { selectTake } from '../src/stories/takes.ts';
import { openTestSystem, type TestSystem, testSpec, testTenant, untilEvent, untilStatus } from './testing.ts';

const tenant = testTenant;
let system: TestSystem;
let context: Context;
let stop: () => Promise<void>;

/** What the vendor does with a request: by panel number, the first entry of its list each time, then draws. */
const script = new Map<number, (() => Promise<never> | Uint8Array)[]>();
const submitted: number[] = [];

/** A synchronous vendor that follows the script: nothing it was sent can be found again. */
const vendor: Provider = {
  id: 'storyboard',
  fingerprint: 'test',
  parameters: ({ panels }) => ({ panels: panels.map(({ number }) => number) }),
  prepare: async () => ({}),
  async submit(request) {
    const number = request.panels[0]?.number ?? 0;
    submitted.push(number);
    const act = script.get(number)?.shift();
    const frame = act ? await act() : await draw(request);
    return { kind: 'drawn', drawn: { frames: [frame], costMicroUsd: 0 } };
  },
  collect: () => Promise.reject(new Error('nothing to collect')),
};

const draw = (request: DrawRequest) =>
  drawStoryboardFrame({
    width: 64,
    height: 64,
    number: request.panels[0]?.number ?? 0,
    prompt: request.prompt,
    characters: [],
    language: 'en',
    reference: request.referenceFrame,
    requestKey: request.key,
  });

const fail =
  (code: ErrorCode, options: ConstructorParameters<typeof NextpanelError>[2] = {}) =>
  () =>
    Promise.reject(new NextpanelError(code, `the vendor says ${code}`, options));

const drainOf = (worker: Awaited<ReturnType<typeof startWorker>>) => () => worker.drain(5_000);

beforeAll(async () => {
  system = await openTestSystem();
  context = { ...system.context, providers: new Map([[vendor.id, vendor]]) };
  stop = drainOf(await startWorker(context));
});
afterAll(async () => {
  await stop();
  await system[Symbol.asyncDispose]();
});
afterEach(() => {
  script.clear();
  submitted.length = 0;
});

let titles = 0;
async function submit(panels: number, render = {}) {
  titles += 1;
  const spec = testSpec(panels, {
    title: `faults ${titles}`,
    panels: Array.from({ length: panels }, (_, index) => ({ prompt: `story ${titles} panel ${index + 1}` })),
    render: { size: '64x64', ...render },
  });
  return (await submitStory(context, { tenant, spec })).story.id;
}
const ledgerOf = async (id: string) => (await listLedger(context, { tenant, id, limit: 200 })).items;
const statesOf = async (id: string, panel: number) =>
  (await ledgerOf(id)).filter(({ panels }) => panels.includes(panel)).map(({ state }) => state);

describe('a vendor that refuses one panel', () => {
  it('makes the story wait with the reason at that panel; the rest of the batch is kept; resume orders only what is missing', async () => {
    script.set(3, [fail('moderation_blocked')]);
    const id = await submit(16);
    const story = await untilStatus(context, id, 'needs_attention', 'composing');
    expect(story).toMatchObject({
      status: 'needs_attention',
      waitingOn: 'moderation_blocked',
      failures: [{ panel: 3, code: 'moderation_blocked' }],
      progress: { panels: { drawn: 7, total: 16 } },
    });
    const panels = (await listPanels(context, { tenant, id, limit: 16 })).items;
    expect(panels[2]).toMatchObject({ status: 'failed', failure: { code: 'moderation_blocked' } });
    expect(panels[3]?.status).toBe('drawn');
    submitted.length = 0;
    await resumeStory(context, { tenant, id });
    await untilEvent(context, id, (event) => event.type === 'story.status' && event.status === 'composing');
    expect(submitted.sort((a, b) => a - b)).toEqual([3, 9, 10, 11, 12, 13, 14, 15, 16]);
    expect(await statesOf(id, 3)).toEqual(['refused', 'kept']);
    expect((await readStory(context, { tenant, id })).failures).toEqual([]);
  });
});

describe('editing the refused panel', () => {
  it('orders that panel with its new words, and nothing that was kept', async () => {
    script.set(3, [fail('moderation_blocked')]);
    const id = await submit(8);
    await untilStatus(context, id, 'needs_attention', 'composing');
    submitted.length = 0;
    const tried = await editPanel(context, { tenant, id, number: 4 }, { prompt: 'else', dryRun: true });
    expect(tried).toMatchObject({ prompt: expect.stringContaining('panel 4'), redraw: { panels: [4], requests: 1 } });
    await expect(editPanel(context, { tenant, id, number: 3 }, { characters: ['fox'] })).rejects.toMatchObject({
      code: 'invalid',
    });
    const panel = await editPanel(context, { tenant, id, number: 3 }, { prompt: 'a milder picture of the same' });
    expect(panel).toMatchObject({ number: 3, prompt: 'a milder picture of the same', failure: null });
    // Nothing else held it back, so it continues automatically; resuming it changes nothing.
    await resumeStory(context, { tenant, id });
    await untilEvent(context, id, (event) => event.type === 'story.status' && event.status === 'composing');
    expect(submitted).toEqual([3]);
    const lettered = await editPanel(
      context,
      { tenant, id, number: 1 },
      { text: [{ kind: 'caption', text: 'Once', drawnBy: 'overlay' }] },
    );
    expect(lettered.text).toHaveLength(1);
    expect(submitted).toEqual([3]);
  });
});

describe('a vendor that is out of order for a moment', () => {
  it('is asked again after a delay, and only for what is missing', async () => {
    script.set(2, [fail('server_error', { retryable: true })]);
    const id = await submit(8);
    await untilStatus(context, id, 'composing');
    expect(await statesOf(id, 2)).toEqual(['refused', 'kept']);
    expect(submitted.filter((number) => number === 1)).toHaveLength(1);
    const attempts = (await listAttempts(context, { tenant, id, limit: 50 })).items;
    expect(attempts.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['failed', 'server_error'],
      ['drawn', null],
    ]);
  });

  it('that says when to come back uses up no try, and the attempt continues', async () => {
    script.set(
      1,
      Array.from({ length: 7 }, () => fail('rate_limited', { retryable: true, retryAfterMs: 20 })),
    );
    const id = await submit(2);
    await untilStatus(context, id, 'composing');
    const attempts = (await listAttempts(context, { tenant, id, limit: 50 })).items;
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['drawn']);
  });
});

describe('a frame that is no picture', () => {
  it('counts as refused and is drawn again', async () => {
    script.set(1, [() => new TextEncoder().encode('<html>502 Bad Gateway</html>')]);
    const id = await submit(2);
    await untilStatus(context, id, 'composing');
    expect(await statesOf(id, 1)).toEqual(['refused', 'kept']);
    expect((await ledgerOf(id)).find(({ state }) => state === 'refused')?.code).toBe('picture_unreadable');
  });
});

describe('a connection lost after the vendor may have drawn', () => {
  it('is marked possibly paid and ordered again once, automatically', async () => {
    script.set(1, [fail('connection_lost', { retryable: true, money: 'possibly' })]);
    const id = await submit(2);
    await untilStatus(context, id, 'composing');
    expect(await statesOf(id, 1)).toEqual(['possibly_paid', 'kept']);
  });

  it('twice for the same request is for the user to decide; resumed, it continues', async () => {
    const lost = fail('connection_lost', { retryable: true, money: 'possibly' });
    script.set(1, [lost, lost]);
    const id = await submit(2);
    expect(await untilStatus(context, id, 'needs_attention', 'composing')).toMatchObject({
      waitingOn: 'unknown_outcome',
      failures: [{ panel: 1, detail: expect.stringMatching(/the vendor says connection_lost.*Resume/) }],
    });
    expect(await statesOf(id, 1)).toEqual(['possibly_paid', 'possibly_paid']);
    await resumeStory(context, { tenant, id });
    await untilStatus(context, id, 'composing');
    expect(await statesOf(id, 1)).toEqual(['possibly_paid', 'possibly_paid', 'kept']);
  });

  it('is for the user to decide at once where the story says so, also when the vendor answered that it failed', async () => {
    script.set(1, [fail('server_error', { retryable: true, money: 'possibly' })]);
    const id = await submit(2, { unknownOutcome: 'ask' });
    expect((await untilStatus(context, id, 'needs_attention', 'composing')).waitingOn).toBe('unknown_outcome');
    expect(await statesOf(id, 1)).toEqual(['possibly_paid']);
    expect(await statesOf(id, 2)).toEqual(['kept']);
  });
});

describe('a process that stops', () => {
  it('still leaves to the user what only the user can decide', async () => {
    const stopped = Promise.withResolvers<void>();
    script.set(1, [
      () => {
        // The request is under way when the process begins to drain.
        stop().then(stopped.resolve, stopped.reject);
        return fail('moderation_blocked')();
      },
    ]);
    const id = await submit(2);
    await stopped.promise;
    expect(await readStory(context, { tenant, id })).toMatchObject({
      status: 'needs_attention',
      waitingOn: 'moderation_blocked',
    });
    stop = drainOf(await startWorker(context));
    expect(submitted).toEqual([1, 2]);
  });
});

describe('a take chosen while its batch is drawn again in a cascade', () => {
  it('stays, and is not paid again', async () => {
    const id = await submit(16);
    await untilStatus(context, id, 'composing');
    submitted.length = 0;
    script.set(12, [fail('moderation_blocked')]);
    await editPanel(context, { tenant, id, number: 8 }, { prompt: 'another end', cascade: 'redraw' });
    await untilStatus(context, id, 'needs_attention');
    // The old one will do.
    const selection = { cascade: 'keep', dryRun: false } as const;
    const chosen = await selectTake(context, { tenant, id, number: 12, take: 1 }, selection);
    expect(chosen.redraw).toMatchObject({ panels: [], requests: 0 });
    await untilStatus(context, id, 'composing');
    const panels = (await listPanels(context, { tenant, id, limit: 50 })).items;
    expect(panels.map(({ takes }) => takes)).toEqual([...Array(7).fill(1), 2, 2, 2, 2, 1, 2, 2, 2, 2]);
    expect(panels.flatMap(({ stale, number }) => (stale ? [number] : []))).toEqual([12]);
    expect(submitted.filter((number) => number === 12)).toHaveLength(1);
  });
});

describe('an approval gate', () => {
  it('stops after the batch it names, with everything else drawn so far', async () => {
    const id = await submit(24, { approveAfter: 2 });
    const story = await untilStatus(context, id, 'needs_attention', 'composing');
    expect(story).toMatchObject({ waitingOn: 'approval', progress: { batches: { drawn: 2, total: 3 } } });
    await expect(resumeStory(context, { tenant, id })).rejects.toMatchObject({ code: 'invalid_state' });
  });
});
