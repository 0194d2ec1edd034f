import { performance } from 'node:perf_hooks';
import { asNextpanelError, type Drawn, type Order, type Provider } from '@nextpanel/core';
import type { Context } from '../context.ts';
import { isLostPoll } from './lost-poll.ts';

/**
 * The same provider, with every request counted when it ends: how long it took from its order to its frames, how many images
 * came, whether it failed. Counting never holds up or fails a drawing. A request that continues at the vendor after a stop, a
 * cancel or a lost poll is not counted as ended; one that another process ordered is counted without its duration.
 */
export function observeProvider(
  provider: Provider,
  { state, log, measures, tracing }: Pick<Context, 'state' | 'log' | 'measures' | 'tracing'>,
): Provider {
  const orderedAt = new Map<string, number>();
  const ended = ({ model }: Order, images: number, ms: number | null, error: unknown = null) => {
    const failed = error !== null;
    const code = failed ? asNextpanelError(error).code : 'drawn';
    measures.requestEnded({ provider: provider.id, model: model.id }, code, failed ? null : ms);
    state.stats
      .record({ provider: provider.id, ms: failed ? null : ms, images, failed })
      .catch((error: unknown) => log.debug({ err: error }, 'statistics'));
  };
  return {
    ...provider,
    async submit(request, body, signal) {
      const started = performance.now();
      try {
        const answer = await tracing.within('vendor submit', about(request), () =>
          provider.submit(request, body, signal),
        );
        if (answer.kind === 'drawn')
          ended(request, imagesOf(request, answer.drawn.frames), performance.now() - started);
        else orderedAt.set(answer.vendorId, started);
        return answer;
      } catch (error) {
        if (!signal.aborted) ended(request, 0, null, error);
        throw error;
      }
    },
    async collect(order, vendorId, signal, open) {
      try {
        const drawn = await tracing.within('vendor collect', { ...about(order), 'vendor.id': vendorId }, () =>
          provider.collect(order, vendorId, signal, open),
        );
        const started = orderedAt.get(vendorId);
        ended(order, imagesOf(order, drawn.frames), started === undefined ? null : performance.now() - started);
        return drawn;
      } catch (error) {
        if (!signal.aborted && !isLostPoll(asNextpanelError(error))) ended(order, 0, null, error);
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

const about = ({ id, model, panels }: Order) => ({
  'nextpanel.request': id,
  model: model.id,
  panels: panels.map(({ number }) => number).join(', '),
});
