import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { startSystem, type TestSystem } from '@nextpanel/harness';
import { startVendors, type Vendors, vendorEnvironment } from '@nextpanel/vendors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** The tools for AI agents, used through the protocol's own client: over stdio, as `nextpanel mcp`, and over HTTP, at `/mcp`. */

const deadlineMs = 120_000;
const launcher = new URL('../../nextpanel', import.meta.url).pathname;
const keys = { hare: 'np_hare_0123456789abcdef', tortoise: 'np_tortoise_0123456789abcdef' };

let vendors: Vendors;
let system: TestSystem;

beforeAll(async () => {
  vendors = await startVendors({ latencyMs: 20 });
  system = await startSystem({
    ...vendorEnvironment(vendors),
    NEXTPANEL_TRUST_PROXY: 'loopback',
    NEXTPANEL_API_KEYS: `hare:${keys.hare},tortoise:${keys.tortoise}`,
  });
}, deadlineMs);
afterAll(async () => {
  await system[Symbol.asyncDispose]();
  await vendors.stop();
});

const overStdio = (key: string): Transport =>
  new StdioClientTransport({
    command: launcher,
    args: ['mcp', '--url', system.url(), '--api-key', key],
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' },
    stderr: 'ignore',
  });
/** As a proxy with a public name passes it on. */
const throughProxy = (key: string): Transport =>
  new StreamableHTTPClientTransport(new URL('/mcp', system.url()), {
    requestInit: {
      headers: {
        authorization: `Bearer ${key}`,
        origin: 'https://comics.example',
        'x-forwarded-host': 'comics.example',
        'x-forwarded-proto': 'https',
      },
    },
  }) as Transport;
const overHttp = (key: string): Transport =>
  new StreamableHTTPClientTransport(new URL('/mcp', system.url()), {
    requestInit: { headers: { authorization: `Bearer ${key}` } },
  }) as Transport;

async function connect(transport: Transport) {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(transport);
  const content = async (name: string, args: object) => {
    const answer = await client.callTool({ name, arguments: { ...args } });
    return {
      isError: answer.isError === true,
      content: answer.content as { type: string; text?: string; data?: string }[],
    };
  };
  return {
    client,
    content,
    /** The facts a tool answers with. */
    async call(name: string, args: object) {
      const { isError, content: parts } = await content(name, args);
      const text = parts.find((part) => part.type === 'text')?.text ?? 'null';
      return { isError, facts: JSON.parse(text) };
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}

const tale = (title: string) => `
title: ${title}
render: { provider: openai, quality: low }
panels:
  - prompt: "${title}: a hill"
  - prompt: "${title}: a mill"
    text: [{ kind: caption, text: Evening }]
book: { formats: [cbz] }
`;
const charges = (title: string) => vendors.ledger.filter(({ prompt }) => prompt.includes(`${title}:`)).length;

describe.each([
  ['stdio', overStdio],
  ['http', overHttp],
])('tools over %s', (name, transport) => {
  it('draw a story only once its price is accepted, show it, change it, and hand over the book', {
    timeout: deadlineMs,
  }, async () => {
    await using agent = await connect(transport(keys.hare));
    const title = `A tale over ${name}`;
    const { tools } = await agent.client.listTools();
    expect(tools.map((tool) => tool.name)).toContain('submit_story');

    const asked = await agent.call('submit_story', { story: tale(title) });
    expect(asked.facts).toMatchObject({ panels: 2, price: { highUsd: expect.any(Number) } });
    expect(asked.facts.next).toContain('acceptUsd');
    const tooLittle = await agent.call('submit_story', {
      story: tale(title),
      acceptUsd: asked.facts.price.highUsd / 2,
    });
    expect(tooLittle.facts.id).toBeUndefined();
    expect((await agent.call('list_stories', { query: title })).facts).toEqual([]);

    const { facts: story } = await agent.call('submit_story', {
      story: tale(title),
      acceptUsd: asked.facts.price.highUsd,
    });
    const { id } = story;
    await expect
      .poll(async () => (await agent.call('watch_story', { id, seconds: 20 })).facts.status, { timeout: 60_000 })
      .toBe('completed');
    expect(charges(title)).toBe(2);

    const view = await agent.content('view_panel', { id, panel: 2, lettered: true, width: 256 });
    expect(view.content[0]).toMatchObject({ type: 'image', data: expect.stringMatching(/^[A-Za-z0-9+/]{100}/) });

    const retake = await agent.call('retake_panel', { id, panel: 2 });
    expect(retake.facts).toMatchObject({ redraw: { panels: [2] } });
    expect(charges(title)).toBe(2);
    const words = await agent.call('edit_panel', { id, panel: 2, text: [{ kind: 'caption', text: 'Night' }] });
    expect(words.facts).toMatchObject({ text: [{ text: 'Night' }], redraw: { panels: [] } });
    await agent.call('retake_panel', { id, panel: 2, acceptUsd: retake.facts.price.highUsd });
    await expect.poll(() => charges(title), { timeout: 60_000 }).toBe(3);
    await expect
      .poll(async () => (await agent.call('watch_story', { id, seconds: 20 })).facts.status, { timeout: 60_000 })
      .toBe('completed');

    const { content } = await agent.content('download_book', { id, format: 'cbz' });
    expect(content[0]).toMatchObject({ type: 'resource', resource: { blob: expect.stringMatching(/^UEsD/) } });
  });

  it('say what is wrong, and show nothing of another tenant', { timeout: deadlineMs }, async () => {
    await using hare = await connect(transport(keys.hare));
    await using tortoise = await connect(transport(keys.tortoise));
    const title = `A private tale over ${name}`;
    const { facts: price } = await hare.call('submit_story', { story: tale(title) });
    const { facts: story } = await hare.call('submit_story', { story: tale(title), acceptUsd: price.price.highUsd });
    expect(await tortoise.call('show_story', { id: story.id })).toMatchObject({
      isError: true,
      facts: { code: 'not_found' },
    });
    expect((await tortoise.call('list_stories', { query: title })).facts).toEqual([]);
    const wrong = await hare.call('submit_story', { story: 'title: A\npanels:\n  - promt: a hill\n' });
    expect(wrong).toMatchObject({ isError: true, facts: { code: 'invalid', errors: expect.any(Array) } });
    expect(JSON.stringify(wrong.facts.errors)).toContain('prompt');
  });
});

it('draft a story, draw and change its plates, move its panels, and judge it', { timeout: deadlineMs }, async () => {
  await using agent = await connect(overHttp(keys.hare));
  const { facts: draft } = await agent.call('draft_story', {
    script: 'PAGE 1\n\nPANEL 1\nA hill.\n\nHARE\nNobody is faster!\n',
  });
  expect(draft).toMatchObject({ format: 'comic', coverage: { leftOut: [] } });
  const prose = { script: 'At dawn the hare Ida met Olga. “Run!” said Ida. Off went Olga.', model: 'writes-all' };
  const { facts: unpriced } = await agent.call('draft_story', prose);
  expect(unpriced).toMatchObject({ priceKnown: false, next: expect.stringContaining('acceptUsd') });
  const { facts: begun } = await agent.call('draft_story', { ...prose, acceptUsd: 1 });
  const adapted = () => agent.call('read_script', { script: begun.script });
  await expect.poll(async () => (await adapted()).facts.status, { timeout: 60_000 }).toBe('done');
  expect((await adapted()).facts).toMatchObject({ yaml: expect.stringContaining('Run!'), possiblyUsd: 0 });
  const title = `A tale with plates ${Date.now()}`;
  const story = `
title: ${title}
characters: [{ id: hare, name: Hare, description: a lean brown hare in a red scarf }]
plates: { draw: [characters], approve: true }
checks: { borders: warn }
render: { provider: openai, quality: low }
panels: [{ prompt: "${title}: a hill", characters: [hare] }, { prompt: "${title}: a mill" }]
book: { formats: [cbz] }
`;
  const { facts: asked } = await agent.call('submit_story', { story });
  const { facts: submitted } = await agent.call('submit_story', { story, acceptUsd: asked.price.highUsd });
  const { id } = submitted;
  const untilRest = () =>
    expect.poll(async () => (await agent.call('watch_story', { id, seconds: 20 })).facts.status, { timeout: 60_000 });
  await untilRest().toBe('needs_attention');
  expect((await agent.call('list_plates', { id })).facts).toMatchObject([
    { plate: 'hare', status: 'drawn', panels: [1] },
  ]);
  expect((await agent.content('view_plate', { id, plate: 'hare', width: 128 })).content[0]).toMatchObject({
    type: 'image',
  });
  const { facts: retake } = await agent.call('retake_plate', { id, plate: 'hare' });
  expect(retake).toMatchObject({ price: { highUsd: expect.any(Number) }, dependants: { panels: [] } });
  expect((await agent.call('select_plate_take', { id, plate: 'hare', take: 1 })).facts).toMatchObject({ take: 1 });
  const { facts: rest } = await agent.call('approve_plates', { id });
  expect(rest.price.highUsd).toBeGreaterThan(0);
  expect(charges(title)).toBe(0);
  await agent.call('approve_plates', { id, acceptUsd: rest.price.highUsd });
  await untilRest().toBe('completed');

  await agent.call('move_panel', { id, panel: 2, after: 0 });
  const { facts: more } = await agent.call('insert_panels', {
    id,
    panels: [{ prompt: `${title}: a river` }],
    after: 1,
  });
  expect(more).toMatchObject({ redraw: { requests: 1 } });
  expect(charges(title)).toBe(2);
  await agent.call('remove_panel', { id, panel: 1 });
  const note = await agent.call('add_note', { id, panel: 1, text: 'The ears are too short.', x: 0.5, y: 0.2 });
  await agent.call('resolve_note', { id, note: note.facts.id });
  expect((await agent.call('list_notes', { id })).facts).toMatchObject([{ text: 'The ears are too short.' }]);
  const { facts: checks } = await agent.call('list_checks', { id });
  expect(JSON.stringify(checks)).toContain('borders');
  const judged = await agent.call('judge_check', { id, panel: 1, check: 'borders', label: 'right' });
  expect(judged.facts).toMatchObject({ check: 'borders', label: 'right' });
  expect((await agent.call('show_costs', {})).facts.total.spentUsd).toBeGreaterThan(0);
  expect((await agent.call('publish_check', { id, profile: 'itch' })).facts).toMatchObject({ profile: 'itch' });
});

it('tools answer behind a proxy, and name the public address', async () => {
  await using agent = await connect(throughProxy(keys.hare));
  const { facts: asked } = await agent.call('submit_story', { story: tale('Proxied') });
  const { facts: story } = await agent.call('submit_story', { story: tale('Proxied'), acceptUsd: asked.price.highUsd });
  expect(story.dashboard).toBe(`https://comics.example/stories/${story.id}`);
});

it('/mcp is closed to those without a key', async () => {
  const answer = await fetch(new URL('/mcp', system.url()), { method: 'POST', body: '{}' });
  expect(answer.status).toBe(401);
});
