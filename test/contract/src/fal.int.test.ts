import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { chooseModel } from '@nextpanel/core';
import { falProvider } from '@nextpanel/providers/fal';
import { type Operation, startVendors, type Vendors } from '@nextpanel/vendors';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { drawPicture, drawRequest, type NamedRequest } from './draw-request.ts';
import { type DirectProvider, direct, drawBy, failureOf, secretsIn } from './use-provider.ts';

const key = 'b6b1f2d0-emulated:5e0a7c1f9d3b48a6';
const never = new AbortController().signal;

let vendors: Vendors;
let provider: DirectProvider;

/** Another instance, as after a restart: it only has key and address. */
const another = (deadlines = {}) => direct(falProvider({ key, gateway: vendors.falUrl }, { deadlines }));

beforeEach(async () => {
  vendors = await startVendors({ keys: { fal: [key] } });
  provider = another();
});
afterEach(() => vendors.stop());

const calls = (operation: Operation) => vendors.calls.filter((call) => call.operation === operation);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function submit(request: NamedRequest, by: DirectProvider = provider): Promise<string> {
  const answer = await by.submit(request, never);
  if (answer.kind === 'drawn') throw new Error('fal draws nothing at once');
  return answer.vendorId;
}

describe('ordering', () => {
  test.each(['rate-limited', 'bad-gateway-html', 'unavailable', 'gateway-timeout', 'reset-before-work'] as const)(
    'one submit sends one POST on %s, although the SDK would repeat it',
    async (fault) => {
      vendors.faults.next(fault, { vendor: 'fal' });
      await failureOf(provider.submit(drawRequest(), never));
      expect(calls('order')).toHaveLength(1);
      expect(vendors.ledger).toHaveLength(0);
    },
  );

  test('a submit that was accepted and then reset is paid once, and reported as possibly paid', async () => {
    vendors.faults.next('reset-after-work', { vendor: 'fal' });
    const error = await failureOf(provider.submit(drawRequest(), never));
    expect(error).toMatchObject({ code: 'connection_lost', money: 'possibly' });
    expect(calls('order')).toHaveLength(1);
    await expect.poll(() => vendors.ledger.length).toBe(1);
  });

  test('no answer within the deadline is vendor_timeout and possibly paid', async () => {
    vendors.faults.next('hang', { vendor: 'fal' });
    const error = await failureOf(another({ orderMs: 200 }).submit(drawRequest(), never));
    expect(error).toMatchObject({ code: 'vendor_timeout', retryable: true, money: 'possibly' });
  });

  test('the id contains the address of the request, and results are kept for seven days', async () => {
    const request = drawRequest({ references: [await drawPicture(1)] });
    const vendorId = await submit(request);
    expect(vendorId).toMatch(/^openai\/gpt-image-2\/edit#[\w-]+$/);
    await provider.collect(request, vendorId, never);
    const [paid] = vendors.ledger;
    expect(paid?.headers['x-fal-object-lifecycle-preference']).toBe('{"expiration_duration_seconds":604800}');
    expect(paid?.headers['user-agent']).toBe('@fal-ai/client/1.10.1');
  });

  test('the environment does not influence which key is sent', async () => {
    vi.stubEnv('FAL_KEY', 'key-of-somebody-else');
    try {
      await drawBy(provider, drawRequest(), never);
    } finally {
      vi.unstubAllEnvs();
    }
    expect(vendors.ledger).toHaveLength(1);
  });
});

describe('references', () => {
  test('eight requests at once upload a shared picture once', async () => {
    const shared = await drawPicture(1);
    const own = await drawPicture(2);
    const requests = Array.from({ length: 8 }, (_, at) =>
      drawRequest({ references: at === 0 ? [shared, own] : [shared] }),
    );
    await Promise.all(requests.map((request) => drawBy(provider, request, never)));
    // Each upload is two requests: one for its address, one with its bytes.
    expect(calls('upload')).toHaveLength(4);
    expect(vendors.ledger).toHaveLength(8);
    for (const { references } of vendors.ledger) {
      expect(references[0]).toMatchObject({ sha256: shared.sha256, mime: 'image/png' });
    }
  });

  test('an upload that fails orders nothing and is retried by the next request', async () => {
    vendors.faults.next('unavailable', { vendor: 'fal', match: { operation: 'upload' } });
    const request = drawRequest({ references: [await drawPicture(1)] });
    const error = await failureOf(provider.submit(request, never));
    expect(error).toMatchObject({ code: 'server_error', retryable: true, money: 'none' });
    expect(calls('order')).toHaveLength(0);
    await drawBy(provider, request, never);
    expect(vendors.ledger).toHaveLength(1);
  });

  test('an aborted caller uploads nothing', async () => {
    const references = [await drawPicture(1)];
    const late = AbortSignal.abort(new Error('late'));
    await expect(provider.submit(drawRequest({ references }), late)).rejects.toThrow('late');
    expect(vendors.calls).toHaveLength(0);
  });

  test('an upload that fails after its caller gave up is ignored', async () => {
    vendors.faults.next('slow', { vendor: 'fal', ms: 200, match: { operation: 'upload' } });
    vendors.faults.next('unavailable', { vendor: 'fal', match: { operation: 'upload' } });
    const stop = new AbortController();
    const first = provider.submit(drawRequest({ references: [await drawPicture(1)] }), stop.signal);
    setTimeout(() => stop.abort(new Error('gave up')), 50);
    await expect(first).rejects.toThrow('gave up');
    await expect.poll(() => vendors.faults.armed.length).toBe(0);
    await sleep(50);
    expect(calls('order')).toHaveLength(0);
  });

  test('one caller that gives up does not abort the upload for the others', async () => {
    vendors.faults.next('slow', { vendor: 'fal', ms: 300, match: { operation: 'upload' } });
    const references = [await drawPicture(1)];
    const stop = new AbortController();
    const first = provider.submit(drawRequest({ references }), stop.signal);
    const second = drawBy(provider, drawRequest({ references }), never);
    await sleep(50);
    stop.abort(new Error('gave up'));
    await expect(first).rejects.toThrow('gave up');
    expect((await second).frames).toHaveLength(1);
    expect(vendors.ledger).toHaveLength(1);
  });
});

describe('collecting', () => {
  test('another process can collect the request, repeatedly, for one payment', async () => {
    const request = drawRequest();
    const vendorId = await submit(request);
    const first = await another().collect(request, vendorId, never);
    const second = await another().collect(request, vendorId, never);
    expect(sha256(second.frames[0] ?? new Uint8Array())).toBe(vendors.ledger[0]?.images[0]?.sha256);
    expect(second).toEqual(first);
    expect(vendors.ledger).toHaveLength(1);
    expect(calls('order')).toHaveLength(1);
  });

  test('the reported cost is what fal charged', async () => {
    const { costMicroUsd } = await drawBy(provider, drawRequest({ references: [await drawPicture(1)] }), never);
    expect(costMicroUsd / 1e6).toBeCloseTo(vendors.ledger[0]?.costUsd ?? 0, 5);
  });

  test.each(['bad-gateway-html', 'reset-before-work', 'server-error', 'truncated-json', 'cut-body'] as const)(
    '%s while polling is retried twice; after that it is not a failure of the request either',
    async (fault) => {
      const request = drawRequest();
      const vendorId = await submit(request);
      vendors.faults.next(fault, { vendor: 'fal', match: { operation: 'poll' }, times: 2 });
      expect((await provider.collect(request, vendorId, never)).frames).toHaveLength(1);
      vendors.faults.next(fault, { vendor: 'fal', match: { operation: 'poll' }, times: 3 });
      const error = await failureOf(provider.collect(request, vendorId, never));
      expect(error).toMatchObject({ retryable: true, money: 'none' });
      expect((await provider.collect(request, vendorId, never)).frames).toHaveLength(1);
      expect(vendors.ledger).toHaveLength(1);
    },
  );

  test.each(['unavailable', 'server-error', 'gateway-timeout', 'bad-gateway-html', 'cut-body'] as const)(
    '%s instead of an existing result is not a failure of the request: it is fetched again, not drawn and paid again',
    async (fault) => {
      const request = drawRequest();
      const vendorId = await submit(request);
      vendors.faults.next(fault, { vendor: 'fal', match: { operation: 'collect' }, times: 3 });
      const error = await failureOf(provider.collect(request, vendorId, never));
      expect(error).toMatchObject({ retryable: true, money: 'none' });
      expect(error.detail.ended).toBeUndefined();
      expect((await provider.collect(request, vendorId, never)).frames).toHaveLength(1);
      expect(vendors.ledger).toHaveLength(1);
    },
  );

  test('a rate limit while polling applies to the whole batch', async () => {
    const request = drawRequest();
    const vendorId = await submit(request);
    vendors.faults.next('rate-limited-seconds', { vendor: 'fal', ms: 7_000, match: { operation: 'poll' } });
    const error = await failureOf(provider.collect(request, vendorId, never));
    expect(error).toMatchObject({ code: 'rate_limited', retryable: true, money: 'none', retryAfterMs: 7_000 });
  });

  test.each([
    ['wrong-key', 'wrong_credentials'],
    ['quota-exhausted', 'quota_exhausted'],
    ['forbidden', 'forbidden'],
  ] as const)('%s while polling leaves the request at fal, to be collected with another key', async (fault, code) => {
    const request = drawRequest();
    const vendorId = await submit(request);
    vendors.faults.next(fault, { vendor: 'fal', match: { operation: 'poll' } });
    const error = await failureOf(provider.collect(request, vendorId, never));
    expect(error).toMatchObject({ code, retryable: true, money: 'none' });
    expect(secretsIn(error, [key])).toEqual([]);
    expect((await provider.collect(request, vendorId, never)).frames).toHaveLength(1);
  });

  test('a status that never arrives is requested again, then left for later', async () => {
    const request = drawRequest();
    const vendorId = await submit(request);
    vendors.faults.next('hang', { vendor: 'fal', match: { operation: 'poll' }, times: 3 });
    const error = await failureOf(another({ askMs: 100 }).collect(request, vendorId, never));
    expect(error).toMatchObject({ code: 'vendor_timeout', retryable: true, money: 'none' });
  });

  test('a request that takes long yields after a while and stays collectable', async () => {
    vendors.faults.next('stuck', { vendor: 'fal' });
    const request = drawRequest();
    const vendorId = await submit(request);
    const error = await failureOf(another({ collectMs: 300 }).collect(request, vendorId, never));
    expect(error).toMatchObject({ code: 'vendor_timeout', retryable: true, money: 'none' });
    expect(error.detail).toMatchObject({ status: 'IN_PROGRESS' });
  });

  test('polls less and less often', async () => {
    vendors.faults.next('stuck', { vendor: 'fal' });
    const request = drawRequest();
    const vendorId = await submit(request);
    await failureOf(another({ collectMs: 1_500 }).collect(request, vendorId, never));
    const times = calls('poll').map(({ at }) => at);
    const pauses = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(times.length).toBeLessThan(25);
    expect(pauses.at(-1)).toBeGreaterThan(2 * (pauses[0] ?? 0));
  });

  test('waiting ends at once when it is aborted, and the request stays collectable', async () => {
    vendors.faults.next('stuck', { vendor: 'fal' });
    const request = drawRequest();
    const vendorId = await submit(request);
    const stop = new AbortController();
    const reason = new Error('drained');
    const collecting = provider.collect(request, vendorId, stop.signal);
    await sleep(150);
    const polls = calls('poll').length;
    stop.abort(reason);
    await expect(collecting).rejects.toBe(reason);
    // One may already have been sent.
    expect(calls('poll').length).toBeLessThanOrEqual(polls + 1);
  });

  test('an id that is not ours sends no request', async () => {
    for (const vendorId of ['', 'openai/gpt-image-2', '../x', '../admin#x', 'openai/gpt-image-2#../../x', 'a/b#c#d']) {
      const error = await failureOf(provider.collect(drawRequest(), vendorId, never));
      expect(error.code).toBe('unknown_vendor_id');
    }
    expect(vendors.calls).toHaveLength(0);
  });
});

describe('requests that end badly', () => {
  test.each([
    ['moderation-output', { code: 'moderation_blocked', retryable: false, money: 'possibly' }],
    ['job-failed', { code: 'server_error', retryable: true, money: 'none' }],
    ['user-timeout', { code: 'vendor_timeout', retryable: true, money: 'none' }],
  ] as const)('%s', async (fault, meaning) => {
    vendors.faults.next(fault, { vendor: 'fal' });
    const request = drawRequest();
    const vendorId = await submit(request);
    const error = await failureOf(provider.collect(request, vendorId, never));
    expect(error).toMatchObject(meaning);
    expect(calls('collect')).toHaveLength(1);
  });

  test('a refusal by moderation names the field, and its message does not repeat the text', async () => {
    vendors.faults.next('moderation-input', { vendor: 'fal' });
    const request = drawRequest();
    const error = await failureOf(drawBy(provider, request, never));
    expect(error.detail).toMatchObject({ stage: 'unknown', categories: [], places: ['body.prompt'] });
    expect(error.message).not.toContain(request.prompt);
  });

  test('a request fal no longer knows is result_expired, and paid', async () => {
    const request = drawRequest();
    const vendorId = await submit(request);
    vendors.faults.next('forgotten', { vendor: 'fal' });
    const error = await failureOf(provider.collect(request, vendorId, never));
    expect(error).toMatchObject({ code: 'result_expired', retryable: false, money: 'paid' });
  });

  test('a reference fal could not read is final, and uploaded again by the next request', async () => {
    const { mime, width, height } = await drawPicture(1);
    const bytes = Buffer.from('no picture at all');
    const request = drawRequest({ references: [{ bytes, mime, width, height, sha256: sha256(bytes) }] });
    const error = await failureOf(drawBy(provider, request, never));
    expect(error).toMatchObject({ code: 'invalid_request', retryable: false, money: 'none' });
    expect(calls('upload')).toHaveLength(2);
    await submit(request);
    expect(calls('upload')).toHaveLength(4);
    expect(vendors.ledger).toHaveLength(0);
  });
});

describe('pictures', () => {
  test('expired media is result_expired, and paid', async () => {
    vendors.faults.next('expired-media', { vendor: 'fal' });
    const error = await failureOf(drawBy(provider, drawRequest(), never));
    expect(error).toMatchObject({ code: 'result_expired', retryable: false, money: 'paid' });
  });

  test('a page instead of a picture is fetched again; if it persists, the request is not to blame', async () => {
    vendors.faults.next('html-media', { vendor: 'fal', times: 2 });
    expect((await drawBy(provider, drawRequest(), never)).frames).toHaveLength(1);
    vendors.faults.next('html-media', { vendor: 'fal', times: 3 });
    const error = await failureOf(drawBy(provider, drawRequest(), never));
    expect(error).toMatchObject({ code: 'bad_response', retryable: true, money: 'none' });
  });

  test('an empty picture is paid without a result', async () => {
    vendors.faults.next('empty-picture', { vendor: 'fal' });
    const error = await failureOf(drawBy(provider, drawRequest(), never));
    expect(error).toMatchObject({ code: 'bad_response', retryable: true, money: 'paid' });
  });

  test.each(['truncated-picture', 'corrupt-picture', 'html-picture', 'bomb-picture', 'wrong-size-picture'] as const)(
    '%s: the bytes are passed on unchanged; the pipeline decodes them',
    async (fault) => {
      vendors.faults.next(fault, { vendor: 'fal' });
      const drawn = await drawBy(provider, drawRequest(), never);
      expect(drawn.hashes).toEqual(vendors.ledger[0]?.images.map((image) => image.sha256));
    },
  );

  test('a download that drips is given up, and fetched again later', async () => {
    const slow = { vendor: 'fal', ms: 5_000, times: 3, match: { operation: 'media' } } as const;
    vendors.faults.next('drip', slow);
    const error = await failureOf(drawBy(another({ fetchMs: 150 }), drawRequest(), never));
    expect(error).toMatchObject({ code: 'vendor_timeout', retryable: true, money: 'none' });
  });

  test('a download that breaks off is restarted', async () => {
    vendors.faults.next('cut-body', { vendor: 'fal', match: { operation: 'media' } });
    const drawn = await drawBy(provider, drawRequest(), never);
    expect(drawn.hashes).toEqual(vendors.ledger[0]?.images.map((image) => image.sha256));
  });

  test('fewer pictures than requested is no error here, none at all is', async () => {
    const several = () => drawRequest({ method: 'one-call', count: 4 });
    expect((await drawBy(provider, several(), never)).frames).toHaveLength(4);
    vendors.faults.next('fewer-images', { vendor: 'fal' });
    expect((await drawBy(provider, several(), never)).frames).toHaveLength(3);
    vendors.faults.next('no-images', { vendor: 'fal' });
    const error = await failureOf(drawBy(provider, several(), never));
    expect(error).toMatchObject({ code: 'bad_response', retryable: true, money: 'paid' });
  });
});

describe('cancelling', () => {
  test('returns true for a request that still waits, which is then never drawn', async () => {
    await using slow = await startVendors({ keys: { fal: [key] }, latencyMs: 4_000 });
    const fal = direct(falProvider({ key, gateway: slow.falUrl }));
    const request = drawRequest();
    const vendorId = await submit(request, fal);
    expect(await fal.cancel?.(request, vendorId, never)).toBe(true);
    const error = await failureOf(fal.collect(request, vendorId, never));
    expect(error).toMatchObject({ retryable: false, money: 'none' });
    expect(slow.ledger).toHaveLength(0);
  });

  test('returns false for one that runs, since it may be finished and charged', async () => {
    vendors.faults.next('stuck', { vendor: 'fal' });
    const request = drawRequest();
    const vendorId = await submit(request);
    await failureOf(another({ collectMs: 100 }).collect(request, vendorId, never));
    expect(await provider.cancel?.(request, vendorId, never)).toBe(false);
    expect(calls('cancel')).toHaveLength(1);
  });

  test('returns false for one that is done', async () => {
    const request = drawRequest();
    const vendorId = await submit(request);
    await provider.collect(request, vendorId, never);
    expect(await provider.cancel?.(request, vendorId, never)).toBe(false);
    expect((await provider.collect(request, vendorId, never)).frames).toHaveLength(1);
  });
});

describe('models', () => {
  test.each(['nano-banana-2', 'flux-2-pro', 'gpt-image-2.6-sunburst', 'gpt-image-2.5-flare', 'gpt-image-1.5'])(
    '%s draws with references and without, by panels and as a contact sheet',
    async (model) => {
      const quality = undefined;
      const references = [await drawPicture(1), await drawPicture(2)];
      for (const request of [
        drawRequest({ model, quality }),
        drawRequest({ model, quality, references }),
        drawRequest({ model, quality, references, method: 'contact-sheet', count: 8 }),
      ]) {
        const drawn = await drawBy(provider, request, never);
        const paid = vendors.ledger.at(-1);
        expect(drawn.hashes).toEqual(paid?.images.map((image) => image.sha256));
        expect(drawn.frames).toHaveLength(1);
        expect(paid?.references.map((it) => it.sha256)).toEqual(request.references.map((it) => it.sha256));
        expect(drawn.costMicroUsd).toBeGreaterThan(0);
      }
    },
  );

  test('Imagen 4 is refused before anything is ordered', () => {
    const render = { provider: 'fal', model: 'imagen4', size: '1024x1024', batchSize: 8 } as const;
    expect(() => chooseModel({ ...render, method: undefined, quality: undefined }, 1, { today: new Date() })).toThrow(
      expect.objectContaining({ code: 'model_retired' }),
    );
  });
});

test('a picture that the safety checker blackened is marked as blocked, and paid', async () => {
  vendors.faults.next('nsfw-picture', { vendor: 'fal' });
  const drawn = await drawBy(provider, drawRequest({ model: 'flux-2-pro' }), never);
  expect(drawn).toMatchObject({ blocked: [0], frames: [expect.any(Uint8Array)] });
  expect(drawn.costMicroUsd).toBeGreaterThan(0);
});
