import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { SavedState } from '../../src/saved-state/saved-state.ts';
import { startVendors } from '../../src/start-vendors.ts';
import type { Vendors } from '../../src/vendors.ts';
import { drawPicture, falOf, openaiOf, rejectionOf } from '../clients.ts';

const endpoint = 'fal-ai/flux-2-pro';
const size = { width: 256, height: 256 };

const order = (vendors: Vendors, prompt: string) =>
  falOf(vendors).queue.submit(endpoint, { input: { prompt, image_size: size } });

const collect = (vendors: Vendors, requestId: string) => falOf(vendors).queue.result(endpoint, { requestId });

/** The state as another process receives it. */
const handOver = (vendors: Vendors): SavedState => JSON.parse(JSON.stringify(vendors.saveState())) as SavedState;

async function collected(vendors: Vendors, requestId: string): Promise<Uint8Array> {
  const { data } = (await collect(vendors, requestId)) as { data: { images: { url: string }[] } };
  const answer = await fetch(data.images[0]?.url ?? '');
  expect(answer.status).toBe(200);
  return new Uint8Array(await answer.arrayBuffer());
}

test('a finished fal request is collected from an emulator started from the saved state, at its own address', async () => {
  const first = await startVendors();
  const { request_id: id } = await order(first, 'A hare');
  await falOf(first).queue.subscribeToStatus(endpoint, { requestId: id });
  const before = await collected(first, id);
  const state = handOver(first);
  await first.stop();

  await using second = await startVendors({ state });
  expect(await collected(second, id)).toEqual(before);
  expect(second.ledger).toEqual(first.ledger);
  expect(second.calls.filter(({ operation }) => operation === 'order')).toEqual([]);
});

test('a fal request that still waits is drawn, and charged once, by the emulator that continues', async () => {
  const first = await startVendors({ latencyMs: 60_000 });
  const { request_id: id } = await order(first, 'A hare');
  const state = handOver(first);
  await first.stop();
  expect(first.ledger).toEqual([]);

  await using second = await startVendors({ state });
  await falOf(second).queue.subscribeToStatus(endpoint, { requestId: id });
  expect((await collected(second, id)).length).toBeGreaterThan(0);
  expect(second.ledger.map(({ requestId }) => requestId)).toEqual([id]);
});

test('a cancelled fal request stays cancelled', async () => {
  const first = await startVendors({ latencyMs: 60_000 });
  const { request_id: id } = await order(first, 'A hare');
  await falOf(first).queue.cancel(endpoint, { requestId: id });
  await falOf(first).queue.subscribeToStatus(endpoint, { requestId: id });
  const state = handOver(first);
  await first.stop();

  await using second = await startVendors({ state });
  await rejectionOf(collect(second, id), Error);
  expect(second.ledger).toEqual([]);
});

test('responses of OpenAI continue with their references, and finished ones are answered as before', async () => {
  const first = await startVendors();
  const picture = Buffer.from(await drawPicture('the last frame')).toString('base64');
  const create = (vendors: Vendors, prompt: string) =>
    openaiOf(vendors).responses.create({
      model: 'gpt-5.4',
      background: true,
      tools: [{ type: 'image_generation', model: 'gpt-image-2', size: '1024x1024', quality: 'low' }],
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_image', image_url: `data:image/png;base64,${picture}`, detail: 'auto' },
            { type: 'input_text', text: prompt },
          ],
        },
      ],
    });
  const done = await create(first, 'finished');
  const retrieve = (vendors: Vendors, id: string) => openaiOf(vendors).responses.retrieve(id);
  await expect.poll(async () => (await retrieve(first, done.id)).status).toBe('completed');
  const answered = await retrieve(first, done.id);
  // It never starts: the saved request has not been drawn.
  first.faults.next('stuck', { vendor: 'openai' });
  const waiting = await create(first, 'waiting');
  const saved = handOver(first);
  const state = { ...saved, responses: saved.responses.map((it) => ({ ...it, fault: null })) };
  await first.stop();

  await using second = await startVendors({ state });
  expect(await retrieve(second, done.id)).toEqual(answered);
  await expect.poll(async () => (await retrieve(second, waiting.id)).status).toBe('completed');
  expect(second.ledger.map(({ jobId }) => jobId)).toEqual([done.id, waiting.id]);
  expect(second.ledger[1]?.references).toEqual(second.ledger[0]?.references);
  expect(second.ledger[1]?.costUsd).toBeCloseTo(second.ledger[0]?.costUsd ?? 0, 4);
});

test('what is ordered again after the restart gets another picture, as it would without one', async () => {
  const draw = async (vendors: Vendors) => {
    const { data } = await openaiOf(vendors).images.generate({
      model: 'gpt-image-2',
      prompt: 'A hare',
      size: '1024x1024',
    });
    return data?.[0]?.b64_json;
  };
  const first = await startVendors();
  const before = await draw(first);
  const state = handOver(first);
  await first.stop();
  await using second = await startVendors({ state });
  expect(await draw(second)).not.toBe(before);
  expect(second.ledger).toHaveLength(2);
});

test('a file still expires after the restart', async () => {
  const first = await startVendors();
  const { request_id: id } = await falOf(first).queue.submit(endpoint, {
    input: { prompt: 'A hare', image_size: size },
    storageSettings: { expiresIn: 1 },
  });
  await falOf(first).queue.subscribeToStatus(endpoint, { requestId: id });
  const state = handOver(first);
  await first.stop();
  await using second = await startVendors({ state });
  const { data } = (await collect(second, id)) as { data: { images: { url: string }[] } };
  await sleep(1_100);
  expect((await fetch(data.images[0]?.url ?? '')).status).toBe(404);
});

test('a state of another version, or one that lacks a file, is refused', async () => {
  const first = await startVendors();
  const state = handOver(first);
  await first.stop();
  await expect(startVendors({ state: { ...state, version: 2 as 1 } })).rejects.toThrow('version 2');
  const media = [{ name: 'a.png', sha256: '0'.repeat(64), mime: 'image/png', expiresAt: null }];
  await expect(startVendors({ state: { ...state, media } })).rejects.toThrow('lacks the file');
});
