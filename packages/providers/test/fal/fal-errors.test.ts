import { expect, test } from 'vitest';
import { errorOfReply, type FailedCall } from '../../src/fal/fal-errors.ts';

const key = 'b6b1f2d0:5e0a7c1f9d3b48a6';

function errorOf(status: number, body: unknown, call: Partial<FailedCall> = {}, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const reply = { status, headers, bytes: new TextEncoder().encode(text) };
  return errorOfReply(reply, { purpose: 'submit', authorized: true, ended: false, key, ...call });
}

test('neither our key nor what signs an address comes into a message', () => {
  const detail = `key ${key} may not read https://v3b.fal.media/files/a.png?signature=s3cr3t#x and \n more`;
  const error = errorOf(403, { detail });
  expect(error.code).toBe('forbidden');
  expect(error.message).toContain('https://v3b.fal.media/files/a.png');
  expect(error.message).not.toMatch(/s3cr3t|5e0a7c1f|\n/);
});

test('fal says an account is empty in words', () => {
  const detail = 'User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.';
  expect(errorOf(403, { detail }).code).toBe('quota_exhausted');
  expect(errorOf(402, {}).code).toBe('quota_exhausted');
  expect(errorOf(403, { detail: 'Access denied' }).code).toBe('forbidden');
});

test('storage and media carry no key, so their refusals say nothing of it', () => {
  expect(errorOf(403, '<xml/>', { purpose: 'upload', authorized: false })).toMatchObject({
    code: 'bad_response',
    retryable: true,
    money: 'none',
  });
  expect(errorOf(403, '', { purpose: 'picture', authorized: false })).toMatchObject({
    code: 'result_expired',
    money: 'paid',
  });
});

test('a content policy is moderation whatever the status, and names the place', () => {
  const detail = [{ loc: ['body', 'image_urls', 0], msg: 'flagged', type: 'content_policy_violation' }];
  const error = errorOf(422, { detail }, { purpose: 'result', ended: true }, { 'x-fal-request-id': 'abc' });
  expect(error).toMatchObject({ code: 'moderation_blocked', retryable: false, money: 'possibly' });
  expect(error.detail).toMatchObject({ places: ['body.image_urls.0'], requestId: 'abc', status: 422 });
});

test('parameters a model refuses are final and free; what it says may be retried is', () => {
  const detail = [{ loc: ['body', 'prompt'], msg: 'too long', type: 'string_too_long' }];
  const result = { purpose: 'result', ended: true } as const;
  expect(errorOf(422, { detail }, result)).toMatchObject({ code: 'invalid_request', retryable: false, money: 'none' });
  expect(errorOf(422, { detail }, result, { 'x-fal-retryable': 'true' })).toMatchObject({
    code: 'server_error',
    retryable: true,
  });
  const none = [{ loc: ['body'], msg: 'nothing', type: 'no_media_generated' }];
  expect(errorOf(422, { detail: none }, result)).toMatchObject({ code: 'invalid_request', money: 'possibly' });
});

test('a result that is not there yet is asked for again', () => {
  const error = errorOf(400, { detail: 'Request is still in progress' }, { purpose: 'result' });
  expect(error).toMatchObject({ code: 'bad_response', retryable: true, money: 'none' });
});

test("a limit the model itself ran into is the request's own end, not ours to wait for", () => {
  const limited = { detail: 'Too many requests', error_type: 'downstream_service_error' };
  expect(errorOf(429, limited, { purpose: 'result', ended: true })).toMatchObject({
    code: 'server_error',
    retryable: true,
    money: 'none',
  });
});

test('a page of a proxy is no word of fal', () => {
  expect(errorOf(502, '<html></html>')).toMatchObject({ code: 'bad_response', retryable: true, money: 'possibly' });
  expect(errorOf(502, '<html></html>', { purpose: 'status' })).toMatchObject({ code: 'bad_response', money: 'none' });
  expect(errorOf(302, '')).toMatchObject({ code: 'bad_response', money: 'possibly' });
});
