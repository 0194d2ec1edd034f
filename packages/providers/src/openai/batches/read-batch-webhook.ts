import { createHmac, timingSafeEqual } from 'node:crypto';
import { NextpanelError, type WebhookDelivery } from '@nextpanel/core';
import { z } from 'zod';

const skewMaxSeconds = 300;
const secretPrefix = 'whsec_';

const signatureSchema = z.object({
  'webhook-id': z.string().min(1),
  'webhook-timestamp': z.string().regex(/^\d{1,12}$/),
  'webhook-signature': z.string().min(1),
});

const eventSchema = z.object({ type: z.string(), data: z.object({ id: z.string().min(1).max(200) }) });

/**
 * The id of the batch that an event of OpenAI says is over; null for an event about anything else. Signed as Standard Webhooks say
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md). Nothing of the body is read before its
 * signature is right. Throws `webhook_unsigned`, `webhook_late`, `webhook_forged` or `webhook_unreadable`.
 *
 * @param secret `whsec_` and base64
 * @param now milliseconds since the epoch
 */
export function readBatchWebhook({ headers, body }: WebhookDelivery, secret: string, now: number): string | null {
  const signed = signatureSchema.safeParse(headers);
  if (!signed.success)
    throw new NextpanelError(
      'webhook_unsigned',
      "the delivery lacks OpenAI's signature headers, or they are malformed",
    );
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = signed.data;
  if (Math.abs(now / 1_000 - Number(timestamp)) > skewMaxSeconds) {
    throw new NextpanelError(
      'webhook_late',
      `the delivery was signed more than ${skewMaxSeconds} s from now; check the clock of this machine, or it is a replay`,
    );
  }
  const key = Buffer.from(secret.replace(secretPrefix, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  // While a secret is replaced, OpenAI signs with both.
  const isRight = signatures.split(' ').some((it) => {
    const given = Buffer.from(it.replace(/^v1,/, ''), 'base64');
    return it.startsWith('v1,') && given.length === expected.length && timingSafeEqual(given, expected);
  });
  if (!isRight) throw new NextpanelError('webhook_forged', 'the delivery is not signed by OpenAI, or was altered');
  const event = eventSchema.safeParse(parseJson(body));
  if (!event.success)
    throw new NextpanelError('webhook_unreadable', 'the delivery is signed by OpenAI, but not as it documents');
  return event.data.type.startsWith('batch.') ? event.data.data.id : null;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
