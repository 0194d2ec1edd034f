import { crc32 } from 'node:zlib';
import { openaiProvider } from '@nextpanel/providers/openai';
import { type FaultName, startVendors, type Vendors } from '@nextpanel/vendors';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { drawPicture, drawRequest } from './draw-request.ts';
import { direct, drawBy, failureOf } from './use-provider.ts';

const patience = new AbortController().signal;

let vendors: Vendors;
beforeAll(async () => {
  vendors = await startVendors();
});
afterEach(() => vendors.faults.clear());
afterAll(() => vendors.stop());

const open = (options: { readonly responseMs?: number } = {}) =>
  direct(openaiProvider({ apiKey: 'sk-test-key', baseUrl: vendors.openaiUrl }, { pollMs: 20, ...options }));

async function accept(request: ReturnType<typeof drawRequest>): Promise<string> {
  const ordered = await open().submit(request, patience);
  if (ordered.kind !== 'accepted') throw new Error('it was not accepted but drawn');
  return ordered.vendorId;
}

const series = (count = 4) => drawRequest({ method: 'series', count });

test('a series is collected by another process, again and again, and paid once', async () => {
  const references = await Promise.all([drawPicture(1), drawPicture(2)]);
  const request = { ...series(8), references };
  const id = await accept(request);
  expect(id).toMatch(/^resp_/);
  const [first, second] = [await open().collect(request, id, patience), await open().collect(request, id, patience)];
  const entry = vendors.ledger.at(-1);
  expect(first.frames).toHaveLength(8);
  expect(second).toEqual(first);
  expect(entry).toMatchObject({ jobId: id, endpoint: '/v1/responses', model: 'gpt-image-2' });
  expect(entry?.references.map(({ sha256 }) => sha256)).toEqual(references.map(({ sha256 }) => sha256));
  expect(vendors.ledger.filter(({ jobId }) => jobId === id)).toHaveLength(1);
  // The language model's tokens are added to those of the pictures.
  expect(first.costMicroUsd).toBeGreaterThan((entry?.costUsd ?? 0) * 1_000_000);
});

test('one recoverable panel yields one picture', async () => {
  const request = drawRequest({ recoverable: true, references: [await drawPicture(1)] });
  const { hashes } = await drawBy(open(), request, patience);
  expect(hashes).toEqual(vendors.ledger.at(-1)?.images.map(({ sha256 }) => sha256));
  expect(hashes).toHaveLength(1);
});

test('no more pictures are drawn than were requested, whatever the prompt says', async () => {
  const request = { ...series(3), prompt: '8 separate images of a hare' };
  expect((await drawBy(open(), request, patience)).frames).toHaveLength(3);
  expect(vendors.ledger.at(-1)?.images).toHaveLength(3);
});

test('a reference too large for the request body is uploaded', async () => {
  const small = await drawPicture(1);
  const large = padded(small.bytes, 16_000_000);
  const request = drawRequest({
    recoverable: true,
    references: [small, { ...small, bytes: large, sha256: 'f'.repeat(64) }],
  });
  const first = vendors.calls.length;
  await drawBy(open(), request, patience);
  expect(vendors.ledger.at(-1)?.references.map(({ bytes }) => bytes.length)).toEqual([
    small.bytes.length,
    large.length,
  ]);
  expect(vendors.calls.slice(first).filter(({ path }) => path === '/v1/files')).toHaveLength(1);
});

test('when the last picture of a series is withheld, those before it are kept', async () => {
  vendors.faults.next('moderation-output');
  const { hashes } = await drawBy(open(), series(4), patience);
  expect(hashes).toEqual(
    vendors.ledger
      .at(-1)
      ?.images.slice(0, 3)
      .map(({ sha256 }) => sha256),
  );
});

test.each<[FaultName, string]>([
  ['server-error', 'server_error'],
  ['bad-gateway-html', 'bad_response'],
  ['rate-limited', 'rate_limited'],
  ['wrong-key', 'wrong_credentials'],
  ['cut-body', 'connection_lost'],
  ['truncated-json', 'bad_response'],
  ['reset-before-work', 'connection_lost'],
])('%s while polling is %s, costs nothing and can be retried', async (fault, code) => {
  const request = series(2);
  const id = await accept(request);
  vendors.faults.next(fault, { match: { operation: 'poll' } });
  expect(await failureOf(open().collect(request, id, patience))).toMatchObject({
    code,
    retryable: true,
    money: 'none',
  });
  expect((await open().collect(request, id, patience)).frames).toHaveLength(2);
});

test('a response OpenAI no longer has is paid and lost', async () => {
  const request = series(2);
  const id = await accept(request);
  vendors.faults.next('forgotten');
  const error = await failureOf(open().collect(request, id, patience));
  expect(error).toMatchObject({ code: 'result_expired', retryable: false, money: 'paid' });
});

test('a running response is cancelled without cost, and reported as cancelled when collected', async () => {
  vendors.faults.next('stuck');
  const request = series(2);
  const id = await accept(request);
  expect(await open().cancel?.(request, id, patience)).toBe(true);
  const error = await failureOf(open().collect(request, id, patience));
  expect(error).toMatchObject({ code: 'server_error', money: 'possibly' });
  expect(vendors.ledger.filter(({ jobId }) => jobId === id)).toEqual([]);
});

test('a finished response is not cancelled', async () => {
  const request = series(2);
  const id = await accept(request);
  await open().collect(request, id, patience);
  expect(await open().cancel?.(request, id, patience)).toBe(false);
});

test('a response that never ends is given up and cancelled', async () => {
  vendors.faults.next('stuck');
  const request = series(2);
  const id = await accept(request);
  const error = await failureOf(open({ responseMs: 200 }).collect(request, id, patience));
  expect(error).toMatchObject({ code: 'vendor_timeout', retryable: true, money: 'possibly' });
  expect(vendors.calls.at(-1)).toMatchObject({ operation: 'cancel', status: 200 });
});

test('waiting stops when the caller aborts', async () => {
  vendors.faults.next('stuck');
  const request = series(2);
  const id = await accept(request);
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error('drained')), 50);
  await expect(open().collect(request, id, stop.signal)).rejects.toThrow('drained');
});

/** The same picture with a private chunk of zeros before its end. */
function padded(png: Uint8Array, length: number): Uint8Array {
  const missing = length - png.length - 12;
  const chunk = Buffer.alloc(missing + 12);
  chunk.writeUInt32BE(missing);
  chunk.write('npAd', 4);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), missing + 8);
  return Buffer.concat([png.subarray(0, -12), chunk, png.subarray(-12)]);
}
