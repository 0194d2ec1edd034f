import { setTimeout as wait } from 'node:timers/promises';
import { type ErrorCode, isUnproven, NextpanelError } from '@nextpanel/core';
import type { QueueTurn } from '@nextpanel/queue';
import type { Settlement } from '@nextpanel/store';
import type { Context } from '../context.ts';
import type { Permitted } from './turn-permits.ts';

/** How often a request looks whether the one before it has answered, in milliseconds. */
const lookMs = 500;

/**
 * What is known of a server after a request. `understood`: it sent a frame, or a refusal by content rules. `unread`: it answered, and
 * the next answer would be as useless. `none`: it did not answer as itself.
 */
export type Answer = 'understood' | 'unread' | 'none';

/** After these nothing is known of how the server answers. */
const noAnswer: readonly (ErrorCode | undefined)[] = [
  'rate_limited',
  'server_error',
  'connection_lost',
  'vendor_timeout',
  'cancelled',
  'unknown_outcome',
];

export function answerOf({ outcome, code }: Pick<Settlement, 'outcome' | 'code'>): Answer {
  if (outcome === 'kept' || code === 'moderation_blocked') return 'understood';
  return noAnswer.includes(code) ? 'none' : 'unread';
}

/** First picture first: one request at a time to a route that has never answered, until an answer was understood. */
export interface FirstAnswer {
  /** Waits until the request may go out. Throws `interrupted` when another one of this turn found that the answers cannot be read. */
  take(order: Permitted): Promise<void>;
  end(id: string, answer: Answer): void;
}

export function openFirstAnswer(
  { firstAnswers, providers }: Pick<Context, 'firstAnswers' | 'providers'>,
  { onRenewal }: Pick<QueueTurn, 'onRenewal'>,
  stop: AbortSignal,
): FirstAnswer {
  /** Route of each request that has it. */
  const leases = new Map<string, string>();
  const unread = new Set<string>();
  onRenewal(async () => {
    for (const [id, route] of leases) await firstAnswers.renew(route, id);
  });
  return {
    async take({ id, model, references }) {
      if (!isUnproven(model)) return;
      // Base URL and key are in the fingerprint.
      const server = providers.get(model.provider)?.fingerprint ?? '';
      const route = `${model.provider}:${server}:${model.id}:${references.length > 0 ? 'edits' : 'generations'}`;
      for (;;) {
        stop.throwIfAborted();
        if (unread.has(route)) throw notOrdered();
        const answer = await firstAnswers.take(route, id);
        if (answer === 'first') leases.set(id, route);
        if (answer !== 'wait') return;
        await wait(lookMs, undefined, { signal: stop });
      }
    },
    end(id, answer) {
      const route = leases.get(id);
      if (route === undefined) return;
      leases.delete(id);
      if (answer === 'unread') unread.add(route);
      firstAnswers.end(route, id, answer === 'understood').catch(() => undefined);
    },
  };
}

/** The turn ends with the error of the request that was ordered. */
const notOrdered = () =>
  new NextpanelError('interrupted', 'not ordered: the first answer of this server could not be used', {
    retryable: true,
  });
