import { setTimeout as sleep } from 'node:timers/promises';
import type { Emulator } from '../emulator.ts';
import type { MetFault } from '../faults/fault-queue.ts';
import type { DrawnPicture, Order } from './order.ts';
import type { Variant } from './painter.ts';
import { spoilPictures } from './spoil-picture.ts';

/**
 * Draws an order after the latency and enters it in the ledger: from then on it is paid, whatever happens to the answer.
 * Returns the pictures that the vendor would answer with.
 *
 * @param cancelled if aborted before the drawing is done, the call rejects and nothing is paid
 */
export async function drawOrder(
  emulator: Emulator,
  order: Order,
  fault: MetFault | null,
  cancelled?: AbortSignal,
): Promise<DrawnPicture[]> {
  const { painter, ledger, latencyMs, stopped } = emulator;
  const signal = cancelled === undefined ? stopped : AbortSignal.any([stopped, cancelled]);
  const end = emulator.underWay.begin(order);
  const [drawn] = await Promise.all([
    painter.draw(order, variantOf(fault)),
    sleep(latencyMs, undefined, { signal }),
  ]).finally(end);
  signal.throwIfAborted();
  const pictures = await spoilPictures(drawn, fault?.name ?? null);
  const { vendor, endpoint, model, prompt, references, mask, requestId, jobId, headers, webhook = null } = order;
  ledger.add({
    vendor,
    endpoint,
    model,
    prompt,
    references,
    ...(mask && { mask }),
    requestId,
    jobId,
    headers,
    webhook,
    images: pictures.map(({ sha256, bytes, mime }) => ({ sha256, bytes: bytes.length, mime })),
    costUsd: order.charge(pictures.length).costUsd,
    fault: fault?.name ?? null,
    at: Date.now(),
  });
  return pictures;
}

function variantOf(fault: MetFault | null): Variant | undefined {
  switch (fault?.name) {
    case 'identical-frames':
    case 'near-identical-frames':
    case 'composite':
    case 'wrong-size-picture':
      return fault.name;
    default:
      return undefined;
  }
}
