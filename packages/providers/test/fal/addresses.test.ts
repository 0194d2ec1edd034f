import { asNextpanelError } from '@nextpanel/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gatewayAddress } from '../../src/fal/gateway-address.ts';
import { readRetryAfter } from '../../src/fal/read-retry-after.ts';
import { decodeVendorId, encodeVendorId } from '../../src/fal/vendor-id.ts';

const gateway = 'http://127.0.0.1:4000/fal';

test('without a gateway only https is gone to', () => {
  expect(gatewayAddress('https://queue.fal.run/openai/gpt-image-2?x=1', null)).toBe(
    'https://queue.fal.run/openai/gpt-image-2?x=1',
  );
  for (const address of [
    'http://queue.fal.run/x',
    'file:///etc/passwd',
    'ftp://x/y',
    'no url',
    'https://u:p@fal.run/',
  ]) {
    expect(gatewayAddress(address, null)).toBeNull();
  }
});

test('with a gateway host and path follow it, and what points at it already stays', () => {
  expect(gatewayAddress('https://queue.fal.run/a/b?c=d', gateway)).toBe(`${gateway}/queue.fal.run/a/b?c=d`);
  expect(gatewayAddress(`${gateway}/v3b.fal.media/files/x.png`, gateway)).toBe(`${gateway}/v3b.fal.media/files/x.png`);
  for (const address of ['http://127.0.0.1:40001/x', 'http://127.0.0.1:4000/falx', 'http://169.254.169.254/latest']) {
    expect(gatewayAddress(address, gateway)).toBeNull();
  }
});

test('a vendor id comes back as it was', () => {
  const request = { endpoint: 'openai/gpt-image-2.5/flare/edit', requestId: '764cabcf-b745-4b3e-ae38-1200304cf45b' };
  expect(decodeVendorId(encodeVendorId(request), 'a/b')).toEqual(request);
  expect(decodeVendorId(request.requestId, request.endpoint)).toEqual(request);
});

/** Refused, or the very path it was read as. */
function isSafe(vendorId: string): boolean {
  try {
    const { endpoint, requestId } = decodeVendorId(vendorId, 'openai/gpt-image-2');
    const path = `/${endpoint}/${requestId}`;
    return new URL(`https://queue.fal.run${path}`).pathname === path;
  } catch (error) {
    return asNextpanelError(error).code === 'unknown_vendor_id';
  }
}

test('whatever reads as a vendor id is safe to be put into a path', () => {
  const text = fc.oneof(fc.string(), fc.stringMatching(/^[a-z./#?%-]{0,30}$/));
  fc.assert(
    fc.property(text, (vendorId) => {
      expect(isSafe(vendorId)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('an accepted request whose id is none may be paid', () => {
  expect(() => encodeVendorId({ endpoint: 'a/b', requestId: '../x' })).toThrow(
    expect.objectContaining({ code: 'bad_response', money: 'possibly' }),
  );
});

test('when to come back, in every form there is', () => {
  const now = Date.parse('2026-11-22T12:00:00Z');
  expect(readRetryAfter({}, now)).toBeUndefined();
  expect(readRetryAfter({ 'retry-after-ms': '1500', 'retry-after': '9' }, now)).toBe(1_500);
  expect(readRetryAfter({ 'retry-after': '90' }, now)).toBe(90_000);
  expect(readRetryAfter({ 'retry-after': 'Sun, 22 Nov 2026 12:00:20 GMT' }, now)).toBe(20_000);
  expect(readRetryAfter({ 'retry-after': 'Sun, 22 Nov 2026 11:00:00 GMT' }, now)).toBe(0);
  expect(readRetryAfter({ 'retry-after': 'soon' }, now)).toBeUndefined();
});
