import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatAnswer, ChatCall, ChatMessage, ChatServer } from '@nextpanel/chat';
import {
  asNextpanelError,
  type ChatPrice,
  type MicroUsd,
  type NextpanelError,
  priceChat,
  type Range,
  say,
  settleChat,
  type VendorErrorCode,
} from '@nextpanel/core';

/** One question to a model. */
export interface PaidCall extends ChatCall {
  /** Under which its answer is recorded. */
  readonly key: string;
  /** Tokens that its answer is expected to have. */
  readonly answerTokens: number;
}

/** A call that is about to be sent. */
export interface IntendedCall {
  readonly id: string;
  readonly key: string;
  readonly price: Range;
  /** What is sent, with the hashes of pictures in their place. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** Where calls are accounted for: in the ledger of a story, or of a script. */
export interface CallLedger {
  /** The recorded answer to a question. */
  recall(key: string): Promise<ChatAnswer | null>;
  /** Whether a call under this key was sent whose answer is lost, and which must not be sent again. */
  isLost(key: string): boolean;
  /** Holds the price within every budget and stores the call as ordered; or says why it may not be made. */
  order(call: IntendedCall): Promise<Refused | null>;
  /** Records the answer. */
  record(call: Pick<IntendedCall, 'id' | 'key'>, answer: ChatAnswer, cost: MicroUsd): Promise<void>;
  settle(call: Pick<IntendedCall, 'id' | 'key'>, settlement: CallSettlement): Promise<void>;
  /** Runs what waits for the server. */
  atServer<Answer>(ask: () => Promise<Answer>): Promise<Answer>;
  /** Notes that the server asks to be left alone for a while. */
  busy(error: NextpanelError): void;
}

export interface CallSettlement {
  readonly outcome: 'kept' | 'refused' | 'possibly_paid';
  readonly cost: MicroUsd;
  readonly code?: VendorErrorCode;
  readonly requestId?: string;
}

/** Why a call was not made. */
export interface Refused {
  readonly reason: string;
}

/** What ends a call early. */
export interface CallSignals {
  /** The process lost what it works at: nothing more may be written. */
  readonly lost: AbortSignal;
  /** The process is asked to stop: no further call is sent. */
  readonly draining: AbortSignal;
  /** It has taken long enough. */
  readonly deadline: AbortSignal;
}

export type PaidAnswer =
  | { readonly kind: 'answered'; readonly answer: ChatAnswer }
  /** `error`: the server's, where it was asked. `late`: the deadline passed. `lost`: an earlier answer was lost. */
  | {
      readonly kind: 'failed';
      readonly why: 'lost' | 'late' | 'not_allowed' | 'server';
      readonly reason: string;
      readonly error?: NextpanelError;
    };

/** How often a server that says it was asked too often is asked again, and how long to wait when it does not say, in milliseconds. */
const refusalsMost = 3;
const refusalMs = 2_000;

/**
 * Asks one question as a paid request like any other: recalled by its key, or held within the budget, ordered, sent once, recorded,
 * settled. Every line may be the last one this process runs. A form of answer that the server does not know is refused free of charge,
 * and the next one is tried.
 */
export async function payForAnswer(
  chat: ChatServer,
  price: ChatPrice | null,
  ledger: CallLedger,
  call: PaidCall,
  { lost, draining, deadline }: CallSignals,
): Promise<PaidAnswer> {
  const { key, model } = call;
  const recalled = await ledger.recall(key);
  if (recalled !== null) return { kind: 'answered', answer: recalled };
  if (ledger.isLost(key)) return { kind: 'failed', why: 'lost', reason: say('script.answer_lost') };
  const size = { letters: wordsOf(call.messages).length, pictures: picturesOf(call.messages).length };
  const held = priceChat(price, { ...size, answer: call.answerTokens });
  const late: PaidAnswer = { kind: 'failed', why: 'late', reason: say('script.slow') };
  let level = chat.level(model);
  for (let refusals = 0; ; ) {
    lost.throwIfAborted();
    draining.throwIfAborted();
    if (deadline.aborted) return late;
    const id = randomUUID();
    const sent = { id, key };
    const refused = await ledger.order({ ...sent, price: held, body: chat.body(call, level) });
    if (refused !== null) return { kind: 'failed', why: 'not_allowed', reason: refused.reason };
    try {
      const answer = await ledger.atServer(() => chat.ask(call, level, AbortSignal.any([lost, deadline])));
      const cost = settleChat(price, answer.usage, held.expected);
      await ledger.record(sent, answer, cost);
      await ledger.settle(sent, {
        outcome: 'kept',
        cost,
        ...(answer.requestId !== null && { requestId: answer.requestId }),
      });
      chat.learn(model, level);
      return { kind: 'answered', answer };
    } catch (thrown) {
      // It stays ordered: the process that continues finds its record, or that its answer is lost.
      if (lost.aborted) throw thrown;
      if (deadline.aborted) {
        await ledger.settle(sent, { outcome: 'possibly_paid', cost: held.expected, code: 'vendor_timeout' });
        return late;
      }
      const error = asNextpanelError(thrown);
      // Not the server's: storage, Redis, or the end of the turn.
      if (error.fault === undefined) throw thrown;
      const { money } = error;
      const code = error.code as VendorErrorCode;
      if (money === 'possibly') await ledger.settle(sent, { outcome: 'possibly_paid', cost: held.expected, code });
      else await ledger.settle(sent, { outcome: 'refused', cost: 0, code });
      const next = code === 'invalid_request' ? chat.below(level) : null;
      if (next !== null) {
        level = next;
        continue;
      }
      refusals += 1;
      if (code !== 'rate_limited' || refusals >= refusalsMost)
        return { kind: 'failed', why: 'server', reason: error.message, error };
      ledger.busy(error);
      await sleep(error.retryAfterMs ?? refusalMs, undefined, {
        signal: AbortSignal.any([lost, draining, deadline]),
      }).catch(() => undefined);
    }
  }
}

/** SHA-256 of the pictures of a question, in the order they are shown. */
export const picturesOf = (messages: readonly ChatMessage[]): string[] =>
  messages.flatMap(({ content }) =>
    typeof content === 'string'
      ? []
      : content.flatMap((part) => (part.type === 'picture' ? [part.picture.sha256] : [])),
  );

/** Everything that is asked, without its pictures. */
export const wordsOf = (messages: readonly ChatMessage[]): string =>
  messages
    .flatMap(({ content }) =>
      typeof content === 'string' ? [content] : content.flatMap((part) => (part.type === 'text' ? [part.text] : [])),
    )
    .join('\n');
