import type { WebhookJob } from '@nextpanel/queue';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Context } from '../../src/context.ts';
import { startFinalizer } from '../../src/start-finalizer.ts';
import { cancelStory, pauseStory, resumeStory } from '../../src/stories/command-story.ts';
import { deleteStory } from '../../src/stories/delete-story.ts';
import { submitStory } from '../../src/stories/submit-story.ts';
import { deliverEvents } from '../../src/webhooks/deliver-events.ts';
import {
  addWebhook,
  changeWebhook,
  deleteWebhook,
  listDeliveries,
  readWebhook,
  readWebhookSecret,
  redeliver,
  rotateWebhook,
  rotateWebhookSecret,
} from '../../src/webhooks/manage-webhooks.ts';
import { enqueueDirty } from '../../src/webhooks/start-webhooks.ts';
import { openTestSystem, type TestSystem, testSpec, testTenant } from '../testing.ts';
import { type Received, type Receiver, startReceiver, status } from './receiver.ts';

let system: TestSystem;
let context: Context;
let receiver: Receiver;
beforeEach(async () => {
  system = await openTestSystem({ NEXTPANEL_WEBHOOK_HOSTS: '127.0.0.1' });
  context = system.context;
  receiver = await startReceiver();
});
afterEach(async () => {
  await receiver[Symbol.asyncDispose]();
  await system[Symbol.asyncDispose]();
});

const add = (url = receiver.url, events?: string[]) =>
  addWebhook(context, { tenant: testTenant }, { url, ...(events && { events }) });
const submit = async () =>
  (await submitStory(context, { tenant: testTenant, spec: testSpec(1, { title: 'webhooks' }) })).story.id;
const command = async (id: string) => {
  await pauseStory(context, { tenant: testTenant, id });
  await resumeStory(context, { tenant: testTenant, id });
};
const dirty = async (): Promise<WebhookJob[]> => {
  const jobs: WebhookJob[] = [];
  for await (const job of context.state.webhooks.dirty()) jobs.push(job);
  return jobs;
};
const signal = new AbortController().signal;
/** Works off what there is, as the queue's worker does. */
const deliverAll = async (): Promise<(number | null)[]> => {
  const jobs = await dirty();
  return Promise.all(jobs.map((job) => deliverEvents(context, job, signal)));
};

test('every event arrives once, in order, numbered and signed, by the queue', async () => {
  const { id, secret = '' } = await add();
  const finalizer = await startFinalizer(context);
  const story = await submit();
  await command(story);
  await receiver.until(3);
  await finalizer.drain(5_000);
  const payloads = receiver.received.map((it) => receiver.open(it, secret));
  expect(payloads.map(({ type, sequence, data }) => [type, sequence, data.story, data.status])).toEqual([
    ['story.status', 1, story, 'queued'],
    ['story.status', 2, story, 'paused'],
    ['story.status', 3, story, 'queued'],
  ]);
  for (const { data, timestamp } of payloads) expect(Date.parse(timestamp)).toBe(Number(data.id.split('-')[0]));
  const deliveries = await listDeliveries(context, { tenant: testTenant, id });
  expect(deliveries.map(({ state, tries }) => [state, tries.length])).toEqual(Array(3).fill(['delivered', 1]));
  expect(await dirty()).toEqual([]);
});

test('an event that fails comes back later, and those behind it wait for it', async () => {
  const { id } = await add();
  receiver.answers.push(
    status(500),
    status(302, { location: 'http://127.0.0.1:1/' }),
    status(429, { 'retry-after': '3600' }),
  );
  const story = await submit();
  await command(story);
  const waits = [(await deliverAll())[0], (await deliverAll())[0], (await deliverAll())[0]] as number[];
  expect(waits[0]).toBeGreaterThan(4_000);
  expect(waits[1]).toBeGreaterThan(20_000);
  // As long as the receiver asks for.
  expect(waits[2]).toBe(3_600_000);
  expect((await readWebhook(context, { tenant: testTenant, id })).failingSince).not.toBeNull();
  expect(await deliverAll()).toEqual([null]);
  const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
  expect([new Set(ids.slice(0, 4)).size, new Set(ids).size]).toEqual([1, 3]);
  const deliveries = await listDeliveries(context, { tenant: testTenant, id });
  expect(deliveries.at(-1)?.tries.map(({ status: code, detail }) => [code, detail])).toEqual([
    [500, 'the receiver answered 500'],
    [302, 'the receiver answered 302; redirects are not followed'],
    [429, 'the receiver answered 429'],
    [204, ''],
  ]);
  expect((await readWebhook(context, { tenant: testTenant, id })).failingSince).toBeNull();
});

test('a receiver that gives no usable answer is described in words', async () => {
  const { id } = await add();
  receiver.answers.push(
    (response) => void response.socket?.destroy(),
    (response) => void response.socket?.end('nonsense\r\n\r\n'),
    (response) => void response.socket?.end(`HTTP/1.1 200 OK\r\nX: ${'y'.repeat(100_000)}\r\n\r\n`),
  );
  await submit();
  for (let tries = 0; tries < 3; tries += 1) await deliverAll();
  const [delivery] = await listDeliveries(context, { tenant: testTenant, id });
  expect(delivery?.tries.map(({ detail }) => detail)).toEqual([
    'the receiver closed the connection without an answer',
    'its answer is not HTTP, or broke off',
    'the headers of its answer are too large',
  ]);
});

test('an event that was not delivered within a day is skipped, and a webhook that fails for three is disabled', async () => {
  const { id } = await add();
  const story = await submit();
  await command(story);
  receiver.answers.push(...Array.from({ length: 5 }, () => status(500)));
  await deliverAll();
  const { webhooks } = context.state;
  const [first] = await webhooks.deliveries(id);
  if (!first) throw new Error('nothing was tried');
  const day = 86_400_000;
  const aged = (ms: number) => first.tries.map((it) => ({ ...it, at: it.at - ms }));
  await webhooks.putDelivery(id, { ...first, tries: aged(day + 1_000) }, 0);
  await deliverAll();
  expect((await webhooks.delivery(id, first.id))?.state).toBe('skipped');

  const stored = await webhooks.get(testTenant, id);
  if (stored) await webhooks.put({ ...stored, failingSince: context.state.clock.now() - 3 * day - 1_000 });
  expect(await deliverAll()).toEqual([null]);
  const disabled = await readWebhook(context, { tenant: testTenant, id });
  expect(disabled.disabled?.reason).toMatch(/three days/);
  const tried = receiver.received.length;
  await enqueueDirty(context);
  await deliverAll();
  expect(receiver.received.length).toBe(tried);

  // What happened meanwhile is sent when it is enabled again.
  receiver.answers.length = 0;
  await changeWebhook(context, { tenant: testTenant, id }, { disabled: false });
  expect(await deliverAll()).toEqual([null]);
  expect(receiver.received.length).toBe(tried + 2);
});

test('410 Gone disables at once', async () => {
  const { id } = await add();
  receiver.answers.push(status(410));
  await submit();
  await deliverAll();
  expect((await readWebhook(context, { tenant: testTenant, id })).disabled?.reason).toMatch(/410/);
});

test('after a rotation both secrets sign; a delivery is sent again under its own id', async () => {
  const { id, secret: before = '' } = await add();
  await submit();
  await deliverAll();
  const { secret: after = '' } = await rotateWebhook(context, { tenant: testTenant, id });
  expect(after).not.toBe(before);
  const [delivery] = await listDeliveries(context, { tenant: testTenant, id });
  const job = { tenant: testTenant, webhook: id, story: delivery?.story ?? '', delivery: delivery?.id ?? '' };
  await redeliver(context, { tenant: testTenant, id, delivery: job.delivery });
  await deliverEvents(context, job, signal);
  const [first, second] = receiver.received;
  if (!first || !second) throw new Error('two deliveries were expected');
  expect(second.headers['webhook-id']).toBe(first.headers['webhook-id']);
  for (const secret of [before, after]) expect(receiver.open(second, secret).sequence).toBe(1);
  expect(() => receiver.open(first, after)).toThrow(/signature/i);
  expect((await readWebhook(context, { tenant: testTenant, id })).secret).toBeUndefined();
});

test('only the events that were asked for are sent, only from the beginning of the webhook, only to their tenant', async () => {
  const early = await submit();
  const { id } = await add(receiver.url, ['panel.drawn']);
  await addWebhook(context, { tenant: 'another' }, { url: receiver.url });
  await command(early);
  await deliverAll();
  expect(receiver.received).toEqual([]);
  await changeWebhook(context, { tenant: testTenant, id }, { events: [] });
  await command(early);
  await deliverAll();
  expect(receiver.received.length).toBe(2);
  await deleteWebhook(context, { tenant: testTenant, id });
  await command(early);
  await deliverAll();
  expect(receiver.received.length).toBe(2);
  expect(await dirty()).toEqual([]);
});

test('a story has its own webhook: its events only, signed with the secret of all such stories, gone with it', async () => {
  const own = (over: object) =>
    submitStory(context, {
      tenant: testTenant,
      spec: testSpec(1, { title: 'own', webhook: { url: receiver.url, ...over } }),
    });
  const { story } = await own({});
  await submit();
  receiver.answers.push(status(500));
  const [wait] = await deliverAll();
  expect(wait).toBeGreaterThan(4_000);
  await command(story.id);
  expect(await deliverAll()).toEqual([null]);
  const { secret } = await readWebhookSecret(context, testTenant);
  const seen = () => receiver.received.map((it) => receiver.open(it, secret));
  expect(seen().map(({ type, sequence, data }) => [type, sequence, data.story, data.status])).toEqual([
    ['story.status', 1, story.id, 'queued'],
    ['story.status', 1, story.id, 'queued'],
    ['story.status', 2, story.id, 'paused'],
    ['story.status', 3, story.id, 'queued'],
  ]);
  const named = { tenant: testTenant, id: story.id };
  expect((await listDeliveries(context, named)).map(({ state }) => state)).toEqual(Array(3).fill('delivered'));
  expect(await readWebhook(context, named)).toMatchObject({ url: receiver.url, events: ['story.status'] });
  await expect(readWebhook(context, { ...named, tenant: 'another' })).rejects.toMatchObject({ code: 'not_found' });

  // Disabled, it is sent nothing; enabled, what happened meanwhile. Both secrets sign after a rotation.
  await changeWebhook(context, named, { disabled: true });
  await command(story.id);
  await deliverAll();
  expect([receiver.received.length, await dirty()]).toEqual([4, []]);
  const rotated = await rotateWebhookSecret(context, { tenant: testTenant });
  await changeWebhook(context, named, { disabled: false });
  await deliverAll();
  expect(seen().length).toBe(6);
  for (const it of [secret, rotated.secret]) {
    expect(receiver.open(receiver.received[5] as Received, it).sequence).toBe(5);
  }

  await cancelStory(context, named);
  await deleteStory(context, named);
  await deliverAll();
  expect([await dirty(), await context.state.webhooks.deliveries(story.id)]).toEqual([[], []]);
});

test.each([
  ['http://example.com/hook', /https/],
  ['https://user:pw@example.com/hook', /user name/],
])('%s is refused as an address', async (url, words) => {
  await expect(add(url)).rejects.toMatchObject({ code: 'invalid', message: expect.stringMatching(words) });
});

test.each(['https://localhost/hook', 'https://[::1]/hook', 'https://169.254.169.254/hook', 'https://10.0.0.1/hook'])(
  '%s is never connected to',
  async (url) => {
    await expect(
      submitStory(context, {
        tenant: testTenant,
        spec: testSpec(1, { webhook: { url: url.replace('https', 'http') } }),
      }),
    ).rejects.toMatchObject({ code: 'invalid', detail: { pointer: '/webhook/url' } });
    const { id } = await add(url);
    await submit();
    await deliverAll();
    const [delivery] = await listDeliveries(context, { tenant: testTenant, id });
    expect(delivery?.tries.map(({ detail }) => detail)).toEqual([expect.stringContaining('public internet')]);
  },
);
