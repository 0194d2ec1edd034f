import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readCatalogueFile, type StorySpec } from '@nextpanel/core';
import { openaiCompatibleProvider } from '@nextpanel/providers/openai-compatible';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { acceptFrame } from '../src/checks/accept-frame.ts';
import { labelCheck, listChecks } from '../src/checks/list-checks.ts';
import type { Context } from '../src/context.ts';
import { storeAsset } from '../src/store-asset.ts';
import { resumeStory } from '../src/stories/command-story.ts';
import { listPanels } from '../src/stories/list-panels.ts';
import { openPanelImage } from '../src/stories/open-bytes.ts';
import { readStory } from '../src/stories/read-story.ts';
import { readEvents } from '../src/stories/story-events.ts';
import { submitStory } from '../src/stories/submit-story.ts';
import { addTake, selectTake } from '../src/stories/takes.ts';
import { openTestSystem, startAll, type TestSystem, testSpec, testTenant, untilEvent, untilStatus } from './testing.ts';

const tenant = testTenant;
let system: TestSystem;
let context: Context;
let running: AsyncDisposable;

beforeAll(async () => {
  system = await openTestSystem();
  context = system.context;
  running = await startAll(context);
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await system[Symbol.asyncDispose]();
});

const checked = (title: string, checks: StorySpec['checks']): StorySpec => ({
  ...testSpec(10, { title }),
  checks,
  scenes: [{ id: 'road' }, { id: 'wood' }],
  panels: testSpec(10).panels.map((panel, index) => ({ ...panel, scene: index < 8 ? 'road' : 'wood' })),
});

async function submitted(spec: StorySpec): Promise<{ tenant: string; id: string }> {
  const { story } = await submitStory(context, { tenant, spec });
  return { tenant, id: story.id };
}

/** Adds a picture of ours to a panel and waits until its sheet shows it. */
async function upload(scope: { tenant: string; id: string }, number: number, picture: Buffer): Promise<void> {
  const { id: asset } = await storeAsset(context, { tenant, bytes: picture });
  await addTake(context, { ...scope, number }, { asset, select: true, cascade: 'keep', dryRun: false });
  await untilStatus(context, scope.id, 'completed');
}

it('measures frames once, warns of what it finds, and a user says whether it is right', async () => {
  const scope = await submitted(checked('checked', { copies: 'warn', borders: 'warn', drift: 'warn' }));
  await untilStatus(context, scope.id, 'completed');
  const before = await listChecks(context, scope);
  expect(before.checks.map(({ check, action, measured, found }) => [check, action, measured, found])).toEqual([
    ['blank', 'stop', 0, 0],
    // The first panel of all has nothing before it.
    ['copies', 'warn', 9, 0],
    ['borders', 'warn', 10, 0],
    // A scene of two frames says nothing of either.
    ['drift', 'warn', 8, 0],
  ]);

  const { bytes } = await (await openPanelImage(context, { ...scope, number: 3 })).read();
  const dark = await sharp(bytes).linear(0.2, 0).png().toBuffer();
  await upload(scope, 3, dark);
  const [worst] = (await listChecks(context, scope)).items;
  expect(worst).toMatchObject({ panel: 3, check: 'drift', found: true, method: 'light', label: null });
  expect((await readStory(context, scope)).warnings.map(({ code }) => code)).toEqual(['unlike_scene']);
  const panels = async () => (await listPanels(context, { ...scope, limit: 10 })).items;
  expect((await panels()).flatMap(({ number, warnings }) => warnings.map(({ code }) => [number, code]))).toEqual([
    [3, 'unlike_scene'],
  ]);

  await labelCheck(context, { ...scope, number: 3, check: 'drift' }, 'wrong');
  expect((await readStory(context, scope)).warnings).toEqual([]);
  const { checks } = await listChecks(context, scope);
  expect(checks.find(({ check }) => check === 'drift')).toMatchObject({ measured: 9, found: 1, right: 0, wrong: 1 });
  await expect(labelCheck(context, { ...scope, number: 9, check: 'drift' }, 'right')).rejects.toMatchObject({
    code: 'not_found',
  });

  // The user accepts the frame that is shown: another take is another question, and this one again the same.
  const acceptedOf = async () => (await panels()).flatMap(({ number, accepted }) => (accepted ? [number] : []));
  expect(await acceptFrame(context, { ...scope, number: 3 }, true)).toMatchObject({ number: 3, accepted: true });
  await acceptFrame(context, { ...scope, number: 5 }, true);
  await acceptFrame(context, { ...scope, number: 5 }, true);
  expect(await acceptedOf()).toEqual([3, 5]);
  await selectTake(context, { ...scope, number: 3, take: 1 }, { cascade: 'keep', dryRun: false });
  expect(await acceptedOf()).toEqual([5]);
  await selectTake(context, { ...scope, number: 3, take: 2 }, { cascade: 'keep', dryRun: false });
  await acceptFrame(context, { ...scope, number: 5 }, false);
  expect(await acceptedOf()).toEqual([3]);
  const said = [];
  for await (const event of readEvents(context, scope))
    if (event.type === 'panel.accepted') said.push([event.panel, event.accepted]);
  expect(said).toEqual([
    [3, true],
    [5, true],
    [5, false],
  ]);
  // No check gave this verdict, so it makes none right or wrong.
  expect((await listChecks(context, scope)).checks.find(({ check }) => check === 'drift')).toMatchObject({ right: 0 });
  await expect(acceptFrame(context, { ...scope, number: 99 }, true)).rejects.toMatchObject({ code: 'not_found' });
  await expect(acceptFrame(context, { ...scope, tenant: 'another', number: 3 }, true)).rejects.toMatchObject({
    code: 'not_found',
  });
});

it('stops a story once, after the batch in whose frames it finds something, and takes a blank frame when the story says so', async () => {
  const bordered = async (number: number) =>
    sharp({ create: { width: 236, height: 236, channels: 3, background: `rgb(${90 + 8 * number}, 120, 140)` } })
      .extend({ top: 10, bottom: 10, left: 10, right: 10, background: '#ffffff' })
      .png()
      .toBuffer();
  const blank = await sharp({ create: { width: 256, height: 256, channels: 3, background: '#000000' } })
    .png()
    .toBuffer();
  await using server = await servePictures(async (order) => (order === 4 ? blank : bordered(order)));
  const models = [{ provider: 'openai-compatible', id: 'm', price: { by: 'image', usd: 0.05, margin: 0 } }];
  const own: Context = {
    ...context,
    catalogue: readCatalogueFile({ models }),
    providers: new Map([['openai-compatible', openaiCompatibleProvider({ baseUrl: server.url, apiKey: null }, {})]]),
  };
  await running[Symbol.asyncDispose]();
  running = await startAll(own);
  const { story } = await submitStory(own, {
    tenant,
    spec: {
      ...testSpec(4, { render: { provider: 'openai-compatible', model: 'm', size: '256x256', batchSize: 2 } }),
      checks: { borders: 'stop', blank: 'warn' },
    },
  });
  const scope = { tenant, id: story.id };
  const stopped = await untilStatus(own, scope.id, 'needs_attention');
  expect(stopped).toMatchObject({
    progress: { batches: { drawn: 1 } },
    failures: [{ panel: null, code: 'check_found' }],
  });
  expect(stopped.failures[0]?.detail).toMatch(/^panel 1 \(borders\): there is a border .*; panel 2 \(borders\)/);
  await resumeStory(own, scope);
  await untilEvent(own, scope.id, (event) => event.type === 'batch.drawn' && event.batch === 2);
  const { items } = await listChecks(own, scope);
  expect(items.filter(({ found }) => found).map(({ panel, check }) => [panel, check])).toEqual([
    [4, 'blank'],
    [1, 'borders'],
    [2, 'borders'],
    [3, 'borders'],
  ]);
});

/** A server that draws what the test says, by the number of the order. */
async function servePictures(
  draw: (order: number) => Promise<Buffer>,
): Promise<AsyncDisposable & { readonly url: string }> {
  let orders = 0;
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      orders += 1;
      void draw(orders).then((picture) => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ data: [{ b64_json: picture.toString('base64') }] }));
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

it('finds letters where none were asked for, says what they are, and leaves panels out that want them', async () => {
  const lettered = async (order: number) => {
    const colour = `rgb(${60 + 30 * order}, 130, 150)`;
    const words = { text: '<span foreground="#111">BAKERY</span>', font: 'sans 40', dpi: 72, rgba: true };
    return sharp({ create: { width: 512, height: 512, channels: 3, background: '#dddddd' } })
      .composite([
        { input: { create: { width: 300, height: 200, channels: 3, background: colour } }, left: 90, top: 260 },
        ...(order === 1 ? [] : [{ input: { text: words }, left: 120, top: 90 }]),
      ])
      .png()
      .toBuffer();
  };
  await using server = await servePictures(lettered);
  const models = [{ provider: 'openai-compatible', id: 'm', price: { by: 'image', usd: 0.05, margin: 0 } }];
  const own: Context = {
    ...context,
    catalogue: readCatalogueFile({ models }),
    providers: new Map([['openai-compatible', openaiCompatibleProvider({ baseUrl: server.url, apiKey: null }, {})]]),
  };
  await running[Symbol.asyncDispose]();
  running = await startAll(own);
  const spec = testSpec(4, { render: { provider: 'openai-compatible', model: 'm', size: '512x512', batchSize: 1 } });
  const prompts = ['The hare', 'The hare', 'A shop with a sign that says “Bread”', 'The hare'];
  const { story } = await submitStory(own, {
    tenant,
    spec: {
      ...spec,
      checks: { text: 'warn' },
      panels: spec.panels.map((panel, index) => ({
        ...panel,
        prompt: prompts[index] ?? '',
        ...(index === 3 && { signs: true }),
      })),
    },
  });
  const scope = { tenant, id: story.id };
  const done = await untilStatus(own, scope.id, 'completed');
  const { items } = await listChecks(own, scope);
  expect(items.map(({ panel, found, method, detail }) => [panel, found, method, detail])).toEqual([
    [2, true, 'pp-ocr-v4', 'there are letters in it: “BAKERY”'],
    [1, false, 'pp-ocr-v4', 'there are no letters in it'],
  ]);
  expect(done.warnings.map(({ code }) => code)).toContain('letters_inside');
});
