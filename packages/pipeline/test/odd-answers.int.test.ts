import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32, deflateSync } from 'node:zlib';
import { readCatalogueFile } from '@nextpanel/core';
import { drawStoryboardFrame, resizePicture } from '@nextpanel/imaging';
import { openaiCompatibleProvider } from '@nextpanel/providers/openai-compatible';
import { openProviderOutages } from '@nextpanel/queue';
import { afterEach, expect, test } from 'vitest';
import type { Context } from '../src/context.ts';
import { startWorker } from '../src/start-worker.ts';
import { cancelStory, resumeStory } from '../src/stories/command-story.ts';
import { editPlate } from '../src/stories/edit-plate.ts';
import { listLedger } from '../src/stories/list-ledger.ts';
import { listPanels } from '../src/stories/list-panels.ts';
import { listPlates } from '../src/stories/list-plates.ts';
import { readStory } from '../src/stories/read-story.ts';
import { submitStory } from '../src/stories/submit-story.ts';
import { openTestSystem, testTenant as tenant, testSpec, untilStatus } from './testing.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

interface Asked {
  readonly path: string;
  /** How many orders came before it. */
  readonly order: number;
  readonly picture: Buffer;
}

type Answer = (asked: Asked, response: ServerResponse) => unknown;

const json = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

/** A server that answers orders, and everything else, as a test says; each order is one picture bought. */
async function serve(answer: Answer, others: (request: IncomingMessage, response: ServerResponse) => void) {
  const bought: string[] = [];
  const server: Server = createServer((request, response) => {
    request.resume().once('end', () => {
      if (request.method !== 'POST') return others(request, response);
      bought.push(request.url ?? '');
      const order = bought.length;
      void drawPicture(order).then((picture) => answer({ path: request.url ?? '', order, picture }, response));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { port, bought };
}

const drawPicture = async (number: number, size = 512) =>
  Buffer.from(
    await drawStoryboardFrame({
      width: size,
      height: size,
      number,
      prompt: `picture ${number}`,
      characters: [{ id: 'hare', name: 'Hare' }],
      language: 'en',
      reference: null,
      requestKey: String(number).padStart(64, 'a'),
    }),
  );

interface Settings {
  readonly baseUrl: string;
  readonly sends?: Record<string, boolean>;
  /** Of the model's entry in the catalogue. */
  readonly more?: Record<string, unknown>;
}

/** A story of eight panels at this server, with a cast without pictures: panel 1 is drawn first, from words. */
async function draw(
  { baseUrl, sends = {}, more = {} }: Settings,
  render: Record<string, unknown> = {},
  outages: { firstMs?: number } = {},
) {
  const system = await openTestSystem();
  open.push(() => system[Symbol.asyncDispose]());
  const model = (changed: Record<string, boolean>) => ({
    provider: 'openai-compatible',
    id: 'm',
    methods: ['panels', 'one-call'],
    imagesPerCall: { generate: 8, edit: 8 },
    sends: changed,
    price: { by: 'image', usd: 0.05, margin: 0 },
    ...more,
  });
  const contextOf = (settings: Settings): Context => ({
    ...system.context,
    outages: openProviderOutages({
      connection: system.context.queueConnection,
      root: system.context.root,
      ...outages,
    }),
    catalogue: readCatalogueFile({ models: [model(settings.sends ?? {})] }),
    providers: new Map([
      [
        'openai-compatible',
        openaiCompatibleProvider({ baseUrl: settings.baseUrl, apiKey: null }, { missingMs: 0, pollMs: 10 }),
      ],
    ]),
  });
  let context = contextOf({ baseUrl, sends });
  let worker = await startWorker(context);
  open.push(() => worker.drain(5_000));
  const spec = testSpec(8, {
    characters: [{ id: 'hare', name: 'Hare', description: 'a lean hare', references: [] }],
    panels: Array.from({ length: 8 }, (_, index) => ({
      prompt: `the hare at tree ${index + 1}`,
      characters: ['hare'],
    })),
    render: { provider: 'openai-compatible', model: 'm', size: '512x512', ...render },
  });
  const { id } = (await submitStory(context, { tenant, spec })).story;
  return {
    id,
    ended: () => untilStatus(context, id, 'needs_attention', 'composing'),
    ledger: async () => (await listLedger(context, { tenant, id, limit: 100 })).items,
    panels: async () => (await listPanels(context, { tenant, id, limit: 8 })).items,
    story: () => readStory(context, { tenant, id }),
    cancel: () => cancelStory(context, { tenant, id }),
    describe: (plate: string, description: string) =>
      editPlate(context, { tenant, id, plate }, { description, dryRun: false }),
    plates: () => listPlates(context, { tenant, id }),
    /** Whether something of it is looked for at the vendor later. */
    looksAgain: async () => {
      const batches = await system.redis.hgetall(`${system.context.root}:story:${id}:batches`);
      return Object.entries(batches).some(([field, at]) => field.endsWith('.lookAt') && Number(at) > Date.now());
    },
    isActive: async () => (await system.redis.zscore(`${system.context.root}:active`, id)) !== null,
    /** A restart with corrected settings, and the user's resume. */
    async resumeWith(settings: Settings) {
      await worker.drain(5_000);
      context = contextOf(settings);
      worker = await startWorker(context);
      const drawn = untilStatus(context, id, 'composing');
      await resumeStory(context, { tenant, id });
      return drawn;
    },
  };
}

const nothing = (_request: IncomingMessage, response: ServerResponse) => json(response, 404, { detail: 'Not Found' });

test('a task at the usual route is collected; eight pictures are bought for eight panels', async () => {
  const pictures = new Map<string, Buffer>();
  const { port, bought } = await serve(
    ({ order, picture }, response) => {
      pictures.set(`task_${order}`, picture);
      json(response, 200, { code: 200, data: [{ status: 'submitted', task_id: `task_${order}` }] });
    },
    (request, response) => {
      const picture = pictures.get(/\/v1\/tasks\/(task_\d+)$/.exec(request.url ?? '')?.[1] ?? '');
      if (!picture) return nothing(request, response);
      const images = [{ url: [`data:image/png;base64,${picture.toString('base64')}`] }];
      return json(response, 200, { code: 200, data: { id: 'x', status: 'completed', result: { images } } });
    },
  );
  const story = await draw({ baseUrl: `http://127.0.0.1:${port}/v1` });
  expect((await story.ended()).failures).toEqual([]);
  expect(bought).toHaveLength(8);
  expect((await story.ledger()).map(({ vendorId, state }) => [vendorId?.replace(/\d+$/, ''), state])).toEqual(
    Array(8).fill(['task:task_', 'kept']),
  );
});

test('a task that cannot be asked for is final after one, its id shown and kept', async () => {
  const { port, bought } = await serve(
    (_asked, response) => json(response, 200, { code: 200, data: [{ status: 'submitted', task_id: 'task_1' }] }),
    nothing,
  );
  const story = await draw({ baseUrl: `http://127.0.0.1:${port}/v1` });
  expect(await story.ended()).toMatchObject({
    status: 'needs_attention',
    waitingOn: 'picture_unreachable',
    failures: [{ detail: expect.stringMatching(/task_1.*tasks\/task_1.*OPENAI_COMPATIBLE_BASE_URL/) }],
  });
  expect(bought).toHaveLength(1);
  expect(await story.ledger()).toMatchObject([{ state: 'ordered', vendorId: 'task:task_1', costUsd: 0 }]);
});

/** A server that answers with the address of each picture, under another name of its own than 127.0.0.1. */
async function serveElsewhere() {
  const pictures: Buffer[] = [];
  const served = await serve(
    ({ order, picture }, response) => {
      pictures[order] = picture;
      json(response, 200, { data: [{ url: `http://localhost:${served.port}/${order}.png` }] });
    },
    (request, response) => {
      const picture = pictures[Number(/\/(\d+)\.png$/.exec(request.url ?? '')?.[1])];
      if (picture) response.writeHead(200, { 'content-type': 'image/png' }).end(picture);
      else nothing(request, response);
    },
  );
  return served;
}

test('an address with another name of the same server: one is bought; with the right base URL it is fetched', async () => {
  const { port, bought } = await serveElsewhere();
  const story = await draw({ baseUrl: `http://127.0.0.1:${port}/v1` });
  expect(await story.ended()).toMatchObject({
    waitingOn: 'picture_unreachable',
    failures: [
      {
        panel: 1,
        detail: expect.stringMatching(/same name and port in OPENAI_COMPATIBLE_BASE_URL.*responseFormat: true/),
      },
    ],
  });
  expect(bought).toHaveLength(1);
  expect(await story.ledger()).toMatchObject([{ state: 'ordered', vendorId: `url:http://localhost:${port}/1.png` }]);
  const done = await story.resumeWith({ baseUrl: `http://localhost:${port}/v1` });
  expect(done.progress.panels.drawn).toBe(8);
  expect(bought).toHaveLength(8);
  expect(done.cost.spentUsd).toBeCloseTo(0.4);
});

test('a picture that arrives after a character was described otherwise shows the old look, and is stale', async () => {
  const { port } = await serveElsewhere();
  const story = await draw({ baseUrl: `http://127.0.0.1:${port}/v1` });
  await story.ended();
  expect(await story.describe('hare', 'a white hare')).toMatchObject({ stale: [] });
  await story.resumeWith({ baseUrl: `http://localhost:${port}/v1` });
  const stale = async () => (await story.panels()).filter((panel) => panel.stale).map(({ number }) => number);
  expect(await stale()).toEqual([1]);
  expect((await story.plates()).map((plate) => plate.stale)).toEqual([[1]]);
  // The words of before make it right again, and those that were drawn by the other words wrong.
  expect(await story.describe('hare', 'a lean hare')).toMatchObject({ stale: [2, 3, 4, 5, 6, 7, 8] });
  expect(await stale()).toEqual([2, 3, 4, 5, 6, 7, 8]);
});

test('a cancelled story gives up a picture that cannot be fetched, and has nothing left to do', async () => {
  const { port, bought } = await serve(
    ({ order }, response) => json(response, 200, { data: [{ url: `http://localhost:${port}/${order}.png` }] }),
    nothing,
  );
  const story = await draw({ baseUrl: `http://127.0.0.1:${port}/v1` });
  await story.ended();
  // A turn that only collects has found by now that it cannot be fetched.
  await expect.poll(() => story.looksAgain()).toBe(true);
  await story.cancel();
  await expect
    .poll(async () => (await story.ledger()).map(({ state, costUsd }) => [state, costUsd]))
    .toEqual([['refused', 0.05]]);
  expect(bought).toHaveLength(1);
  await expect.poll(() => story.isActive()).toBe(false);
});

test('a path on the server: one is lost; with pictures inside the answers the story is drawn', async () => {
  let inside = false;
  const { port, bought } = await serve(({ picture }, response) => {
    const path = { url: '/home/admin/.xinference/image/x.jpg', b64_json: null };
    json(response, 200, { data: [inside ? { b64_json: picture.toString('base64') } : path] });
  }, nothing);
  const baseUrl = `http://127.0.0.1:${port}/v1`;
  const story = await draw({ baseUrl });
  expect(await story.ended()).toMatchObject({
    failures: [{ panel: 1, detail: expect.stringMatching(/sends: \{responseFormat: true\}/) }],
  });
  expect(bought).toHaveLength(1);
  inside = true;
  const done = await story.resumeWith({ baseUrl, sends: { responseFormat: true } });
  expect(done.progress.panels.drawn).toBe(8);
  expect(bought).toHaveLength(9);
});

test('an empty list with usage 0 costs nothing, and the cause is asked for', async () => {
  const { port, bought } = await serve(
    (_asked, response) => json(response, 200, { data: [], usage: { total_tokens: 0 } }),
    nothing,
  );
  const story = await draw({ baseUrl: `http://127.0.0.1:${port}/v1` });
  expect(await story.ended()).toMatchObject({ waitingOn: 'nothing_drawn', cost: { spentUsd: 0, heldUsd: 0 } });
  expect(bought).toHaveLength(1);
  expect(await story.ledger()).toMatchObject([{ state: 'refused', costUsd: 0 }]);
});

test.each([
  ['images', (picture: Buffer) => ({ images: [{ url: `data:image/png;base64,${picture.toString('base64')}` }] })],
  ['output', (picture: Buffer) => ({ output: [picture.toString('base64')] })],
  ['predictions', (picture: Buffer) => ({ predictions: [{ bytesBase64Encoded: picture.toString('base64') }] })],
])('%s instead of data is read', async (_name, body) => {
  const { port, bought } = await serve(({ picture }, response) => json(response, 200, body(picture)), nothing);
  const story = await draw({ baseUrl: `http://127.0.0.1:${port}/v1` });
  expect((await story.ended()).failures).toEqual([]);
  expect(bought).toHaveLength(8);
});

test('an event stream is read', async () => {
  const { port, bought } = await serve(({ path, picture }, response) => {
    const type = path.endsWith('/edits') ? 'image_edit.completed' : 'image_generation.completed';
    const event = { type, b64_json: picture.toString('base64') };
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(`event: ${type}\ndata: ${JSON.stringify(event)}\n\n`);
  }, nothing);
  const story = await draw({ baseUrl: `http://127.0.0.1:${port}/v1` });
  expect((await story.ended()).failures).toEqual([]);
  expect(bought).toHaveLength(8);
});

test('an answer that is the picture itself is read', async () => {
  const { port, bought } = await serve(
    ({ picture }, response) => response.writeHead(200, { 'content-type': 'image/png' }).end(picture),
    nothing,
  );
  const story = await draw({ baseUrl: `http://127.0.0.1:${port}/v1` });
  expect((await story.ended()).failures).toEqual([]);
  expect(bought).toHaveLength(8);
});

test('a server that sends WebP gets its frames back as PNG, which it reads', async () => {
  const types: string[] = [];
  const { port, bought } = await serve(async ({ picture }, response) => {
    const webp = Buffer.from((await resizePicture(picture, 512)).bytes);
    types.push(webp.subarray(8, 12).toString());
    json(response, 200, { data: [{ b64_json: webp.toString('base64') }] });
  }, nothing);
  const story = await draw({ baseUrl: `http://127.0.0.1:${port}/v1` });
  expect((await story.ended()).failures).toEqual([]);
  expect(new Set(types)).toEqual(new Set(['WEBP']));
  expect(bought).toHaveLength(8);
  const [sent] = (await story.panels())[1]?.references ?? [];
  expect(sent?.reason).toContain('sent as a PNG, since the model does not read WEBP');
});

test('frames of more bytes than the model takes go along smaller', async () => {
  const { port, bought } = await serve(
    ({ picture }, response) => json(response, 200, { data: [{ b64_json: picture.toString('base64') }] }),
    nothing,
  );
  const reference = { maxBytes: 10_000, mimes: ['image/png'] };
  const story = await draw({ baseUrl: `http://127.0.0.1:${port}/v1`, more: { reference } });
  expect((await story.ended()).failures).toEqual([]);
  expect(bought).toHaveLength(8);
  const [sent] = (await story.panels())[1]?.references ?? [];
  expect(sent?.reason).toContain('sent at 49×49, as much as the model takes');
});

const picturesOfNoUse: readonly (readonly [string, (picture: Buffer) => unknown, number, string, RegExp])[] = [
  ['a GIF', () => Buffer.from('GIF89a'), 1, 'picture_unreadable', /sent a GIF instead of a PNG, JPEG or WebP/],
  ['an SVG', () => Buffer.from('<svg xmlns="…"/>'), 1, 'picture_unreadable', /sent an SVG instead/],
  ['half of a picture', (picture) => picture.subarray(0, picture.length / 2), 2, 'picture_unreadable', /truncated/],
  ['no picture', () => Buffer.alloc(0), 2, 'bad_response', /without a picture/],
];

test.each(picturesOfNoUse)(
  'of %s at most two are bought, and the cause is asked for',
  async (_name, make, most, code, says) => {
    const { port, bought } = await serve(
      ({ picture }, response) =>
        json(response, 200, { data: [{ b64_json: (make(picture) as Buffer).toString('base64') }] }),
      nothing,
    );
    const story = await draw({ baseUrl: `http://127.0.0.1:${port}/v1` });
    expect(await story.ended()).toMatchObject({ waitingOn: code, failures: [{ detail: expect.stringMatching(says) }] });
    expect(bought).toHaveLength(most);
  },
);

test('of an answer that is empty at most two are possibly paid', async () => {
  const { port, bought } = await serve((_asked, response) => response.writeHead(200).end(), nothing);
  const story = await draw({ baseUrl: `http://127.0.0.1:${port}/v1` }, {}, { firstMs: 100 });
  expect(await story.ended()).toMatchObject({
    waitingOn: 'unknown_outcome',
    failures: [{ detail: expect.stringContaining('the answer to a request was lost') }],
  });
  expect(bought).toHaveLength(2);
});

test('a picture that the server marks as blocked is a refusal, and nothing is drawn from it', async () => {
  const { port, bought } = await serve(
    ({ picture }, response) => json(response, 200, { data: [{ b64_json: picture.toString('base64'), nsfw: true }] }),
    nothing,
  );
  const story = await draw({ baseUrl: `http://127.0.0.1:${port}/v1` });
  expect(await story.ended()).toMatchObject({ waitingOn: 'moderation_blocked', failures: [{ panel: 1 }] });
  expect(bought).toHaveLength(1);
  expect((await story.panels())[0]).toMatchObject({ takes: 1, frame: null });
});

test('JSON that is not understood is final after one, and shown', async () => {
  const { port, bought } = await serve((_asked, response) => json(response, 200, { surprise: true }), nothing);
  const story = await draw({ baseUrl: `http://127.0.0.1:${port}/v1` });
  expect(await story.ended()).toMatchObject({
    waitingOn: 'answer_not_understood',
    failures: [{ detail: expect.stringContaining('{"surprise":true}') }],
  });
  expect(bought).toHaveLength(1);
  expect(await story.ledger()).toMatchObject([{ state: 'possibly_paid' }]);
});

test('edits that do not exist are reported once, with the cause', async () => {
  const { port, bought } = await serve(({ path, picture }, response) => {
    if (path.endsWith('/edits')) json(response, 404, { error: { code: '404', message: 'Resource not found' } });
    else json(response, 200, { data: [{ b64_json: picture.toString('base64') }] });
  }, nothing);
  const story = await draw({ baseUrl: `http://127.0.0.1:${port}/v1` });
  expect(await story.ended()).toMatchObject({
    waitingOn: 'edits_unsupported',
    failures: [{ panel: 2, detail: expect.stringMatching(/no edits.*maxReferences: 0.*: Resource not found$/) }],
    progress: { panels: { drawn: 1 } },
    cost: { spentUsd: 0.05 },
  });
  // One picture, and one question: the other six panels are not ordered.
  expect(bought).toEqual(['/v1/images/generations', '/v1/images/edits']);
});

test('a rejected setting is shown in the words of the server, both parts', async () => {
  const { port, bought } = await serve(
    (_asked, response) =>
      json(response, 400, {
        statusCode: 400,
        error: 'Bad Request',
        message: 'body/size must be equal to one of the allowed values',
      }),
    nothing,
  );
  const story = await draw({ baseUrl: `http://127.0.0.1:${port}/v1` });
  expect(await story.ended()).toMatchObject({
    waitingOn: 'invalid_request',
    failures: [
      { detail: expect.stringContaining('Bad Request: body/size must be equal to one of the allowed values') },
    ],
    cost: { spentUsd: 0 },
  });
  expect(bought).toHaveLength(1);
});

test('an error inside a success is judged by its code: tried again', async () => {
  const { port, bought } = await serve(({ order, picture }, response) => {
    const error = { message: 'Upstream request failed', code: 'upstream_timeout' };
    json(response, 200, order === 1 ? { error } : { data: [{ b64_json: picture.toString('base64') }] });
  }, nothing);
  const story = await draw({ baseUrl: `http://127.0.0.1:${port}/v1` });
  expect((await story.ended()).failures).toEqual([]);
  expect(bought).toHaveLength(9);
  expect((await story.ledger()).filter(({ state }) => state === 'possibly_paid')).toHaveLength(1);
});

test('a server without a list of models that fails is left alone after two requests, and drawing continues when it works', async () => {
  let works = false;
  const { port, bought } = await serve(({ picture }, response) => {
    if (works) return json(response, 200, { data: [{ b64_json: picture.toString('base64') }] });
    response.writeHead(502, { 'content-type': 'text/html' }).end('<title>502 Bad Gateway</title>');
  }, nothing);
  // Waits of three seconds instead of half a minute.
  const story = await draw({ baseUrl: `http://127.0.0.1:${port}/v1` }, {}, { firstMs: 500 });
  await expect.poll(async () => (await story.story()).waitingOn, { timeout: 30_000 }).toBe('provider_down');
  expect((await story.story()).waiting?.detail).toContain('The server has been failing since');
  expect(bought).toHaveLength(2);
  works = true;
  expect((await story.ended()).failures).toEqual([]);
  expect(bought).toHaveLength(2 + 8);
});

test('a black picture is a refusal: one is paid, it is a take, and nothing is drawn from it', async () => {
  const black = deflateSync(Buffer.alloc(512 * (512 * 3 + 1)));
  const { port, bought } = await serve(
    (_asked, response) => json(response, 200, { data: [{ b64_json: png(512, black).toString('base64') }] }),
    nothing,
  );
  const story = await draw({ baseUrl: `http://127.0.0.1:${port}/v1` });
  expect(await story.ended()).toMatchObject({
    waitingOn: 'frame_blank',
    failures: [{ panel: 1, code: 'frame_blank' }],
    cost: { spentUsd: 0.05 },
    progress: { panels: { drawn: 0 } },
  });
  expect(bought).toHaveLength(1);
  expect((await story.panels())[0]).toMatchObject({ status: 'failed', takes: 1, frame: null });
  expect(await story.ledger()).toMatchObject([{ state: 'refused', code: 'frame_blank', costUsd: 0.05 }]);
});

test('one that is too small is drawn again once, then the size is asked for; another size is a warning', async () => {
  const small = await drawPicture(1, 64);
  const { port, bought } = await serve(
    (_asked, response) => json(response, 200, { data: [{ b64_json: small.toString('base64') }] }),
    nothing,
  );
  const story = await draw({ baseUrl: `http://127.0.0.1:${port}/v1` });
  expect(await story.ended()).toMatchObject({
    waitingOn: 'frame_too_small',
    failures: [{ panel: 1, detail: expect.stringContaining('64×64') }],
  });
  expect(bought).toHaveLength(2);
  const other = await serve(async ({ order }, response) => {
    json(response, 200, { data: [{ b64_json: (await drawPicture(order, 384)).toString('base64') }] });
  }, nothing);
  const warned = await draw({ baseUrl: `http://127.0.0.1:${other.port}/v1` });
  expect((await warned.ended()).failures).toEqual([]);
  expect((await warned.panels())[7]?.warnings).toEqual([
    { code: 'frame_size', detail: 'the provider drew 384x384 where 512x512 was ordered' },
  ]);
});

test('one call: every picture that can be decoded is kept in its place, and nothing is bought again', async () => {
  const { port, bought } = await serve(async (_asked, response) => {
    const pictures = await Promise.all(Array.from({ length: 8 }, (_, index) => drawPicture(index + 1)));
    const data = pictures.map((picture, index) => ({
      b64_json: (index === 2 ? picture.subarray(0, 500) : picture).toString('base64'),
    }));
    json(response, 200, { data });
  }, nothing);
  const story = await draw({ baseUrl: `http://127.0.0.1:${port}/v1`, sends: { n: true } }, { method: 'one-call' });
  expect(await story.ended()).toMatchObject({ waitingOn: 'frames_missing', failures: [{ panel: 3 }] });
  expect((await story.panels()).map(({ frame }) => frame !== null)).toEqual([1, 1, 0, 1, 1, 1, 1, 1].map(Boolean));
  expect(bought).toHaveLength(1);
});

/** A PNG of RGB rows. */
function png(side: number, rows: Buffer): Buffer {
  const chunk = (type: string, body: Buffer) => {
    const whole = Buffer.concat([Buffer.from(type), body]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(body.length, 0);
    ends.writeUInt32BE(crc32(whole), 4);
    return Buffer.concat([ends.subarray(0, 4), whole, ends.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}
