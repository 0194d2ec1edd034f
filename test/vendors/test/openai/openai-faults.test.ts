import OpenAI, { type APIError } from 'openai';
import { describe, expect, test } from 'vitest';
import { type FaultName, faultFacts } from '../../src/faults/fault-facts.ts';
import { startVendors } from '../../src/start-vendors.ts';
import type { Vendors } from '../../src/vendors.ts';
import { openaiOf, rejectionOf } from '../clients.ts';

const order = (client: OpenAI, more: Partial<OpenAI.ImageGenerateParamsNonStreaming> = {}) =>
  client.images.generate({
    model: 'gpt-image-2',
    prompt: 'The hare sleeps',
    size: '1024x1024',
    quality: 'low',
    ...more,
  });

/** What the fault does to one order; the next one is drawn again. */
async function strike(vendors: Vendors, fault: FaultName, ms?: number): Promise<APIError> {
  vendors.faults.next(fault, ms === undefined ? {} : { ms });
  const error = await rejectionOf(order(openaiOf(vendors)), OpenAI.APIError);
  const paid = vendors.ledger.length;
  await order(openaiOf(vendors));
  expect(vendors.ledger.length - paid, 'one fault strikes once').toBe(1);
  return error;
}

describe('refusals, as the openai SDK sees them', () => {
  const refusals: readonly [FaultName, abstract new (...args: never[]) => Error, Record<string, unknown>][] = [
    ['rate-limited', OpenAI.RateLimitError, { status: 429, code: 'rate_limit_exceeded' }],
    ['quota-exhausted', OpenAI.RateLimitError, { status: 429, code: 'insufficient_quota' }],
    ['wrong-key', OpenAI.AuthenticationError, { status: 401, code: 'invalid_api_key' }],
    ['forbidden', OpenAI.PermissionDeniedError, { status: 403 }],
    ['model-missing', OpenAI.NotFoundError, { status: 404, code: 'model_not_found' }],
    ['moderation-input', OpenAI.BadRequestError, { status: 400, code: 'moderation_blocked' }],
    ['server-error', OpenAI.InternalServerError, { status: 500, type: 'server_error' }],
    ['bad-gateway-html', OpenAI.InternalServerError, { status: 502, error: undefined }],
    ['unavailable', OpenAI.InternalServerError, { status: 503 }],
    ['gateway-timeout', OpenAI.InternalServerError, { status: 504 }],
  ];
  test.each(refusals)('%s', async (fault, kind, seen) => {
    await using vendors = await startVendors();
    const error = await strike(vendors, fault);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject(seen);
    expect(vendors.ledger, 'nothing paid').toMatchObject([{ fault: null }]);
    expect(vendors.calls).toMatchObject([{ fault, status: seen.status }, { status: 200 }]);
  });

  test('retry-after: missing, in seconds, in milliseconds, as a date', async () => {
    await using vendors = await startVendors();
    const hints = async (fault: FaultName) => {
      const { headers } = await strike(vendors, fault, 1_500);
      return [headers?.get('retry-after'), headers?.get('retry-after-ms')];
    };
    expect(await hints('rate-limited')).toEqual([null, null]);
    expect(await hints('rate-limited-seconds')).toEqual(['2', null]);
    expect(await hints('rate-limited-ms')).toEqual([null, '1500']);
    const before = Date.now();
    const [date] = await hints('rate-limited-date');
    // HTTP dates have no milliseconds.
    expect(Date.parse(String(date))).toBeGreaterThan(before + 1_500 - 1_000);
    expect(Date.parse(String(date))).toBeLessThan(Date.now() + 1_500 + 1_000);
  });

  test('moderation reports its stage and categories in error.error; for an output it is paid', async () => {
    await using vendors = await startVendors();
    const input = await strike(vendors, 'moderation-input');
    expect(input.error).toMatchObject({ moderation_details: { moderation_stage: 'input', categories: ['violence'] } });
    expect(input.type).toBe('image_generation_user_error');
    const output = await strike(vendors, 'moderation-output');
    expect(output.error).toMatchObject({ moderation_details: { moderation_stage: 'output' } });
    expect(vendors.ledger.map(({ fault }) => fault)).toEqual([null, 'moderation-output', null]);
  });

  test('of a stream, a withheld picture is an error event after the 200', async () => {
    await using vendors = await startVendors();
    vendors.faults.next('moderation-output');
    const stream = await openaiOf(vendors).images.generate({ model: 'gpt-image-2', prompt: 'A hare', stream: true });
    const read = async () => {
      for await (const _ of stream);
    };
    const error = await rejectionOf(read(), OpenAI.APIError);
    expect(error.error).toMatchObject({
      code: 'moderation_blocked',
      moderation_details: { moderation_stage: 'output' },
    });
  });
});

describe('broken connections, as the openai SDK sees them', () => {
  test.each(['reset-before-work', 'reset-after-work'] as const)('%s', async (fault) => {
    await using vendors = await startVendors();
    expect(await strike(vendors, fault)).toBeInstanceOf(OpenAI.APIConnectionError);
    const paid = fault === 'reset-after-work' ? [fault, null] : [null];
    expect(vendors.ledger.map((entry) => entry.fault)).toEqual(paid);
    expect(vendors.calls[0]).toMatchObject({ fault, status: null });
  });

  test('hang: nothing comes until the client gives up', async () => {
    await using vendors = await startVendors();
    vendors.faults.next('hang');
    const client = openaiOf(vendors, { timeout: 200 });
    await rejectionOf(order(client), OpenAI.APIConnectionTimeoutError);
    expect(vendors.ledger).toEqual([]);
  });

  test('a client that gives up on a slow answer has paid anyway', async () => {
    await using vendors = await startVendors({ latencyMs: 300 });
    await rejectionOf(order(openaiOf(vendors, { timeout: 100 })), OpenAI.APIConnectionTimeoutError);
    expect(vendors.ledger).toEqual([]);
    await expect.poll(() => vendors.ledger.length, { timeout: 3_000 }).toBe(1);
  });

  test('slow and drip take their time and are complete', async () => {
    await using vendors = await startVendors();
    for (const fault of ['slow', 'drip'] as const) {
      vendors.faults.next(fault, { ms: 300 });
      const start = performance.now();
      const answer = await order(openaiOf(vendors));
      expect(performance.now() - start).toBeGreaterThan(280);
      expect(answer.data?.[0]?.b64_json?.length).toBeGreaterThan(10_000);
    }
  });

  test('cut-body and truncated-json: paid, and no answer to read', async () => {
    await using vendors = await startVendors();
    for (const fault of ['cut-body', 'truncated-json'] as const) {
      vendors.faults.next(fault);
      const error = await rejectionOf(order(openaiOf(vendors)), Error);
      // Neither is an APIError: the SDK lets the reader's own errors through.
      expect(error).toBeInstanceOf(fault === 'cut-body' ? TypeError : SyntaxError);
    }
    expect(vendors.ledger.map(({ fault }) => fault)).toEqual(['cut-body', 'truncated-json']);
  });

  test('without our settings the SDK orders again after a lost answer: two drawings are paid for one', async () => {
    await using vendors = await startVendors();
    vendors.faults.next('reset-after-work');
    await order(openaiOf(vendors, { maxRetries: 2 }));
    expect(vendors.ledger.map(({ headers }) => headers['x-stainless-retry-count'])).toEqual(['0', '1']);
  });
});

describe('which request a fault strikes', () => {
  test('by vendor, prompt, model and path, and as often as `times` says', async () => {
    await using vendors = await startVendors();
    const client = openaiOf(vendors);
    vendors.faults.next('server-error', { vendor: 'azure' });
    vendors.faults.next('server-error', { match: { model: 'flare' } });
    vendors.faults.next('server-error', { match: { path: '/edits' } });
    vendors.faults.next('rate-limited', { times: 2, match: { prompt: 'tortoise' } });
    await order(client);
    for (const _ of [1, 2]) await rejectionOf(order(client, { prompt: 'A tortoise' }), OpenAI.RateLimitError);
    await order(client, { prompt: 'A tortoise' });
    expect(vendors.faults.armed).toHaveLength(3);
    await rejectionOf(order(client, { model: 'gpt-image-2.6-flare' }), OpenAI.InternalServerError);
    vendors.faults.clear();
    expect(vendors.faults.armed).toEqual([]);
  });

  test('requests other than orders, on demand', async () => {
    await using vendors = await startVendors();
    const client = openaiOf(vendors);
    vendors.faults.next('unavailable', { match: { operation: 'list' } });
    await order(client);
    await rejectionOf(client.models.list().asResponse(), OpenAI.InternalServerError);
    expect((await client.models.list()).data.map(({ id }) => id)).toContain('gpt-image-2.6-sunburst');
  });

  test('impossible names, vendors and operations are refused when armed', async () => {
    await using vendors = await startVendors();
    const arm = vendors.faults.next as (fault: string, options?: object) => void;
    expect(() => arm('no-such-fault')).toThrow(/no fault/);
    expect(() => arm('azure-content-filter', { vendor: 'fal' })).toThrow(/cannot happen at fal/);
    expect(() => arm('truncated-picture', { match: { operation: 'poll' } })).toThrow(/order only/);
    expect(() => arm('hang', { times: 0 })).toThrow(/times/);
  });

  test('every fault has a description', () => {
    expect(Object.values(faultFacts).filter(({ says }) => !/\w.{10,}\.$/.test(says))).toEqual([]);
  });
});

test('eight orders are answered concurrently', async () => {
  await using vendors = await startVendors({ latencyMs: 1_000 });
  const client = openaiOf(vendors);
  await Promise.all(Array.from({ length: 8 }, () => order(client)));
  const ended = vendors.calls.map(({ endedAt }) => endedAt ?? Infinity);
  expect(ended).toHaveLength(8);
  expect(Math.max(...vendors.calls.map(({ at }) => at))).toBeLessThan(Math.min(...ended));
});
