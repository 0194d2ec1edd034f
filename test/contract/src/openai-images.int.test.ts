import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { reportedUsage } from '@nextpanel/core';
import { openaiProvider } from '@nextpanel/providers/openai';
import { startVendors, type Vendors } from '@nextpanel/vendors';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { drawPicture, drawRequest } from './draw-request.ts';
import { direct, drawBy, failureOf } from './use-provider.ts';

const patience = new AbortController().signal;

let vendors: Vendors;
beforeAll(async () => {
  vendors = await startVendors();
});
afterEach(() => {
  vendors.faults.clear();
  vi.unstubAllEnvs();
});
afterAll(() => vendors.stop());

const open = () => direct(openaiProvider({ apiKey: 'sk-test-key', baseUrl: vendors.openaiUrl }));

test('one-call is one call, whose pictures arrive in order and cost what the vendor charged', async () => {
  const references = await Promise.all([drawPicture(1), drawPicture(2)]);
  const first = vendors.calls.length;
  const { hashes, costMicroUsd } = await drawBy(
    open(),
    drawRequest({ method: 'one-call', count: 4, references }),
    patience,
  );
  const paid = vendors.ledger.at(-1);
  expect(vendors.calls.slice(first).map(({ path }) => path)).toEqual(['/v1/images/edits']);
  expect(hashes).toEqual(paid?.images.map(({ sha256 }) => sha256));
  expect(new Set(hashes).size).toBe(4);
  expect(costMicroUsd / 1_000_000).toBeCloseTo(paid?.costUsd ?? 0, 6);
});

test('a contact sheet is one picture, large enough for its frames', async () => {
  const request = drawRequest({ method: 'contact-sheet', count: 8 });
  expect(open().parameters(request)).toEqual({
    size: expect.stringMatching(/^\d+x\d+$/),
    quality: 'low',
    output_format: 'png',
  });
  expect((await drawBy(open(), request, patience)).frames).toHaveLength(1);
  expect(vendors.ledger.at(-1)?.endpoint).toBe('/v1/images/generations');
});

test('fewer pictures than requested are kept, without an error', async () => {
  vendors.faults.next('fewer-images');
  const { hashes } = await drawBy(open(), drawRequest({ method: 'one-call', count: 3 }), patience);
  expect(hashes).toEqual(vendors.ledger.at(-1)?.images.map(({ sha256 }) => sha256));
  expect(hashes).toHaveLength(2);
});

test('a single reference is sent as well as several', async () => {
  const reference = await drawPicture(3);
  await drawBy(open(), drawRequest({ references: [reference] }), patience);
  expect(vendors.ledger.at(-1)?.references.map(({ sha256 }) => sha256)).toEqual([reference.sha256]);
});

test('every active model accepts what it is sent, with and without references', async () => {
  const references = [await drawPicture(1)];
  for (const model of [
    'gpt-image-2',
    'gpt-image-2.5-flare',
    'gpt-image-2.6-sunburst',
    'gpt-image-1.5',
    'gpt-image-1-mini',
  ]) {
    await drawBy(open(), drawRequest({ model, quality: undefined }), patience);
    await drawBy(open(), drawRequest({ model, quality: 'low', references }), patience);
    expect(vendors.ledger.at(-1)).toMatchObject({ model, endpoint: '/v1/images/edits' });
  }
});

test('references that a model does not support are refused before anything is sent', async () => {
  const picture = await drawPicture(1);
  const first = vendors.calls.length;
  const many = await failureOf(open().submit(drawRequest({ references: Array(17).fill(picture) }), patience));
  expect(many).toMatchObject({ code: 'invalid_request', retryable: false, money: 'none' });
  const large = { ...picture, bytes: new Uint8Array(50_000_000) };
  const tooLarge = await failureOf(open().submit(drawRequest({ references: [picture, large] }), patience));
  expect(tooLarge).toMatchObject({ code: 'invalid_request', message: expect.stringContaining('reference 2') });
  expect(vendors.calls).toHaveLength(first);
});

test('a refusal by the vendor is final and quoted in its words', async () => {
  const error = await failureOf(open().submit(drawRequest({ size: { width: 1000, height: 1000 } }), patience));
  expect(error).toMatchObject({ code: 'invalid_request', retryable: false, money: 'none', detail: { param: 'size' } });
  expect(error.message).toContain('divisible by 16');
  expect(error.detail.requestId).toMatch(/^req_/);
});

test('a wrong key is named by its variable', async () => {
  await using strict = await startVendors({ keys: { openai: ['sk-right-key'] } });
  const provider = direct(openaiProvider({ apiKey: 'sk-wrong-key', baseUrl: strict.openaiUrl }));
  const error = await failureOf(provider.submit(drawRequest(), patience));
  expect(error).toMatchObject({ code: 'wrong_credentials', money: 'none' });
  expect(error.message).toContain('OPENAI_API_KEY');
});

test('nothing is taken from the environment', async () => {
  await using trap = await startVendors();
  vi.stubEnv('OPENAI_BASE_URL', trap.openaiUrl);
  vi.stubEnv('OPENAI_API_KEY', 'sk-from-the-environment');
  vi.stubEnv('OPENAI_ORG_ID', 'org-from-the-environment');
  vi.stubEnv('OPENAI_PROJECT_ID', 'project-from-the-environment');
  vi.stubEnv('OPENAI_CUSTOM_HEADERS', 'idempotency-key: from-the-environment');
  await using strict = await startVendors({ keys: { openai: ['sk-configured'] } });
  await drawBy(direct(openaiProvider({ apiKey: 'sk-configured', baseUrl: strict.openaiUrl })), drawRequest(), patience);
  expect(trap.calls).toEqual([]);
  expect(JSON.stringify(strict.ledger[0]?.headers)).not.toContain('from-the-environment');
});

test('eight panels are drawn concurrently', async () => {
  await using slow = await startVendors({ latencyMs: 1_000 });
  const provider = direct(openaiProvider({ apiKey: 'sk-test-key', baseUrl: slow.openaiUrl }));
  await Promise.all(Array.from({ length: 8 }, () => drawBy(provider, drawRequest(), patience)));
  const started = slow.calls.map(({ at }) => at);
  const ended = slow.calls.map(({ endedAt }) => endedAt ?? Infinity);
  expect(slow.ledger).toHaveLength(8);
  expect(Math.max(...started)).toBeLessThan(Math.min(...ended));
});

test('moderation: low is accepted with references too, which go inside the JSON of the edit, byte for byte', async () => {
  const references = await Promise.all([drawPicture(11), drawPicture(12)]);
  const provider = open();
  for (const pictures of [[], references.slice(0, 1), references]) {
    const request = drawRequest({ references: pictures, moderation: 'low' });
    expect(provider.parameters(request)).toMatchObject({ moderation: 'low' });
    const { frames } = await drawBy(provider, request, patience);
    expect(frames).toHaveLength(1);
    expect(vendors.ledger.at(-1)?.references.map(({ sha256 }) => sha256)).toEqual(pictures.map(({ sha256 }) => sha256));
  }
});

test('a refusal that says what it used costs that', async () => {
  const usage = { input_tokens: 100, input_tokens_details: { text_tokens: 20, image_tokens: 80 }, output_tokens: 0 };
  for (const [status, body] of [
    [400, { error: { code: 'moderation_blocked', message: 'no' }, usage }],
    [400, { error: { code: 'moderation_blocked', message: 'no', usage } }],
    [200, { error: { code: 'moderation_blocked', message: 'no' }, usage }],
  ] as const) {
    const server = createServer((_call, answer) => {
      answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const provider = direct(openaiProvider({ apiKey: 'sk-test-key', baseUrl: `http://127.0.0.1:${port}/v1` }));
    const error = await failureOf(provider.submit(drawRequest(), patience));
    expect(error.code).toBe('moderation_blocked');
    expect(reportedUsage(error)).toMatchObject({ textIn: 20, imageIn: 80, imageOut: 0 });
    server.close();
    server.closeAllConnections();
  }
});
