import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readBatchWebhook } from '../../../src/openai/batches/read-batch-webhook.ts';

const secret = `whsec_${Buffer.from('a secret of the project').toString('base64')}`;
const other = `whsec_${Buffer.from('another secret of it').toString('base64')}`;
const now = Date.parse('2026-11-29T12:00:00Z');
const over = { id: 'evt_1', type: 'batch.completed', data: { id: 'batch_1' } };

interface Signing {
  readonly by?: readonly string[];
  readonly at?: number;
}

function signed(event: unknown, { by = [secret], at = now }: Signing = {}) {
  const body = Buffer.from(typeof event === 'string' ? event : JSON.stringify(event));
  const timestamp = String(Math.floor(at / 1_000));
  const signature = by
    .map((it) =>
      createHmac('sha256', Buffer.from(it.slice(6), 'base64'))
        .update(`wh_1.${timestamp}.`)
        .update(body),
    )
    .map((hmac) => `v1,${hmac.digest('base64')}`)
    .join(' ');
  return {
    headers: { 'webhook-id': 'wh_1', 'webhook-timestamp': timestamp, 'webhook-signature': signature },
    body,
  };
}

const codeOf = (delivery: Parameters<typeof readBatchWebhook>[0]) => {
  try {
    return readBatchWebhook(delivery, secret, now);
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('a report of OpenAI', () => {
  it('about a batch gives its id, whatever became of it', () => {
    for (const type of ['batch.completed', 'batch.failed', 'batch.expired', 'batch.cancelled'])
      expect(readBatchWebhook(signed({ ...over, type }), secret, now)).toBe('batch_1');
  });

  it('about anything else gives nothing', () => {
    expect(readBatchWebhook(signed({ ...over, type: 'response.completed' }), secret, now)).toBeNull();
  });

  it('may carry signatures by an old and a new secret', () => {
    expect(readBatchWebhook(signed(over, { by: [other, secret] }), secret, now)).toBe('batch_1');
  });

  it('is refused without a right signature, before its body is read', () => {
    const right = signed(over);
    expect(codeOf({ ...right, headers: {} })).toBe('webhook_unsigned');
    expect(codeOf({ ...right, headers: { ...right.headers, 'webhook-signature': 'v1,AAAA' } })).toBe('webhook_forged');
    expect(codeOf(signed(over, { by: [other] }))).toBe('webhook_forged');
    expect(codeOf({ ...right, body: Buffer.from(JSON.stringify({ ...over, data: { id: 'batch_2' } })) })).toBe(
      'webhook_forged',
    );
    expect(codeOf({ ...signed('no JSON', { by: [other] }) })).toBe('webhook_forged');
  });

  it('is refused when it is late, or early, and when it cannot be read', () => {
    expect(codeOf(signed(over, { at: now - 301_000 }))).toBe('webhook_late');
    expect(codeOf(signed(over, { at: now + 302_000 }))).toBe('webhook_late');
    expect(codeOf(signed(over, { at: now - 299_000 }))).toBe('batch_1');
    expect(codeOf(signed('no JSON'))).toBe('webhook_unreadable');
    expect(codeOf(signed({ type: 'batch.completed' }))).toBe('webhook_unreadable');
  });
});
