import { createHmac, randomUUID } from 'node:crypto';
import type { Emulator } from '../../emulator.ts';
import type { BatchJob } from './batch-jobs.ts';

/** Reports the end of a batch to the project's webhook, if it has one, signed as Standard Webhooks says. */
export async function announceBatch({ openaiWebhook, stopped }: Emulator, job: BatchJob): Promise<void> {
  if (openaiWebhook === null) return;
  const at = Math.floor(Date.now() / 1_000);
  const id = `wh_${randomUUID().replaceAll('-', '')}`;
  const type = `batch.${job.status}`;
  const body = JSON.stringify({
    id: `evt_${randomUUID()}`,
    object: 'event',
    created_at: at,
    type,
    data: { id: job.id },
  });
  const key = Buffer.from(openaiWebhook.secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(at),
    'webhook-signature': `v1,${signature}`,
  };
  await fetch(openaiWebhook.url, { method: 'POST', headers, body, signal: stopped }).catch(() => null);
}
