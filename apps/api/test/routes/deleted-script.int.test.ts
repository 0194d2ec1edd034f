import type { AdaptedScriptView, CostsView } from '@nextpanel/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../testing.ts';

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
const intent = { provider: 'script', model: 'writes', estimate: 10_000 };

async function send(words: string): Promise<string> {
  const answer = await api.post('/v1/scripts?model=writes&title=Dawn', words, {
    ...as(),
    'content-type': 'text/plain',
  });
  expect(answer.status).toBe(202);
  return ((await answer.json()) as AdaptedScriptView).id;
}

let sent = 0;
/** A script that was cancelled after these questions; no worker runs here, so the test does what one would. */
async function cancelled(calls: Readonly<Record<string, 'kept' | 'possibly_paid' | 'ordered'>>) {
  sent += 1;
  const words = `The hare ran for the ${sent}th time. It was late.`;
  const id = await send(words);
  const { scripts } = api.context.state;
  const fence = await scripts.claim(id);
  if (!fence) throw new Error('the script is not claimed');
  for (const [call, outcome] of Object.entries(calls)) {
    await scripts.order(fence, { id: call, key: `script-${call}`, intent, body: { messages: words }, high: 20_000 });
    if (outcome !== 'ordered') await scripts.settle(fence, { id: call, outcome, cost: 10_000 });
  }
  await scripts.cancel(id);
  return { id, words, fence };
}
const remove = (id: string) => fetch(`${api.url}/v1/scripts/${id}`, { method: 'DELETE', headers: as() });
const settle = (id: string, call: string, body: object, headers = as()) =>
  api.post(`/v1/scripts/${id}/calls/${call}/settle`, body, headers);
const read = async (id: string) => (await (await api.get(`/v1/scripts/${id}`, as())).json()) as AdaptedScriptView;
const costs = async () => (await (await api.get('/v1/costs', as())).json()) as CostsView;
const uncertain = async (id: string) => (await costs()).uncertainScripts.filter(({ script }) => script === id);
const keyOf = (id: string) => `${api.context.root}:script:${id}`;

describe('a script that is deleted while it is not known whether some questions were paid', () => {
  test('leaves these questions, on the page of costs and to be settled; its words and its draft are gone', async () => {
    const { id } = await cancelled({ one: 'kept', two: 'possibly_paid', three: 'possibly_paid' });
    const before = await costs();
    expect((await remove(id)).status).toBe(204);
    expect((await uncertain(id)).map(({ title, call, costUsd }) => [title, call, costUsd])).toEqual([
      ['Dawn', 'two', 0.01],
      ['Dawn', 'three', 0.01],
    ]);
    expect((await costs()).now).toEqual(before.now);
    expect(await read(id)).toMatchObject({
      status: 'deleted',
      possiblyUsd: 0.02,
      draft: null,
      calls: [
        { id: 'two', state: 'possibly_paid', settle: `/v1/scripts/${id}/calls/two/settle` },
        { id: 'three', state: 'possibly_paid', settle: `/v1/scripts/${id}/calls/three/settle` },
      ],
    });
    const { items } = (await (await api.get('/v1/scripts', as())).json()) as { items: AdaptedScriptView[] };
    expect(items.map((it) => it.id)).not.toContain(id);
    expect(JSON.stringify(await api.redis.hgetall(`${keyOf(id)}:left:requests`))).not.toContain('hare ran');
    expect(JSON.stringify(await api.redis.hgetall(`${keyOf(id)}:left`))).not.toContain('hare ran');
    expect(await api.redis.exists(keyOf(id), `${keyOf(id)}:requests`, `${keyOf(id)}:events`)).toBe(0);
  });

  test('is settled question by question; the last word counts, and thirty days later nothing is left', async () => {
    const { id } = await cancelled({ two: 'possibly_paid', three: 'possibly_paid' });
    const before = await costs();
    await remove(id);
    expect((await settle(id, 'two', { paid: false }, as('tortoise'))).status).toBe(404);
    expect((await settle(id, 'two', { paid: false })).status).toBe(200);
    expect(await api.redis.ttl(`${keyOf(id)}:left`)).toBe(-1);
    const answer = (await (await settle(id, 'three', { paid: true, costUsd: 0.008 })).json()) as AdaptedScriptView;
    expect(answer).toMatchObject({ status: 'deleted', spentUsd: 0.008, possiblyUsd: 0 });
    expect(answer.calls.map((call) => [call.id, call.state, call.costUsd, call.settle])).toEqual([
      ['two', 'refused', 0, undefined],
      ['three', 'refused', 0.008, undefined],
    ]);
    const after = await costs();
    expect(after.now.possiblyUsd).toBeCloseTo(before.now.possiblyUsd - 0.02);
    expect(after.total.possiblyUsd).toBeCloseTo(before.total.possiblyUsd - 0.02);
    expect(after.total.spentUsd).toBeCloseTo(before.total.spentUsd + 0.008);
    expect(await uncertain(id)).toEqual([]);
    expect((await settle(id, 'two', { paid: true, costUsd: 0.01 })).status).toBe(200);
    expect((await read(id)).spentUsd).toBeCloseTo(0.018);
    expect((await settle(id, 'four', { paid: true })).status).toBe(404);
    const ttls = await Promise.all(['', ':requests'].map((part) => api.redis.ttl(`${keyOf(id)}:left${part}`)));
    expect(ttls.every((seconds) => seconds > 29 * 86_400 && seconds <= 30 * 86_400)).toBe(true);
  });

  test('gives up a question that was on its way, as possibly paid; nothing is held for it any more', async () => {
    const { id, fence } = await cancelled({ one: 'ordered' });
    expect((await costs()).now.heldUsd).toBeCloseTo(0);
    const before = await costs();
    await remove(id);
    expect((await uncertain(id)).map(({ call, costUsd }) => [call, costUsd])).toEqual([['one', 0.01]]);
    expect((await costs()).now.possiblyUsd).toBeCloseTo(before.now.possiblyUsd + 0.01);
    expect((await costs()).total.heldUsd).toBeCloseTo(before.total.heldUsd - 0.02);
    // The process that asked comes back too late.
    await expect(api.context.state.scripts.settle(fence, { id: 'one', outcome: 'kept', cost: 10_000 })).rejects.toThrow(
      id,
    );
    expect(await uncertain(id)).toHaveLength(1);
  });

  test('can be sent again: the new one knows nothing of the old questions, which can still be settled', async () => {
    const { id, words } = await cancelled({ two: 'possibly_paid' });
    await remove(id);
    expect(await send(words)).toBe(id);
    expect(await read(id)).toMatchObject({ status: 'waiting', spentUsd: 0, possiblyUsd: 0, calls: [] });
    expect(await uncertain(id)).toHaveLength(1);
    expect((await settle(id, 'two', { paid: true })).status).toBe(200);
    expect(await uncertain(id)).toEqual([]);
    expect(await read(id)).toMatchObject({ status: 'waiting', spentUsd: 0, possiblyUsd: 0 });
  });
});

test('an agent that reads a script learns where its user settles what is uncertain', async () => {
  const { id } = await cancelled({ one: 'kept', two: 'possibly_paid' });
  const call = {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'read_script', arguments: { script: id } },
  };
  const answer = await api.post('/mcp', call, { ...as(), accept: 'application/json, text/event-stream' });
  const text = await answer.text();
  expect(text).toContain(`nextpanel ledger settle ${id} two --paid | --not-paid`);
  expect(text).not.toContain(`ledger settle ${id} one`);
});

test('a script of which all is certain is gone when it is deleted', async () => {
  const { id } = await cancelled({ one: 'kept' });
  expect((await remove(id)).status).toBe(204);
  expect((await api.get(`/v1/scripts/${id}`, as())).status).toBe(404);
  expect((await settle(id, 'one', { paid: true })).status).toBe(404);
  expect(await api.redis.keys(`${keyOf(id)}*`)).toEqual([]);
});

test('a script that is over stays while something of its cost is uncertain, and thirty days from then on', async () => {
  const { id, fence } = await cancelled({ one: 'ordered' });
  expect(await api.redis.ttl(keyOf(id))).toBeGreaterThan(0);
  await api.context.state.scripts.settle(fence, { id: 'one', outcome: 'possibly_paid', cost: 10_000 });
  expect(await api.redis.ttl(keyOf(id))).toBe(-1);
  await settle(id, 'one', { paid: false });
  expect(await api.redis.ttl(keyOf(id))).toBeGreaterThan(29 * 86_400);
});
