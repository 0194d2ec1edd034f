import { performance } from 'node:perf_hooks';
import { asNextpanelError, type Drawn, type Order, type Provider } from '@nextpanel/core';
import type { Context } from '../context.ts';
import { isLostPoll } from './lost-poll.ts';

/**
 * The same provider, with every request counted when it ends: how long it took from its order to its frames, how many images
 * came, whether it failed. Counting never holds up or fails a drawing. A request that continues at the vendor after a stop, a
 * cancel or a lost poll is not counted as ended; one that another process ordered is counted without its duration.
 */
export function observeProvider(provider: Provider, { state, log }: Pick<Context, 'state' | 'log'>): Provider {
  const orderedAt = new Map<string, number>();
  const ended = (images: number, ms: number | null, failed: boolean) => {
    state.stats
      .record({ provider: provider.id, ms: failed ? null : ms, images, failed })
      .catch((error: unknown) => log.debug({ err: error }, 'statistics'));
  };
  return {
    ...provider,
    async submit(request, body, signal) {
      const started = performance.now();
      try {
        const answer = await provider.submit(request, body, signal);
        if (answer.kind === 'drawn') ended(imagesOf(request, answer.drawn.frames), performance.now() - started, false);
        else orderedAt.set(answer.vendorId, started);
        return answer;
      } catch (error) {
        if (!signal.aborted) ended(0, null, true);
        throw error;
      }
    },
    async collect(order, vendorId, signal, open) {
      try {
        const drawn = await provider.collect(order, vendorId, signal, open);
        const started = orderedAt.get(vendorId);
        ended(imagesOf(order, drawn.frames), started === undefined ? null : performance.now() - started, false);
        return drawn;
      } catch (error) {
        if (!signal.aborted && !isLostPoll(asNextpanelError(error))) ended(0, null, true);
        throw error;
      } finally {
        orderedAt.delete(vendorId);
      }
    },
  };
}

/** A contact sheet comes as one picture and holds all its panels. */
const imagesOf = (request: Order, frames: Drawn['frames']): number =>
  request.method === 'contact-sheet' ? request.panels.length : frames.filter((frame) => frame !== null).length;
