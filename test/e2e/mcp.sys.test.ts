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
