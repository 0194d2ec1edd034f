import { asNextpanelError } from '@nextpanel/core';
import { z } from 'zod';
import { askStatus, type CollectOptions } from './collect-request.ts';
import { callFal } from './fal-client.ts';
import type { FalReply, FalTransport } from './transport.ts';
import type { FalRequest } from './vendor-id.ts';

const answerSchema = z.object({ status: z.string() });
const answerMaxBytes = 1_000_000;

/**
 * Asks fal to stop a request. True only when it was still in the queue and fal took it out: what runs is asked to stop too, but may
 * be finished, and charged, all the same.
 */
export async function cancelRequest(request: FalRequest, options: CollectOptions): Promise<boolean> {
  const { endpoint, requestId } = request;
  const before = await askStatus(request, options);
  if (before.status === 'COMPLETED') return false;
  const { answered, transport } = listenIn(options.transport);
  const { key, signal, deadlines } = options;
  const call = {
    key,
    signal,
    transport,
    purpose: 'cancel',
    deadlineMs: deadlines.askMs,
    maxBytes: answerMaxBytes,
  } as const;
  // The SDK answers nothing, so what fal said is read where it passes by.
  await callFal(call, (fal) => fal.queue.cancel(endpoint, { requestId, abortSignal: signal }));
  const said = answered();
  // fal documents OK for what was taken out of the queue; its queue has been seen to say CANCELLATION_REQUESTED to that, too.
  if (said === 'OK') return true;
  if (said !== 'CANCELLATION_REQUESTED' || before.status !== 'IN_QUEUE') return false;
  return !(await hasStarted(request, options));
}

/** Between the look and the cancellation it may have started. */
async function hasStarted(request: FalRequest, options: CollectOptions): Promise<boolean> {
  try {
    const { status, error, error_type } = await askStatus(request, options);
    return status === 'IN_PROGRESS' || (status === 'COMPLETED' && (error ?? error_type ?? null) === null);
  } catch (thrown) {
    // Gone altogether, as a cancelled request may be.
    return asNextpanelError(thrown).code !== 'result_expired';
  }
}

function listenIn(transport: FalTransport): { transport: FalTransport; answered: () => string | null } {
  let last: FalReply | null = null;
  return {
    transport: { send: async (...call) => (last = await transport.send(...call)) },
    answered: () => {
      try {
        return answerSchema.parse(JSON.parse(new TextDecoder().decode(last?.bytes))).status;
      } catch {
        return null;
      }
    },
  };
}
