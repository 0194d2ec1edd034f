import { inspectPicture } from '@nextpanel/imaging';
import OpenAI, { toFile } from 'openai';
import { expect, test } from 'vitest';
import { startVendors } from '../../src/start-vendors.ts';
import { compatibleOf, drawPicture, openaiOf, rejectionOf } from '../clients.ts';

const prompt = 'The tortoise wins';

test('a server with all the bad traits: an address instead of bytes, no usage, one picture, always 1024×1024', async () => {
  await using vendors = await startVendors();
  const client = compatibleOf(vendors);
  const image = await toFile(await drawPicture('previous'), 'p.png', { type: 'image/png' });
  const parameters = {
    model: 'sdxl-turbo',
    prompt,
    n: 4,
    size: '1536x1024',
    seed: 7,
    response_format: 'b64_json',
  } as const;
  for (const answer of [await client.images.generate(parameters), await client.images.edit({ ...parameters, image })]) {
    expect(answer.usage).toBeUndefined();
    expect(answer.data).toHaveLength(1);
    expect(answer.data?.[0]?.b64_json).toBeUndefined();
    const file = await fetch(String(answer.data?.[0]?.url));
    expect(await inspectPicture(new Uint8Array(await file.arrayBuffer()))).toMatchObject({
      width: 1_024,
      height: 1_024,
    });
  }
  expect(
    vendors.ledger.map(({ vendor, model, costUsd, references }) => [vendor, model, costUsd, references.length]),
  ).toEqual([
    ['openai-compatible', 'sdxl-turbo', 0, 0],
    ['openai-compatible', 'sdxl-turbo', 0, 1],
  ]);
});

test('a good server does what was requested', async () => {
  const compatible = { url: false, usage: true, ignoresN: false, size: null };
  await using vendors = await startVendors({ compatible });
  const answer = await compatibleOf(vendors).images.generate({ model: 'any', prompt, n: 2, size: '1536x1024' });
  expect(answer.data).toHaveLength(2);
  expect(answer.usage?.total_tokens).toBeGreaterThan(0);
  const [picture] = answer.data?.map(({ b64_json }) => Buffer.from(b64_json ?? '', 'base64')) ?? [];
  expect(await inspectPicture(picture as Buffer)).toMatchObject({ width: 1_536, height: 1_024 });
});

test('keys are required only where some were given', async () => {
  await using open = await startVendors();
  await openaiOf(open, { baseURL: open.compatibleUrl, defaultHeaders: { authorization: null } }).images.generate({
    prompt,
  });
  await using closed = await startVendors({ keys: { 'openai-compatible': ['right'] } });
  await rejectionOf(compatibleOf(closed).images.generate({ prompt }), OpenAI.AuthenticationError);
  expect([...open.calls, ...closed.calls].map(({ status }) => status)).toEqual([200, 401]);
});

test('moderation that a proxy passes on as its own 502', async () => {
  await using vendors = await startVendors();
  vendors.faults.next('moderation-as-502');
  const error = await rejectionOf(compatibleOf(vendors).images.generate({ prompt }), OpenAI.InternalServerError);
  expect(error).toMatchObject({ status: 502, code: 'moderation_blocked' });
  expect(vendors.ledger).toEqual([]);
});

test('downloads that are gone, that are a page, or that drip', async () => {
  await using vendors = await startVendors();
  const url = String((await compatibleOf(vendors).images.generate({ model: 'any', prompt })).data?.[0]?.url);
  vendors.faults.next('expired-media');
  expect((await fetch(url)).status).toBe(404);
  vendors.faults.next('html-media');
  const page = await fetch(url);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html']);
  vendors.faults.next('drip', { ms: 200, match: { operation: 'media' } });
  const start = performance.now();
  expect(await inspectPicture(new Uint8Array(await (await fetch(url)).arrayBuffer()))).toMatchObject({ width: 1_024 });
  expect(performance.now() - start).toBeGreaterThan(180);
});

test.each([
  ['images-member', { images: [{ url: expect.stringMatching(/^data:image\/png;base64,/) }] }],
  ['output-member', { output: [expect.any(String)] }],
  ['other-host-url', { data: [{ url: expect.stringMatching(/^http:\/\/localhost:\d+\/compatible\/files\//) }] }],
  ['file-path', { data: [{ url: expect.stringMatching(/^\/home\//), b64_json: null }] }],
  ['unknown-form', { surprise: true }],
  ['task-without-route', { code: 200, data: [{ status: 'submitted', task_id: 'unlisted_1' }] }],
] as const)('a paid picture in another form: %s', async (fault, form) => {
  await using vendors = await startVendors();
  vendors.faults.next(fault);
  const answer = await compatibleOf(vendors).images.generate({ model: 'any', prompt });
  expect(answer).toMatchObject(form);
  expect(vendors.ledger).toMatchObject([{ fault, images: [expect.anything()] }]);
});

test('a task is done when it is asked for, and others are not there', async () => {
  await using vendors = await startVendors();
  vendors.faults.next('task-answer');
  const answer = await compatibleOf(vendors).images.generate({ model: 'any', prompt });
  const { task_id } = (answer.data?.[0] ?? {}) as unknown as { task_id: string };
  const task = await (await fetch(`${vendors.compatibleUrl}/tasks/${task_id}`)).json();
  expect(task).toMatchObject({ data: { status: 'completed', result: { images: [{ url: [expect.any(String)] }] } } });
  expect((await fetch(`${vendors.compatibleUrl}/tasks/task_other`)).status).toBe(404);
});

test('answers that say nothing was drawn, with a success or in two parts', async () => {
  await using vendors = await startVendors();
  for (const fault of ['error-in-success', 'nothing-drawn', 'rejected-setting', 'edits-missing'] as const)
    vendors.faults.next(fault);
  const order = () =>
    fetch(`${vendors.compatibleUrl}/images/generations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'any', prompt }),
    }).then(async (response) => [response.status, await response.json()]);
  expect(await order()).toEqual([200, { error: { message: 'Upstream request failed', code: 'upstream_timeout' } }]);
  expect(await order()).toEqual([200, { data: [], usage: { total_tokens: 0 } }]);
  expect(await order()).toMatchObject([400, { error: 'Bad Request', message: expect.stringContaining('body/size') }]);
  expect(await order()).toMatchObject([404, { error: { message: 'Resource not found' } }]);
  expect(vendors.ledger).toEqual([]);
});
