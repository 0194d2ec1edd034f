import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, type FalClient, ValidationError } from '@fal-ai/client';
import { inspectPicture } from '@nextpanel/imaging';
import { describe, expect, test } from 'vitest';
import type { FaultName } from '../../src/faults/fault-facts.ts';
import { startVendors } from '../../src/start-vendors.ts';
import type { Vendors } from '../../src/vendors.ts';
import { falOf, rejectionOf } from '../clients.ts';

const model = 'openai/gpt-image-2';
const input = { prompt: 'The hare runs', image_size: { width: 1_024, height: 1_024 }, quality: 'low' };

const submit = async (client: FalClient) => (await client.queue.submit(model, { input })).request_id;

async function untilDone(client: FalClient, requestId: string) {
  for (;;) {
    const status = await client.queue.status(model, { requestId });
    if (status.status === 'COMPLETED') return status;
    await sleep(10);
  }
}

/** One plain request, since the SDK retries these. */
async function submitPlainly(vendors: Vendors) {
  const answer = await fetch(`${vendors.falUrl}/queue.fal.run/${model}`, {
    method: 'POST',
    headers: { authorization: 'Key k', 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

describe('refused submits, unpaid', () => {
  const refusals: readonly [FaultName, number, string][] = [
    ['rate-limited-seconds', 429, 'concurrent_requests_limit'],
    ['quota-exhausted', 403, 'Exhausted balance'],
    ['wrong-key', 401, 'invalid key'],
    ['forbidden', 403, 'Access denied'],
    ['model-missing', 404, 'not found'],
    ['server-error', 500, 'internal_server_error'],
    ['bad-gateway-html', 502, '<html>'],
    ['unavailable', 503, 'runner_scheduling_failure'],
    ['gateway-timeout', 504, 'startup_timeout'],
  ];
  test.each(refusals)('%s', async (fault, status, text) => {
    await using vendors = await startVendors();
    vendors.faults.next(fault);
    const refused = await submitPlainly(vendors);
    expect(refused).toMatchObject({ status, text: expect.stringContaining(text) });
    expect(refused.headers.get('x-fal-request-id')).toBeTruthy();
    // A flat type is also in a header.
    const type = /^\w+_\w+$/.test(text) ? text : null;
    expect(refused.headers.get('x-fal-error-type')).toBe(type);
    expect(refused.headers.get('retry-after')).toBe(status === 429 ? '1' : null);
    expect(vendors.ledger).toEqual([]);
    expect(await submitPlainly(vendors)).toMatchObject({ status: 200 });
  });
});

describe('jobs that end badly', () => {
  const bad: readonly [FaultName, number, string, string | null][] = [
    ['moderation-input', 422, 'content_policy_violation', 'false'],
    ['moderation-output', 422, 'content_policy_violation', 'false'],
    ['job-failed', 502, 'downstream_service_error', 'true'],
    ['job-failed-text', 500, 'went wrong', null],
    ['user-timeout', 504, 'request_timeout', 'false'],
  ];
  test.each(bad)('%s is in the result, every time', async (fault, status, type, retryable) => {
    await using vendors = await startVendors();
    vendors.faults.next(fault);
    const client = falOf(vendors);
    const requestId = await submit(client);
    expect(await untilDone(client, requestId)).toMatchObject({ status: 'COMPLETED', error: expect.any(String) });
    for (const _ of [1, 2]) {
      const url = `${vendors.falUrl}/queue.fal.run/${model}/requests/${requestId}`;
      const answer = await fetch(url, { headers: { authorization: 'Key k' } });
      expect(answer.status).toBe(status);
      expect(answer.headers.get('x-fal-retryable')).toBe(retryable);
      expect(await answer.text()).toContain(type);
    }
    expect(vendors.ledger.map((entry) => entry.fault)).toEqual(fault === 'moderation-output' ? [fault] : []);
  });

  test('the SDK turns moderation into a ValidationError, and recognises its own timeout', async () => {
    await using vendors = await startVendors();
    const client = falOf(vendors);
    vendors.faults.next('moderation-input');
    const requestId = await submit(client);
    await untilDone(client, requestId);
    const blocked = await rejectionOf(client.queue.result(model, { requestId }), ValidationError);
    expect(blocked.fieldErrors).toMatchObject([{ loc: ['body', 'prompt'], type: 'content_policy_violation' }]);
    vendors.faults.next('user-timeout');
    const late = await submit(client);
    await untilDone(client, late);
    expect((await rejectionOf(client.queue.result(model, { requestId: late }), ApiError)).isUserTimeout).toBe(true);
  });

  test('stuck until cancelled, and forgotten', async () => {
    await using vendors = await startVendors();
    const client = falOf(vendors);
    vendors.faults.next('stuck');
    const requestId = await submit(client);
    await sleep(150);
    expect(await client.queue.status(model, { requestId })).toMatchObject({ status: 'IN_PROGRESS' });
    await client.queue.cancel(model, { requestId });
    await untilDone(client, requestId);
    expect(vendors.ledger).toEqual([]);
    vendors.faults.next('forgotten');
    expect(await rejectionOf(client.queue.status(model, { requestId }), ApiError)).toMatchObject({ status: 404 });
  });
});

describe('lost connections', () => {
  test('accepted, then reset: the SDK submits again, and two jobs are paid', async () => {
    await using vendors = await startVendors();
    vendors.faults.next('reset-after-work');
    const client = falOf(vendors, { retries: true });
    await untilDone(client, await submit(client));
    await expect.poll(() => vendors.ledger.length, { timeout: 4_000 }).toBe(2);
    expect(vendors.calls.filter(({ operation }) => operation === 'order')).toHaveLength(2);
    expect(vendors.ledger.map(({ fault }) => fault)).toEqual(['reset-after-work', null]);
  });

  test('a submit that is not repeated: one job, drawn anyway', async () => {
    await using vendors = await startVendors();
    vendors.faults.next('reset-after-work');
    await rejectionOf(submit(falOf(vendors)), Error);
    await expect.poll(() => vendors.ledger.length, { timeout: 4_000 }).toBe(1);
  });

  test('a result that is cut, broken or lost is still available the next time', async () => {
    await using vendors = await startVendors();
    const client = falOf(vendors);
    const requestId = await submit(client);
    await untilDone(client, requestId);
    for (const fault of ['reset-after-work', 'truncated-json', 'cut-body'] as const) {
      vendors.faults.next(fault, { match: { operation: 'collect' } });
      await rejectionOf(client.queue.result(model, { requestId }), Error);
    }
    expect((await client.queue.result(model, { requestId })).data).toMatchObject({ images: [{}] });
    expect(vendors.ledger).toHaveLength(1);
  });

  test('an upload that fails', async () => {
    await using vendors = await startVendors();
    vendors.faults.next('reset-before-work', { match: { operation: 'upload', path: 'fal.media/upload/' } });
    const client = falOf(vendors);
    await rejectionOf(client.storage.upload(new Blob(['x'], { type: 'image/png' })), Error);
    expect(vendors.calls.map(({ operation, status }) => [operation, status])).toEqual([
      ['upload', 200],
      ['upload', null],
    ]);
  });
});

describe('media', () => {
  test('expired, a page, truncated, damaged when drawn', async () => {
    await using vendors = await startVendors();
    const client = falOf(vendors);
    const urlOf = async (fault?: FaultName) => {
      if (fault !== undefined) vendors.faults.next(fault);
      const requestId = await submit(client);
      await untilDone(client, requestId);
      const { data } = await client.queue.result(model, { requestId });
      return String((data as { images: { url: string }[] }).images[0]?.url);
    };
    const url = await urlOf();
    vendors.faults.next('expired-media');
    expect((await fetch(url)).status).toBe(404);
    vendors.faults.next('html-media');
    expect((await fetch(url)).headers.get('content-type')).toBe('text/html');
    vendors.faults.next('cut-body', { match: { operation: 'media' } });
    await expect(fetch(url).then((answer) => answer.arrayBuffer())).rejects.toThrow('terminated');
    const bytesOf = async (address: string) => new Uint8Array(await (await fetch(address)).arrayBuffer());
    expect((await bytesOf(await urlOf('empty-picture'))).length).toBe(0);
    await expect(inspectPicture(await bytesOf(await urlOf('truncated-picture')))).rejects.toThrow(/truncated/);
    await expect(inspectPicture(await bytesOf(url))).resolves.toMatchObject({ width: 1_024 });
  });
});
