import type { LostOrder } from '@nextpanel/core';
import { describe, expect, test } from 'vitest';
import { defaultPatience } from '../../src/fal/fal-options.ts';
import { judgeHistory, lookUpOrder, type SentOrder } from '../../src/fal/look-up-order.ts';
import type { History, HistoryItem } from '../../src/fal/request-history.ts';

const orderedAt = 1_000_000_000_000;
const input = { prompt: 'A hare runs.', image_urls: ['https://v3b.fal.media/files/1.png'], num_images: 1 };
const sent: SentOrder = { endpoint: 'openai/gpt-image-2/edit', input, startSeconds: 120 };
const lost: LostOrder = { orderedAt, lostAt: orderedAt + 5_000, alike: 1, isTaken: async () => false };
const waited = 120_000 + defaultPatience.drawMs;

const item = (changes: Partial<HistoryItem> = {}): HistoryItem => ({
  requestId: 'r-1',
  sentAt: orderedAt + 1_000,
  status: 200,
  input,
  output: null,
  ...changes,
});
const read = (...items: HistoryItem[]): History => ({ kind: 'read', items });
const closed: History = { kind: 'closed', reason: 'fal does not let this key read its list of requests (403)' };

const lookUp = (history: History | Error, at: number, order: Partial<SentOrder> = {}, of: Partial<LostOrder> = {}) =>
  lookUpOrder(
    { ...sent, ...order },
    { ...lost, ...of },
    {
      history: { read: () => (history instanceof Error ? Promise.reject(history) : Promise.resolve(history)) },
      patience: defaultPatience,
      now: () => at,
      signal: new AbortController().signal,
    },
  );

describe('what the list says', () => {
  test('the same endpoint, input and time: it is ours', async () => {
    expect(await judgeHistory(read(item()), sent, lost)).toEqual({
      kind: 'found',
      vendorId: 'openai/gpt-image-2/edit#r-1',
    });
  });

  test('the order of members and the end of the request do not matter', async () => {
    const turned = { num_images: 1, image_urls: input.image_urls, prompt: input.prompt };
    expect((await judgeHistory(read(item({ input: turned, status: 422 })), sent, lost)).kind).toBe('found');
  });

  test('another upload address is another request', async () => {
    const other = { ...input, image_urls: ['https://v3b.fal.media/files/2.png'] };
    expect((await judgeHistory(read(item({ input: other })), sent, lost)).kind).toBe('nothing');
  });

  test.each([
    ['long before the order', -120_000],
    ['long after the answer was given up', 120_000],
  ])('one that was sent %s is not ours', async (_, ms) => {
    expect((await judgeHistory(read(item({ sentAt: orderedAt + ms })), sent, lost)).kind).toBe('nothing');
  });

  test('one that answers another order is not ours', async () => {
    const isTaken = async (id: string) => id === `${sent.endpoint}#r-1`;
    expect((await judgeHistory(read(item()), sent, { ...lost, isTaken })).kind).toBe('nothing');
    const both = read(item(), item({ requestId: 'r-2' }));
    expect(await judgeHistory(both, sent, { ...lost, isTaken })).toMatchObject({ vendorId: `${sent.endpoint}#r-2` });
  });

  test('two with the same input stay ambiguous, unless two such orders are looked for', async () => {
    const both = read(item(), item({ requestId: 'r-2' }));
    expect((await judgeHistory(both, sent, lost)).kind).toBe('unknown');
    expect((await judgeHistory(both, sent, { ...lost, alike: 2 })).kind).toBe('found');
  });

  test('no payload, no verdict; but one that has it is found', async () => {
    const bare = item({ requestId: 'r-2', input: null });
    expect((await judgeHistory(read(bare), sent, lost)).kind).toBe('unknown');
    expect((await judgeHistory(read(bare, item()), sent, lost)).kind).toBe('found');
  });

  test('the same words and pictures with another setting forbid to say that it is not there', async () => {
    const filled = { ...input, output_format: 'png' };
    expect((await judgeHistory(read(item({ input: filled })), sent, lost)).kind).toBe('unknown');
  });
});

describe('when', () => {
  test('what is not there may still appear, until nothing can', async () => {
    const early = await lookUp(read(), lost.lostAt + 1_000);
    expect(early).toEqual({ kind: 'not_yet', againMs: 1_000, until: lost.lostAt + waited });
    expect((await lookUp(read(), lost.lostAt + waited - 1)).kind).toBe('not_yet');
    expect(await lookUp(read(), lost.lostAt + waited)).toEqual({ kind: 'absent' });
  });

  test('a request whose answer was given up late may have arrived late', async () => {
    const late = { lostAt: orderedAt + 600_000 };
    expect((await lookUp(read(), orderedAt + waited, {}, late)).kind).toBe('not_yet');
  });

  test('pauses between looks grow to a quarter of a minute', async () => {
    expect(await lookUp(read(), lost.lostAt + 40_000)).toMatchObject({ againMs: 5_000 });
    expect(await lookUp(read(), lost.lostAt + 300_000)).toMatchObject({ againMs: 15_000 });
  });

  test('a list that cannot be read by us decides at once, unless a webhook may still come', async () => {
    expect((await lookUp(closed, lost.lostAt)).kind).toBe('unknown');
    const webhookUrl = 'https://comics.example/v1/hooks/fal/1';
    expect((await lookUp(closed, lost.lostAt, { webhookUrl })).kind).toBe('not_yet');
    expect((await lookUp(closed, lost.lostAt + waited, { webhookUrl })).kind).toBe('unknown');
  });

  test('a list that cannot be read for the moment is asked again, for ten minutes longer', async () => {
    const down = new Error('no connection');
    expect((await lookUp(down, lost.lostAt + waited)).kind).toBe('not_yet');
    expect((await lookUp(down, lost.lostAt + waited + 600_000)).kind).toBe('unknown');
  });

  test('an order of an earlier release, without a limit for its time in line, is never known to be absent', async () => {
    expect((await lookUp(read(), lost.lostAt + waited, { startSeconds: undefined })).kind).toBe('unknown');
  });
});
