import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Emulator } from '../emulator.ts';
import { sha256Of } from '../ledger.ts';
import { isReported } from './fal-history.ts';
import type { FalJob, FalJobs } from './fal-jobs.ts';

/** How a requested delivery is signed. */
export const webhookManners = ['signed', 'forged', 'tampered', 'stale'] as const;
export type WebhookManner = (typeof webhookManners)[number];

export interface WebhookDelivery {
  readonly requestId: string;
  readonly gatewayId: string;
  readonly url: string;
  readonly manner: WebhookManner;
  /** Status of the receiver's answer; null if it could not be reached. */
  readonly status: number | null;
}

export interface Webhooks {
  /** The key deliveries are signed with, as fal publishes it. */
  readonly jwks: { readonly keys: readonly Readonly<Record<string, unknown>>[] };
  /** Every attempted delivery, in order. */
  readonly deliveries: readonly WebhookDelivery[];
  /** Notifies a job's webhook that it is done, distorted by the fault that is due for it, if any. */
  announce(job: FalJob): Promise<void>;
  /** Delivers a job's webhook once more. Throws if the job is unknown, unfinished, or was submitted without one. */
  deliver(requestId: string, manner: WebhookManner): Promise<WebhookDelivery>;
}

/** Pauses before each try, in milliseconds. Without a 2xx the delivery is retried under another gateway id. */
const tryAfterMs = [0, 100, 400];

const staleMs = 600_000;

/** Receivers on this machine only: the emulator never leaves it. */
const loopback = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?\//;

export function openWebhooks(emulator: Emulator, jobs: FalJobs): Webhooks {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const stranger = generateKeyPairSync('ed25519').privateKey;
  const jwk = publicKey.export({ format: 'jwk' });
  const deliveries: WebhookDelivery[] = [];

  const send = async (job: FalJob, manner: WebhookManner, gatewayId: string) => {
    const url = job.webhook ?? '';
    const key = manner === 'forged' ? stranger : privateKey;
    const { body, headers } = compose(job, gatewayId, manner, key);
    const status = await fetch(url, { method: 'POST', headers, body, signal: emulator.stopped }).then(
      (answer) => answer.status,
      () => null,
    );
    const delivery = { requestId: job.id, gatewayId, url, manner, status };
    deliveries.push(delivery);
    return delivery;
  };

  const sendUntilTaken = async (job: FalJob, manner: WebhookManner, firstGatewayId: string) => {
    let gatewayId = firstGatewayId;
    for (const ms of tryAfterMs) {
      await sleep(ms, undefined, { signal: emulator.stopped });
      const { status } = await send(job, manner, gatewayId);
      if (status !== null && status >= 200 && status < 300) return;
      gatewayId = randomUUID();
    }
  };

  return {
    jwks: { keys: [{ ...jwk, kid: 'emulator', use: 'sig', alg: 'EdDSA' }] },
    deliveries,
    async announce(job) {
      if (job.webhook === null || !loopback.test(job.webhook) || !isReported(job, emulator.fal)) return;
      const { id: model } = job.endpoint;
      const struck = { vendor: 'fal', operation: 'webhook', path: job.webhook, model, prompt: job.prompt } as const;
      const fault = emulator.faults.take(struck);
      if (fault?.name === 'webhook-lost') return;
      if (fault?.name === 'webhook-late') await sleep(fault.ms, undefined, { signal: emulator.stopped });
      await sendUntilTaken(job, mannerOf(fault?.name), job.gatewayId);
      if (fault?.name === 'webhook-repeated') await sendUntilTaken(job, 'signed', randomUUID());
    },
    async deliver(requestId, manner) {
      const job = jobs.get(requestId);
      if (job === undefined || job.webhook === null || job.result === null || !loopback.test(job.webhook)) {
        throw new RangeError(`there is no finished request ${requestId} with a webhook on this machine`);
      }
      return send(job, manner, randomUUID());
    },
  };
}

function mannerOf(fault: string | undefined): WebhookManner {
  return webhookManners.find((manner) => fault === `webhook-${manner}`) ?? 'signed';
}

/** Body and signature headers: Ed25519 over request id, user id, timestamp and the body's SHA-256, one per line. */
function compose(job: FalJob, gatewayId: string, manner: WebhookManner, key: KeyObject) {
  const body = JSON.stringify(payloadOf(job, gatewayId, manner));
  const at = Math.floor((Date.now() - (manner === 'stale' ? staleMs : 0)) / 1_000);
  const signed = [job.id, 'emulated-user', String(at), sha256Of(body)].join('\n');
  return {
    body: manner === 'tampered' ? body.replace('/files/', '/files/tampered-') : body,
    headers: {
      'content-type': 'application/json',
      'x-fal-webhook-request-id': job.id,
      'x-fal-webhook-user-id': 'emulated-user',
      'x-fal-webhook-timestamp': String(at),
      'x-fal-webhook-signature': sign(null, Buffer.from(signed), key).toString('hex'),
    },
  };
}

function payloadOf(job: FalJob, gatewayId: string, manner: WebhookManner) {
  const about = { request_id: job.id, gateway_request_id: gatewayId };
  if (manner === 'forged') {
    return { ...about, status: 'OK', payload: { images: [{ url: 'http://127.0.0.1:9/files/forged.png' }] } };
  }
  const payload = job.result?.payload;
  if (job.result?.status === 200) return { ...about, status: 'OK', payload };
  return { ...about, status: 'ERROR', error: job.error?.message, payload };
}
