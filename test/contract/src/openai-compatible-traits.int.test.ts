import { readCatalogueFile } from '@nextpanel/core';
import { openaiCompatibleProvider } from '@nextpanel/providers/openai-compatible';
import { type CompatibleTraits, startVendors } from '@nextpanel/vendors';
import { expect, test } from 'vitest';
import { drawPicture, drawRequest } from './draw-request.ts';
import { direct, drawBy, failureOf } from './use-provider.ts';

const patience = new AbortController().signal;
const model = 'qwen-image-edit';

/** A server whose catalogue entry says that it accepts what OpenAI accepts. */
const catalogue = readCatalogueFile({
  models: [
    {
      provider: 'openai-compatible',
      id: model,
      methods: ['panels', 'one-call'],
      imagesPerCall: { generate: 4, edit: 4 },
      sends: { n: true, outputFormat: true, responseFormat: true },
      price: { by: 'image', usd: 0.01, margin: 0 },
    },
  ],
});

async function start(compatible: Partial<CompatibleTraits> = {}) {
  const vendors = await startVendors({ compatible });
  const options = { missingMs: 0, pollMs: 10 };
  const provider = direct(
    openaiCompatibleProvider({ baseUrl: vendors.compatibleUrl, apiKey: null }, options),
    catalogue,
  );
  return { vendors, provider, [Symbol.asyncDispose]: () => vendors.stop() };
}

const good: CompatibleTraits = { url: false, usage: true, ignoresN: false, size: null };

test('pictures arrive as addresses, fetched without a key, in order', async () => {
  await using at = await start({ ...good, url: true });
  const { hashes } = await drawBy(at.provider, drawRequest({ model, method: 'one-call', count: 3 }), patience);
  expect(hashes).toEqual(at.vendors.ledger[0]?.images.map(({ sha256 }) => sha256));
  expect(at.vendors.calls.filter(({ operation }) => operation === 'media')).toHaveLength(3);
});

test('pictures arrive in the answer', async () => {
  await using at = await start(good);
  const references = await Promise.all([drawPicture(1), drawPicture(2)]);
  const { hashes } = await drawBy(at.provider, drawRequest({ model, references }), patience);
  expect(hashes).toEqual(at.vendors.ledger[0]?.images.map(({ sha256 }) => sha256));
  expect(at.vendors.ledger[0]?.references.map(({ sha256 }) => sha256)).toEqual(references.map(({ sha256 }) => sha256));
});

test('a server that ignores n yields fewer pictures, and only those are paid', async () => {
  await using at = await start({ ...good, ignoresN: true });
  const drawn = await drawBy(at.provider, drawRequest({ model, method: 'one-call', count: 3 }), patience);
  expect(drawn.frames).toHaveLength(1);
  expect(drawn.costMicroUsd).toBe(10_000);
});

test('a model without a catalogue entry is sent little: no n, no quality, no format', async () => {
  await using at = await start();
  const request = drawRequest({ model: 'some-model', quality: 'high' });
  expect(at.provider.parameters(request)).toEqual({ size: '1024x1024' });
  await drawBy(at.provider, request, patience);
  expect(at.vendors.ledger[0]?.model).toBe('some-model');
});

test('a server that requires a key is reported', async () => {
  await using vendors = await startVendors({ keys: { 'openai-compatible': ['right-key'] } });
  const provider = direct(openaiCompatibleProvider({ baseUrl: vendors.compatibleUrl, apiKey: null }), catalogue);
  const error = await failureOf(provider.submit(drawRequest({ model }), patience));
  expect(error).toMatchObject({ code: 'wrong_credentials', money: 'none' });
  expect(error.message).toContain('OPENAI_COMPATIBLE_API_KEY');
  expect(error.message).toContain('Invalid API key');
});

test('a download that fails temporarily is retried; the picture is not drawn again', async () => {
  await using at = await start({ ...good, url: true });
  at.vendors.faults.next('server-error', { match: { operation: 'media' } });
  at.vendors.faults.next('reset-before-work', { match: { operation: 'media' } });
  expect((await drawBy(at.provider, drawRequest({ model }), patience)).frames).toHaveLength(1);
  expect(at.vendors.ledger).toHaveLength(1);
});

test.each([
  ['expired-media', 'result_expired'],
  ['html-media', 'picture_unreachable'],
] as const)('%s on a download: %s, paid, and asked for again when the story is resumed', async (fault, code) => {
  await using at = await start({ ...good, url: true });
  at.vendors.faults.next(fault, { times: 1 });
  const request = drawRequest({ model });
  const answer = await at.provider.submit(request, patience);
  if (answer.kind !== 'accepted') throw new Error('the answer has an address');
  const error = await failureOf(at.provider.collect(request, answer.vendorId, patience));
  expect(error).toMatchObject({ code, retryable: false, money: 'paid', collectable: true });
  expect((await at.provider.collect(request, answer.vendorId, patience)).frames).toHaveLength(1);
  expect(at.vendors.ledger).toHaveLength(1);
});

test('a download that keeps failing is not lost: it is asked for again later', async () => {
  await using at = await start({ ...good, url: true });
  at.vendors.faults.next('cut-body', { match: { operation: 'media' }, times: 3 });
  const error = await failureOf(drawBy(at.provider, drawRequest({ model }), patience));
  expect(error).toMatchObject({ code: 'connection_lost', retryable: true, money: 'none' });
});
