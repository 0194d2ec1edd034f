import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, type FalClient, ValidationError } from '@fal-ai/client';
import { inspectPicture, readStoryboardMark } from '@nextpanel/imaging';
import { describe, expect, test } from 'vitest';
import { sha256Of } from '../../src/ledger.ts';
import { startVendors } from '../../src/start-vendors.ts';
import { drawPicture, falOf, rejectionOf } from '../clients.ts';

const prompt = 'The tortoise passes the sleeping hare';
const edit = 'openai/gpt-image-2/edit';
const size = { width: 1_024, height: 1_024 };

interface FalOutput {
  readonly images: readonly { url: string; width: number; height: number; content_type: string }[];
  readonly usage?: { output_tokens: number };
  readonly seed?: number;
}

const outputOf = ({ data }: { data: unknown }) => data as FalOutput;

const download = async (url: string) => new Uint8Array(await (await fetch(url)).arrayBuffer());

async function untilDone(client: FalClient, endpoint: string, requestId: string) {
  for (;;) {
    const status = await client.queue.status(endpoint, { requestId });
    if (status.status === 'COMPLETED') return status;
    await sleep(10);
  }
}

describe('the queue through the fal SDK', () => {
  test('submit, status, result: the sub-path is dropped, the picture has the last reference in its pixels', async () => {
    await using vendors = await startVendors({ latencyMs: 200 });
    const client = falOf(vendors);
    const references = [await drawPicture('cast'), await drawPicture('previous')];
    const blobs = references.map((it) => new Blob([it], { type: 'image/png' }));
    const input = { prompt, image_urls: blobs, image_size: size, num_images: 2, quality: 'medium' };
    const submitted = await client.queue.submit(edit, { input });
    expect(submitted).toMatchObject({
      status: 'IN_QUEUE',
      response_url: `${vendors.falUrl}/queue.fal.run/openai/gpt-image-2/requests/${submitted.request_id}`,
    });
    const requestId = submitted.request_id;
    expect(await client.queue.status(edit, { requestId })).toMatchObject({ status: 'IN_QUEUE' });
    await rejectionOf(client.queue.result(edit, { requestId }), ApiError);
    expect(vendors.calls.at(-1)).toMatchObject({ operation: 'collect', status: 400 });
    await untilDone(client, edit, requestId);
    const result = await client.queue.result(edit, { requestId });
    expect(result.requestId).toBe(requestId);
    const { images, usage } = outputOf(result);
    expect(usage?.output_tokens).toBe(2 * 1_756);
    const pictures = await Promise.all(images.map(({ url }) => download(url)));
    expect(new Set(pictures.map(sha256Of)).size).toBe(2);
    const mark = await readStoryboardMark(pictures[0] as Uint8Array);
    expect(mark?.reference).toBe(sha256Of(references[1] as Uint8Array).slice(0, 16));
    expect(vendors.ledger).toMatchObject([{ vendor: 'fal', endpoint: edit, model: edit, prompt, jobId: requestId }]);
    expect(vendors.ledger[0]?.references.map(({ sha256 }) => sha256)).toEqual(references.map(sha256Of));
    expect(vendors.calls.filter(({ operation }) => operation === 'order')).toHaveLength(1);
  });

  test('an unfinished status is a 202, a finished one a 200', async () => {
    await using vendors = await startVendors({ latencyMs: 100 });
    const client = falOf(vendors);
    const { request_id, status_url } = await client.queue.submit('openai/gpt-image-2', { input: { prompt } });
    const headers = { authorization: 'Key fal-key' };
    expect((await fetch(status_url, { headers })).status).toBe(202);
    await untilDone(client, 'openai/gpt-image-2', request_id);
    expect((await fetch(status_url, { headers })).status).toBe(200);
    // A gateway that rewrites every address also rewrites ours.
    const twice = status_url.replace(/^http:\//, vendors.falUrl);
    expect((await fetch(twice, { headers })).status).toBe(200);
    const subPath = `${vendors.falUrl}/queue.fal.run/${edit}/requests/${request_id}/status`;
    expect((await fetch(subPath, { headers })).status).toBe(405);
  });

  test('subscribe by polling, and a status stream to its end', async () => {
    await using vendors = await startVendors({ latencyMs: 60 });
    const client = falOf(vendors);
    const { images } = outputOf(
      await client.subscribe('fal-ai/nano-banana-2', { input: { prompt, aspect_ratio: '16:9' }, pollInterval: 20 }),
    );
    expect(images).toMatchObject([{ width: 1_360, height: 768, content_type: 'image/png' }]);
    const { request_id: requestId } = await client.queue.submit('fal-ai/flux-2-pro', { input: { prompt } });
    const stream = await client.queue.streamStatus('fal-ai/flux-2-pro', { requestId });
    const statuses = [];
    for await (const event of stream) statuses.push(event.status);
    expect(statuses.at(-1)).toBe('COMPLETED');
    const output = outputOf(await client.queue.result('fal-ai/flux-2-pro', { requestId }));
    expect(output.seed).toBeTypeOf('number');
    expect((await inspectPicture(await download(output.images[0]?.url ?? ''))).mime).toBe('image/jpeg');
    expect(vendors.ledger.map(({ costUsd }) => costUsd)).toEqual([0.08, 0.03]);
  });

  test('a waiting job is cancelled unpaid; a finished one is not cancelled', async () => {
    await using vendors = await startVendors({ latencyMs: 400 });
    const client = falOf(vendors);
    const { request_id: requestId } = await client.queue.submit(edit, { input: { prompt } });
    await client.queue.cancel(edit, { requestId });
    await untilDone(client, edit, requestId);
    const error = await rejectionOf(client.queue.result(edit, { requestId }), ApiError);
    expect(error).toMatchObject({ status: 499, body: { error_type: 'client_cancelled' } });
    await rejectionOf(client.queue.cancel(edit, { requestId }), ApiError);
    await rejectionOf(client.queue.cancel(edit, { requestId: 'unknown' }), ApiError);
    expect(vendors.calls.filter(({ operation }) => operation === 'cancel').map(({ status }) => status)).toEqual([
      202, 400, 404,
    ]);
    expect(vendors.ledger).toEqual([]);
  });

  test('a running job is finished and paid in spite of a cancellation', async () => {
    await using vendors = await startVendors({ latencyMs: 200 });
    const client = falOf(vendors);
    const { request_id: requestId } = await client.queue.submit('openai/gpt-image-2', { input: { prompt } });
    await expect
      .poll(() => client.queue.status(edit, { requestId }), { interval: 5 })
      .toMatchObject({ status: 'IN_PROGRESS' });
    await client.queue.cancel(edit, { requestId });
    await untilDone(client, edit, requestId);
    expect(outputOf(await client.queue.result(edit, { requestId })).images).toHaveLength(1);
    expect(vendors.ledger).toHaveLength(1);
  });

  test('stored files, data URLs and pictures of fal work as references; lifetimes end', async () => {
    await using vendors = await startVendors();
    const client = falOf(vendors);
    const png = await drawPicture('cast');
    const stored = await client.storage.upload(new Blob([png], { type: 'image/png' }));
    expect(sha256Of(await download(stored))).toBe(sha256Of(png));
    const inline = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
    const asPublic = stored.replace(vendors.falUrl, 'https:/');
    const { request_id: requestId } = await client.queue.submit(edit, {
      input: { prompt, image_urls: [stored, inline, asPublic] },
      storageSettings: { expiresIn: 2 },
    });
    await untilDone(client, edit, requestId);
    const [image] = outputOf(await client.queue.result(edit, { requestId })).images;
    expect(vendors.ledger[0]?.references.map(({ sha256 }) => sha256)).toEqual(Array(3).fill(sha256Of(png)));
    expect((await fetch(image?.url ?? '')).status).toBe(200);
    await sleep(2_050);
    expect((await fetch(image?.url ?? '')).status).toBe(404);
  });

  test('sync_mode answers a data URL', async () => {
    await using vendors = await startVendors();
    const input = { prompt, sync_mode: true };
    const { images } = outputOf(await falOf(vendors).subscribe('openai/gpt-image-2', { input, pollInterval: 10 }));
    expect(images[0]?.url).toMatch(/^data:image\/png;base64,/);
  });
});

describe('what fal refuses', () => {
  const invalid: readonly [string, string, Record<string, unknown>, string][] = [
    ['no prompt', 'openai/gpt-image-2', {}, 'missing'],
    ['an edit without pictures', edit, { prompt }, 'missing'],
    ['five pictures of nano-banana-2', 'fal-ai/nano-banana-2', { prompt, num_images: 5 }, 'less_than_equal'],
    ['an unknown ratio', 'fal-ai/nano-banana-2', { prompt, aspect_ratio: '7:5' }, 'literal_error'],
    ['a small size', 'openai/gpt-image-2', { prompt, image_size: { width: 512, height: 512 } }, 'image_too_small'],
    ['WebP of flux-2-pro', 'fal-ai/flux-2-pro', { prompt, output_format: 'webp' }, 'literal_error'],
    ['a reference elsewhere', edit, { prompt, image_urls: ['https://example.com/a.png'] }, 'file_download_error'],
    ['a reference that is text', edit, { prompt, image_urls: ['data:image/png;base64,aGVsbG8='] }, 'image_load_error'],
  ];
  test.each(invalid)('%s: 422 on the result of a COMPLETED job, unpaid', async (_, endpoint, input, type) => {
    await using vendors = await startVendors();
    const client = falOf(vendors);
    const { request_id: requestId } = await client.queue.submit(endpoint, { input });
    expect(await untilDone(client, endpoint, requestId)).toMatchObject({ status: 'COMPLETED', error_type: type });
    const error = await rejectionOf(client.queue.result(endpoint, { requestId }), ValidationError);
    expect(error.fieldErrors[0]).toMatchObject({ type });
    expect(error.requestId).toBe(requestId);
    expect(vendors.ledger).toEqual([]);
  });

  test('an unknown endpoint, one shut down, a wrong key', async () => {
    await using vendors = await startVendors({ keys: { fal: ['right'] }, today: '2026-12-01' });
    const client = falOf(vendors, { credentials: 'right' });
    for (const endpoint of ['fal-ai/unknown', 'fal-ai/imagen4/preview', 'fal-ai/gpt-image-1.5']) {
      expect(await rejectionOf(client.queue.submit(endpoint, { input: { prompt } }), ApiError)).toMatchObject({
        status: 404,
      });
    }
    const wrong = falOf(vendors).queue.submit('openai/gpt-image-2', { input: { prompt } });
    expect(await rejectionOf(wrong, ApiError)).toMatchObject({ status: 401 });
  });
});
