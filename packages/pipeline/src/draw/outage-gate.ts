import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { NextpanelError, Order, ProviderId } from '@nextpanel/core';
import type { QueueTurn } from '@nextpanel/queue';
import type { OrderedFrame } from '@nextpanel/store';
import { coalesce } from '../coalesce.ts';
import type { Context } from '../context.ts';
import { answersFree } from '../try-failing-providers.ts';
import { providerDown } from './passing-errors.ts';

/** How often requests look whether the one of their turn that tries the provider has been answered, in milliseconds. */
const lookMs = 500;

type Ordered = Pick<Order, 'id' | 'model'>;

/** A request, with what it asks for. */
export type FailedOrder = Ordered & { readonly frames: readonly Pick<OrderedFrame, 'target'>[] };

/** One turn's view of the circuit breakers of its providers. */
export interface OutageGate {
  /**
   * Waits as long as another request of this turn tries the provider. Throws `provider_down` when nothing may be ordered from it.
   */
  ask(order: Ordered): Promise<void>;
  /** The provider answered the request, whatever it said. */
  passed(order: Ordered): Promise<void>;
  /**
   * The request failed because the provider cannot be reached, or fails itself. Returns the error to throw: `provider_down` when the
   * provider fails for others, too; otherwise the failure is a matter of this request.
   */
  readonly failed: (
    order: FailedOrder,
    error: NextpanelError,
    during: 'prepare' | 'submit' | 'collect',
  ) => Promise<NextpanelError>;
}

/** Opening and closing are logged once for each outage. */
export function openOutageGate(
  { state, outages, providers, log }: Pick<Context, 'state' | 'outages' | 'providers' | 'log'>,
  { story, onRenewal }: QueueTurn,
  stop: AbortSignal,
): OutageGate {
  const probing = new Set<ProviderId>();
  const pass = async (provider: ProviderId, requests: readonly string[]): Promise<void> => {
    const since = await outages.passed(provider, story, requests);
    if (since === null) return;
    probing.delete(provider);
    log.info({ provider, since: new Date(since).toISOString() }, 'the provider works again; drawing continues');
  };
  /** Answers that come together are one call of Redis. */
  const passes = new Map<ProviderId, (request: string) => Promise<void>>();
  const passTogether = (provider: ProviderId): ((request: string) => Promise<void>) => {
    const known = passes.get(provider) ?? coalesce((requests: readonly string[]) => pass(provider, requests));
    passes.set(provider, known);
    return known;
  };
  onRenewal(async () => {
    for (const provider of probing) await outages.renew(provider, story);
  });
  return {
    async ask({ id, model: { provider } }) {
      const asksFree = providers.get(provider)?.reach !== undefined;
      for (;;) {
        stop.throwIfAborted();
        const passage = await outages.ask(provider, { story, request: id }, asksFree);
        if (passage.kind === 'probe') probing.add(provider);
        if (passage.kind !== 'open') return;
        if (!probing.has(provider)) throw providerDown(provider, passage, { now: state.clock.now() });
        await wait(lookMs, undefined, { signal: stop });
      }
    },
    passed: ({ id, model: { provider } }) => passTogether(provider)(id),
    async failed({ id, model: { provider }, frames }, error, during) {
      const reach = providers.get(provider)?.reach;
      // Is it the provider, or this one picture? Something free tells, where there is such a thing. Where there is none, as at servers
      // without a list of models, each failure counts, even if the same picture is asked for again: there may be no other story.
      const free = reach !== undefined && error.fault !== 'unreachable' ? await answersFree(reach) : null;
      const own = during === 'collect' ? id : `${story} ${frames.map(({ target }) => target).join(' ')}`;
      const what = free !== null && !free.unknown ? own : `${id} ${randomUUID()}`;
      const certain = free !== null && !free.works;
      const costly = free?.unknown === true;
      const outage = await outages.failed(provider, {
        story,
        request: id,
        what,
        words: error.message,
        certain,
        costly,
      });
      if (outage.kind === 'closed') return error;
      probing.delete(provider);
      if (outage.opened)
        log.error(
          { provider, code: error.code, err: error },
          'the provider fails; nothing is ordered until it works again',
        );
      return providerDown(provider, outage, { now: state.clock.now(), cause: error });
    },
  };
}
