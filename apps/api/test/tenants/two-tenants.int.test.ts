import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type LedgerEntry, operationNeeds, type PanelView, publishProfileNames, type StoryView } from '@nextpanel/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plainPng } from '../defences/plain-png.ts';
import {
  type DescribedOperation as Operation,
  readDescription,
  type Schema,
  type Schemas,
} from '../described-operations.ts';
import { eventsOf, shortStory, startTestApi, type TestApi, untilStatus } from '../testing.ts';
import { sampleOf } from './sample-of.ts';

/**
 * Two tenants on every route of the description. What the crow sends with an id of the hare is sent again with an id that was never given
 * to anyone: both answers must be the same, so that not even the existence of the hare's things shows.
 */

const keys = { hare: 'hare-key-0123456789', crow: 'crow-key-0123456789' };
type Tenant = keyof typeof keys;
const bearer = (tenant: Tenant) => ({ authorization: `Bearer ${keys[tenant]}` });

/** The ids of one of each thing that a tenant has. */
type Ids = Readonly<Record<string, string>>;

let api: TestApi;
let operations: readonly Operation[];
let schemas: Schemas;
let ids: Readonly<Record<Tenant, Ids>>;
/** What the hare reads of her own things before the crow tries anything. */
let before: readonly string[];

/** Takes the events of both tenants, and says which of them got one. */
const receiver = createServer((request, response) => {
  response.writeHead(204).end();
  receiver.emit(request.url?.slice(1) ?? '');
});

beforeAll(async () => {
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  api = await startTestApi({
    NEXTPANEL_API_KEYS: `hare:${keys.hare},crow:${keys.crow}`,
    NEXTPANEL_ADMIN_KEY: 'operator-key-0123456789',
    NEXTPANEL_WEBHOOK_HOSTS: '127.0.0.1',
  });
  ({ operations, schemas } = await readDescription(api));
  await api.startDrawing();
  ids = { hare: await furnish('hare', 40), crow: await furnish('crow', 41) };
  before = await readAll('hare');
}, 120_000);
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  receiver.closeAllConnections();
  receiver.close();
});

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function send(
  tenant: Tenant,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const json = body !== undefined && !(body instanceof Uint8Array);
  const response = await fetch(`${api.url}${path}`, {
    method,
    headers: { ...bearer(tenant), ...(json && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: json ? JSON.stringify(body) : (body as Uint8Array<ArrayBuffer>) }),
    signal: AbortSignal.timeout(20_000),
  });
  return { status: response.status, text: await response.text() };
}

async function make<Made>(
  tenant: Tenant,
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) {
  const { status, text } = await send(tenant, method, path, body, headers);
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
  return (text === '' ? null : JSON.parse(text)) as Made;
}

const storyOf = (words: string, asset: string) => ({
  title: `A story ${words}`,
  externalId: `number ${words}`,
  metadata: { whose: words },
  characters: [
    { id: 'main', name: `Name ${words}`, description: 'an animal', references: [asset] },
    { id: 'other', name: 'Other', description: `another ${words}` },
  ],
  plates: { draw: ['characters'] },
  panels: [1, 2].map((number) => ({
    prompt: `Picture ${number} ${words}`,
    characters: ['main', 'other'],
    text: [{ kind: 'caption', text: `Words ${words}` }],
  })),
  render: { size: '256x256' },
});

/** One of everything that has an id: a story drawn with plates, takes, notes, links and an edition, a webhook with deliveries, a key. */
async function furnish(tenant: Tenant, width: number): Promise<Ids> {
  const words = `of the ${tenant}`;
  const { port } = receiver.address() as AddressInfo;
  const add = (path: string, body: object) => make<{ id: string }>(tenant, 'POST', path, body);
  const delivered = once(receiver, tenant);
  const webhook = await add('/v1/webhooks', { url: `http://127.0.0.1:${port}/${tenant}` });
  const picture = { 'content-type': 'image/png' };
  const asset = await make<{ id: string }>(tenant, 'POST', '/v1/assets', plainPng(width, 40), picture);
  const story = await make<StoryView>(tenant, 'POST', '/v1/stories', storyOf(words, asset.id), {
    'idempotency-key': 'same',
  });
  await untilStatus({ ...api, get: (path) => api.get(path, bearer(tenant)) }, story.id, 'completed');
  const at = `/v1/stories/${story.id}`;
  await make(tenant, 'PUT', `${at}/editions/de`, { title: `Titel ${words}` });
  const note = await add(`${at}/notes`, { panel: 1, text: `Note ${words}` });
  const link = await add(`${at}/links`, { name: `Link ${words}` });
  const key = await add('/v1/admin/keys', { role: 'read', name: `Key ${words}` });
  const first = async (path: string) => (await make<{ items: object[] }>(tenant, 'GET', path)).items[0];
  const { frame } = (await first(`${at}/panels`)) as PanelView;
  const { request } = (await first(`${at}/ledger`)) as LedgerEntry;
  await delivered;
  const { id: delivery } = (await first(`/v1/webhooks/${webhook.id}/deliveries`)) as { id: string };
  return {
    story: story.id,
    asset: asset.id,
    webhook: webhook.id,
    apiKey: key.id,
    note: note.id,
    link: link.id,
    request,
    delivery,
    sha256: frame?.sha256 ?? '',
  };
}

/** Where the things of a tenant stand in the addresses of operations. */
const parameterOf = (path: string, name: string, own: Ids): string => {
  if (name === 'id') {
    const [, , kind = '', second = ''] = path.split('/');
    return (
      own[
        { stories: 'story', assets: 'asset', webhooks: 'webhook', keys: 'apiKey' }[kind === 'admin' ? second : kind] ??
          ''
      ] ?? '1'
    );
  }
  const others = { plate: 'main', language: 'de', format: 'pdf', profile: publishProfileNames[0], check: 'copies' };
  return own[name] ?? others[name as keyof typeof others] ?? '1';
};

/** An id of the same form that was never given to anyone. */
const unlike = (id: string): string =>
  /[0-9a-f]{12}$/.test(id)
    ? id.slice(0, -12) + id.slice(-12).replaceAll(/./g, (digit) => (digit === '0' ? '1' : '0'))
    : `${id.slice(0, -6)}zzzzzz`;
const unlikeAll = (own: Ids): Ids => Object.fromEntries(Object.entries(own).map(([name, id]) => [name, unlike(id)]));

/** With the parameters of the query that must be there. */
function addressOf({ path, parameters = [] }: Operation, own: Ids): string {
  const query = parameters.flatMap(({ in: where, name, required, schema }) =>
    where === 'query' && required === true ? [[name, String(sampleOf(schema, schemas))] as const] : [],
  );
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameterOf(path, name, own)));
  return query.length === 0 ? filled : `${filled}?${new URLSearchParams(Object.fromEntries(query)).toString()}`;
}

/** Bodies that the schema alone does not tell. */
const bodies = (): Readonly<Record<string, object>> => ({
  editPanel: { prompt: 'Another picture' },
  editPlate: { description: 'another animal' },
  addTake: { asset: ids.crow.asset },
  addPlateTake: { asset: ids.crow.asset },
});

function bodyOf({ operationId, requestBody }: Operation): object | undefined {
  const schema = requestBody?.content['application/json']?.schema;
  return schema && (bodies()[operationId] ?? (sampleOf(schema, schemas) as object));
}

/** The answer without the ids that were sent; the longest first, since ids stand within others. */
const without = ({ status, text }: Answer, sent: Ids): string =>
  Object.entries(sent)
    .filter(([, id]) => id.length > 8)
    .sort(([, one], [, other]) => other.length - one.length)
    .reduce((answer, [name, id]) => answer.replaceAll(id, name), `${status} ${text}`);

const ofTenants = () =>
  operations.filter(({ operationId }) =>
    ['read', 'submit', 'control', 'admin'].includes(operationNeeds[operationId] ?? ''),
  );
const withIds = () => ofTenants().filter(({ path }) => path.includes('{'));

/** Everything that a tenant can read at an address with an id, but for what has the time in it. */
async function readAll(tenant: Tenant): Promise<string[]> {
  const reads = withIds().filter(
    ({ method, operationId }) => method === 'GET' && !['listDeliveries', 'exportStory'].includes(operationId),
  );
  const answers: string[] = [];
  for (const operation of reads) {
    const { operationId } = operation;
    const ending = operationId === 'followEvents' || operationId === 'followScript' ? '?follow=false' : '';
    const { status, text } = await send(tenant, 'GET', addressOf(operation, ids[tenant]) + ending);
    answers.push(`${operationId} ${status} ${text}`);
  }
  return answers;
}

/** What the crow asks for once with ids that exist, and once with others of the same form. `parts` are the same in both. */
async function differences(asked: readonly Operation[], known: Ids, unknown: Ids, parts: Ids = {}): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const operation of asked) {
    const ask = async (own: Ids) => {
      const address = addressOf(operation, { ...own, ...parts });
      return without(await send('crow', operation.method, address, bodyOf(operation)), own);
    };
    const [foreign, nothing] = [await ask(known), await ask(unknown)];
    if (foreign !== nothing || !foreign.startsWith('404 '))
      found.push({ operation: operation.operationId, foreign, nothing });
  }
  return found;
}

const unlikeTheHare = () => unlikeAll(ids.hare);

test('with an id of the hare the crow gets what everyone gets for an id that nothing has: 404', async () => {
  expect(await differences(withIds(), ids.hare, unlikeTheHare())).toEqual([]);
  const webhooks = withIds().filter(({ path }) => path.startsWith('/v1/webhooks/'));
  const byStory = (own: Ids) => ({ ...own, webhook: own.story as string });
  expect(await differences(webhooks, byStory(ids.hare), byStory(unlikeTheHare()))).toEqual([]);
});

test('nor does it show which parts a story of the hare has', async () => {
  const missing = { number: '99', take: '99', plate: 'nobody', language: 'fr', format: 'epub' };
  expect(await differences(withIds(), ids.hare, unlikeTheHare(), missing)).toEqual([]);
  const byId = withIds().filter(({ path }) => path.includes('/panels/{number}'));
  for (const number of ['id:p1', 'id:nobody', 'id:cover'])
    expect(await differences(byId, ids.hare, unlikeTheHare(), { number })).toEqual([]);
});

test("in the crow's own story and webhook nothing of the hare is found", async () => {
  const inside = withIds().filter(({ path }) => /\{(note|link|request|delivery|sha256)\}/.test(path));
  const { story = '', webhook = '' } = ids.crow;
  expect(inside).toHaveLength(6);
  expect(await differences(inside, ids.hare, unlikeTheHare(), { story, webhook })).toEqual([]);
});

test('a picture or a story of the hare that a body names is one that does not exist', async () => {
  const { story = '' } = ids.crow;
  const at = `/v1/stories/${story}`;
  const person = (asset: string) => [{ id: 'new', name: 'New', description: 'a fox', references: [asset] }];
  const short = shortStory();
  const named: readonly [string, string, (own: Ids) => object][] = [
    ['POST', '/v1/stories', ({ asset = '' }) => ({ ...short, characters: person(asset) })],
    ['POST', '/v1/stories', ({ asset = '' }) => ({ ...short, style: { description: 'ink', references: [asset] } })],
    ['POST', '/v1/stories', ({ asset = '' }) => ({ ...short, book: { cover: { asset } } })],
    ['POST', '/v1/stories', ({ asset = '' }) => ({ ...short, book: { fonts: [{ file: asset }] } })],
    ['POST', '/v1/stories', (own) => ({ ...short, continues: own.story })],
    ['POST', '/v1/estimates', (own) => ({ ...short, continues: own.story })],
    ['POST', `${at}/panels/1/takes`, ({ asset }) => ({ asset })],
    ['POST', `${at}/plates/other/takes`, ({ asset }) => ({ asset })],
    ['POST', `${at}/panels/1/retouch`, ({ asset }) => ({ instruction: 'Redder', mask: asset })],
    ['POST', `${at}/plates/other/retouch`, ({ asset }) => ({ instruction: 'Redder', mask: asset })],
    ['PATCH', `${at}/plates/other`, ({ asset = '' }) => ({ references: [asset] })],
    ['PATCH', at, ({ asset }) => ({ book: { cover: { asset } } })],
    ['POST', `${at}/notes`, (own) => ({ panel: 1, text: 'x', link: own.link })],
    ['POST', '/v1/bulk', () => ({ filter: { externalId: 'number of the hare' }, action: 'delete' })],
    ['POST', '/v1/bulk', () => ({ filter: { metadata: { whose: 'of the hare' } }, action: 'cancel', dryRun: true })],
  ];
  for (const [method, path, body] of named) {
    const ask = async (own: Ids) => without(await send('crow', method, path, body(own)), own);
    const [foreign, nothing] = [await ask(ids.hare), await ask(unlikeTheHare())];
    expect([path, foreign]).toEqual([path, nothing]);
    // A filter finds nothing; an id is refused.
    expect([path, foreign]).toEqual([
      path,
      expect.stringMatching(path === '/v1/bulk' ? /^200 .*"changed":\[\],"unchanged":\[\],"refused":\[\]/ : /^4/),
    ]);
  }
});

test('no list, count, stream or search of the crow shows anything of the hare', async () => {
  const words = [...Object.values(ids.hare), 'of the hare'];
  const answers: [string, string][] = [];
  const read = async (path: string, headers: Record<string, string> = {}) =>
    answers.push([path, (await send('crow', 'GET', path, undefined, headers)).text]);
  for (const { path, method } of ofTenants())
    if (method === 'GET' && !path.includes('{') && path !== '/v1/events') await read(path);
  const list = JSON.parse((await send('hare', 'GET', '/v1/stories?limit=1')).text) as { nextCursor: string | null };
  await read(`/v1/stories?limit=1${list.nextCursor === null ? '' : `&cursor=${list.nextCursor}`}`);
  for (const query of [
    'query=hare',
    'externalId=number%20of%20the%20hare',
    'metadata=whose:of%20the%20hare',
    'status=completed',
    'sort=updated',
  ])
    await read(`/v1/stories?${query}`);
  await read(`/v1/stories/${ids.crow.story}/events?follow=false`, { 'last-event-id': '0' });
  await read(`/v1/stories/${ids.crow.story}/export`);
  expect(answers.length).toBeGreaterThan(15);
  for (const [path, text] of answers) expect([path, words.filter((word) => text.includes(word))]).toEqual([path, []]);

  const stop = new AbortController();
  const changes = await fetch(`${api.url}/v1/events`, { headers: bearer('crow'), signal: stop.signal });
  const { id } = await make<StoryView>('hare', 'POST', '/v1/stories', shortStory());
  await make('crow', 'POST', `/v1/stories/${ids.crow.story}/notes`, { panel: 2, text: 'the last one' });
  for await (const { data } of eventsOf(changes)) {
    expect(JSON.stringify(data)).not.toContain(id);
    if (JSON.stringify(data).includes(ids.crow.story as string)) break;
  }
  stop.abort();
});

test('every tool of /mcp finds nothing by an id of the hare', async () => {
  const call = async (method: string, params: object) => {
    const accept = { accept: 'application/json, text/event-stream' };
    const { text } = await send('crow', 'POST', '/mcp', { jsonrpc: '2.0', id: 1, method, params }, accept);
    return text;
  };
  const { result } = JSON.parse(await call('tools/list', {})) as {
    result: { tools: readonly { readonly name: string; readonly inputSchema: Schema }[] };
  };
  const more: Record<string, object> = {
    edit_panel: { prompt: 'A fox' },
    edit_plate: { description: 'a fox' },
    insert_panels: { panels: [{ prompt: 'A fox' }] },
  };
  const found: unknown[] = [];
  const byId = result.tools.filter(({ inputSchema }) => 'id' in (inputSchema.properties ?? {}));
  expect(byId.length).toBeGreaterThan(15);
  for (const { name, inputSchema } of byId) {
    const ask = async (own: Ids) => {
      const given = { ...(sampleOf(inputSchema, {}) as object), ...more[name], id: own.story, note: own.note };
      return without({ status: 0, text: await call('tools/call', { name, arguments: given }) }, own);
    };
    const [foreign, nothing] = [await ask(ids.hare), await ask(unlikeTheHare())];
    if (foreign !== nothing || !foreign.includes('there is no story')) found.push({ name, foreign, nothing });
  }
  expect(found).toEqual([]);
});

test('an Idempotency-Key of the hare makes a story of its own', async () => {
  const made = await make<StoryView>('hare', 'POST', '/v1/stories', shortStory(), { 'idempotency-key': 'hers' });
  const other = await make<StoryView>('crow', 'POST', '/v1/stories', shortStory(), { 'idempotency-key': 'hers' });
  expect(other.id).not.toBe(made.id);
  expect(JSON.stringify(other)).not.toContain(made.id);
});

test('after all this the things of the hare are as before', async () => {
  expect(await readAll('hare')).toEqual(before);
});
