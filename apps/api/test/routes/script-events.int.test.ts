import { type AdaptedScriptView, type CostsView, scriptEventSchema } from '@nextpanel/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventsOf, startTestApi, type TestApi } from '../testing.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({
    NEXTPANEL_SCRIPT_BASE_URL: 'http://127.0.0.1:9/v1',
    NEXTPANEL_API_KEYS: 'hare:hare-key-12345678901234567890,tortoise:tortoise-key-123456789012345',
  });
});
afterAll(() => api[Symbol.asyncDispose]());

const keys = { hare: 'hare-key-12345678901234567890', tortoise: 'tortoise-key-123456789012345' } as const;
const as = (tenant: keyof typeof keys = 'hare') => ({ authorization: `Bearer ${keys[tenant]}` });
type ScriptEvent = Readonly<Record<string, unknown>> & { readonly id: string; readonly type: string };
type ScriptFence = Exclude<Awaited<ReturnType<TestApi['context']['state']['scripts']['claim']>>, null>;

let sent = 0;
/** A script that waits; no worker runs here, so the test does what one would. */
async function submit(): Promise<string> {
  sent += 1;
  const headers = { ...as(), 'content-type': 'text/plain' };
  const answer = await api.post('/v1/scripts?model=writes', `Hare number ${sent} ran. It was late.`, headers);
  expect(answer.status).toBe(202);
  return ((await answer.json()) as { id: string }).id;
}
const claim = async (id: string): Promise<ScriptFence> => (await api.context.state.scripts.claim(id)) as ScriptFence;
const progress = (scenes: number) => ({ parts: 1, partsTotal: 1, scenes, scenesTotal: 2 });
const intent = { provider: 'script', model: 'writes', estimate: 10_000 };

/** One question; `outcome`: what becomes of it. */
async function ask(fence: ScriptFence, call: string, outcome: 'kept' | 'possibly_paid'): Promise<void> {
  const { scripts } = api.context.state;
  await scripts.order(fence, { id: call, key: `script-${call}`, intent, body: {}, high: 20_000 });
  await scripts.settle(fence, { id: call, outcome, cost: 10_000 });
}
/** A script that was asked about twice, of which one answer was lost; with a draft. */
async function finished(): Promise<string> {
  const id = await submit();
  const fence = await claim(id);
  await api.context.state.scripts.progress(fence, progress(1));
  await ask(fence, 'one', 'kept');
  await ask(fence, 'two', 'possibly_paid');
  await api.context.state.scripts.finish(fence, JSON.stringify(null), null);
  return id;
}

async function replay(path: string, headers: Record<string, string> = {}): Promise<ScriptEvent[]> {
  const events: ScriptEvent[] = [];
  for await (const { id, data } of eventsOf(await api.get(path, { ...as(), ...headers })))
    events.push(scriptEventSchema.parse({ ...data, id }) as ScriptEvent);
  return events;
}

test('a script has a stream of events: statuses, progress, and every question with the money so far', async () => {
  const id = await finished();
  const events = await replay(`/v1/scripts/${id}/events?until=end`);
  expect(events.map(({ id: _id, at: _at, version, script, ...event }) => [version, script === id, event])).toEqual(
    [
      { type: 'script.status', from: null, status: 'waiting', reason: null, code: null, retryAt: null },
      { type: 'script.status', from: 'waiting', status: 'writing', reason: null, code: null, retryAt: null },
      { type: 'script.progress', ...progress(1) },
      { type: 'script.call', call: 'one', state: 'ordered', spentUsd: 0, possiblyUsd: 0 },
      { type: 'script.call', call: 'one', state: 'kept', spentUsd: 0.01, possiblyUsd: 0 },
      { type: 'script.call', call: 'two', state: 'ordered', spentUsd: 0.01, possiblyUsd: 0 },
      { type: 'script.call', call: 'two', state: 'possibly_paid', spentUsd: 0.01, possiblyUsd: 0.01 },
      { type: 'script.status', from: 'writing', status: 'done', reason: null, code: null, retryAt: null },
    ].map((event) => [1, true, event]),
  );
  const third = events[2]?.id ?? '';
  const last = { 'last-event-id': events.at(-1)?.id ?? '' };
  expect(await replay(`/v1/scripts/${id}/events?follow=false`, { 'last-event-id': third })).toEqual(events.slice(3));
  expect((await api.get(`/v1/scripts/${id}/events?until=end`, { ...as(), ...last })).status).toBe(204);
});

test('why a script waits is in its events, and until when', async () => {
  const id = await submit();
  const retryAt = Date.parse('2030-01-01T00:00:00.000Z');
  await api.context.state.scripts.wait(await claim(id), 'the "server" is\nbusy: über', 'rate_limited', retryAt);
  const events = await replay(`/v1/scripts/${id}/events?follow=false`);
  expect(events.at(-1)).toMatchObject({
    type: 'script.status',
    status: 'waiting',
    reason: 'the "server" is\nbusy: über',
    code: 'rate_limited',
    retryAt: '2030-01-01T00:00:00.000Z',
  });
});

test('other tenants do not see them, and webhooks do not send them', async () => {
  expect((await api.post('/v1/webhooks', { url: 'https://example.com/hook' }, as())).status).toBe(201);
  const id = await finished();
  expect((await api.get(`/v1/scripts/${id}/events`, as('tortoise'))).status).toBe(404);
  expect((await api.get('/v1/scripts/script_000000000000000000000000/events', as())).status).toBe(404);
  const dirty = await api.redis.zrange(`${api.context.root}:webhooks:dirty`, '0', '-1');
  expect(dirty.filter((entry) => entry.includes(id))).toEqual([]);
});

test('a follower of a script that is deleted gets an event, and its stream ends', async () => {
  const id = await finished();
  const events: ScriptEvent[] = [];
  for await (const { data, id: at } of eventsOf(await api.get(`/v1/scripts/${id}/events`, as()))) {
    events.push(scriptEventSchema.parse({ ...data, id: at }) as ScriptEvent);
    if (data.status === 'done') await fetch(`${api.url}/v1/scripts/${id}`, { method: 'DELETE', headers: as() });
  }
  expect(events.at(-1)?.type).toBe('script.deleted');
  // The lost answer is still to be settled.
  const left = `${api.context.root}:script:${id}:left`;
  expect((await api.redis.keys(`${api.context.root}:script:${id}*`)).toSorted()).toEqual([left, `${left}:requests`]);
});

test('a change of a script is a message named scripts, which programs that read stories do not see', async () => {
  const named: [string, unknown][] = [];
  let id = '';
  for await (const { event, data } of eventsOf(await api.get('/v1/events', as()))) {
    if (event !== 'operations') named.push([event, data]);
    if (named.length === 1) id = await submit();
    if (named.length === 2) break;
  }
  expect(named).toEqual([
    ['', { stories: [] }],
    ['scripts', { scripts: [id] }],
  ]);
});

const settle = (id: string, call: string, body: object, tenant: keyof typeof keys = 'hare') =>
  fetch(`${api.url}/v1/scripts/${id}/calls/${call}/settle`, {
    method: 'POST',
    headers: { ...as(tenant), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const costs = async (): Promise<CostsView> => (await (await api.get('/v1/costs', as())).json()) as CostsView;

test('a user settles a question whose answer was lost: every sum is certain then, and the last word counts', async () => {
  const id = await finished();
  const before = await costs();
  expect(before.uncertainScripts.find(({ script }) => script === id)).toMatchObject({
    call: 'two',
    model: 'writes',
    costUsd: 0.01,
  });
  expect((await settle(id, 'two', { paid: true }, 'tortoise')).status).toBe(404);
  expect((await settle(id, 'three', { paid: true })).status).toBe(404);
  expect((await settle(id, 'one', { paid: true })).status).toBe(409);

  const unpaid = (await (await settle(id, 'two', { paid: false })).json()) as AdaptedScriptView;
  expect(unpaid).toMatchObject({ spentUsd: 0.01, possiblyUsd: 0 });
  expect(unpaid.calls[1]).toMatchObject({ state: 'refused', costUsd: 0, code: 'settled_by_user' });
  const then = await costs();
  expect(then.uncertainScripts.map(({ script }) => script)).not.toContain(id);
  expect(then.now.possiblyUsd).toBeCloseTo(before.now.possiblyUsd - 0.01);
  expect(then.total.possiblyUsd).toBeCloseTo(before.total.possiblyUsd - 0.01);
  expect(then.total.spentUsd).toBeCloseTo(before.total.spentUsd);

  for (const _again of [1, 2]) {
    const paid = (await (await settle(id, 'two', { paid: true, costUsd: 0.03 })).json()) as AdaptedScriptView;
    expect(paid).toMatchObject({ spentUsd: 0.04, possiblyUsd: 0 });
    const now = await costs();
    expect(now.total.spentUsd).toBeCloseTo(before.total.spentUsd + 0.03);
    expect(now.total.wastedUsd).toBeCloseTo(before.total.wastedUsd + 0.03);
    expect(now.byModel.find(({ provider }) => provider === 'script')?.wastedUsd).toBeCloseTo(
      before.total.wastedUsd + 0.03,
    );
  }
  const ledger = (await (await api.get('/v1/ledger', as())).json()) as { providers: Record<string, object> };
  expect(ledger.providers.script).toMatchObject({ spentUsd: expect.closeTo((await costs()).total.spentUsd) });
});
