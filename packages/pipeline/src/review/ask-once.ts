import type { ChatAnswer, ChatMessage } from '@nextpanel/chat';
import { reviewForm } from '@nextpanel/checks/review';
import {
  canonicalJson,
  type MicroUsd,
  type ReviewSize,
  requestKey,
  reviewProvider,
  reviewTokens,
  say,
  usd,
} from '@nextpanel/core';
import type { IntendOutcome, Settlement } from '@nextpanel/store';
import { type CallLedger, type PaidCall, payForAnswer, picturesOf, wordsOf } from '../chat/pay-for-answer.ts';
import { storePatiently } from '../draw/store-frames.ts';
import { passed, type Turn } from '../draw/turn.ts';
import { type RequestRecord, readRecord } from '../record.ts';
import type { Reviewer } from './ask-judge.ts';
import { shownEdge } from './shots.ts';

/** One call to the judge. */
export interface Asked {
  readonly messages: readonly ChatMessage[];
  readonly size: Omit<ReviewSize, 'letters' | 'pictures'>;
  /** Of the questionnaire. */
  readonly version: number;
  /** Ids of the panels it is about. */
  readonly panels: readonly string[];
}

export type AskedOnce =
  | { readonly kind: 'answered'; readonly answer: ChatAnswer }
  | { readonly kind: 'failed'; readonly reason: string };

/**
 * Asks one question, as a paid request of the batch: what is ordered and has no record after a crash is never asked again, so a crash
 * costs nothing twice.
 */
export async function askOnce(reviewer: Reviewer, asked: Asked): Promise<AskedOnce> {
  const { reviewing, model, turn, deadline } = reviewer;
  const { messages, size } = asked;
  const call: PaidCall = {
    model,
    messages,
    form: reviewForm,
    key: keyOf(reviewer, asked),
    answerTokens: reviewTokens(size),
  };
  const { signal: lost, draining } = turn.queueTurn;
  const paid = await payForAnswer(reviewing.judge, reviewing.price, ledgerOf(reviewer, asked, call), call, {
    lost,
    draining,
    deadline,
  });
  if (paid.kind === 'answered') return paid;
  const { why, reason } = paid;
  if (why === 'lost') return { kind: 'failed', reason: say('review.lost') };
  if (why === 'late') return { kind: 'failed', reason: tooLong(reviewer) };
  return { kind: 'failed', reason };
}

/** Calls to the judge are requests of the batch whose frames they are about. */
function ledgerOf(reviewer: Reviewer, asked: Asked, call: PaidCall): CallLedger {
  const { turn, reviewing, model } = reviewer;
  const { context, batch } = turn;
  const { server } = reviewing.judge;
  return {
    recall: (key) => recallAnswer(turn, key),
    isLost: (key) =>
      batch.requests.some(
        (it) => it.reviews && it.key === key && (it.state === 'ordered' || it.state === 'possibly_paid'),
      ),
    async order({ id, key, price, body }) {
      const outcome = await context.state.batches.intendReview(batch.fence, batch, {
        id,
        key,
        panels: asked.panels,
        model,
        server,
        order: { model, server, questionnaire: asked.version },
        price,
        most: reviewer.most,
      });
      const reason = refusedBy(outcome);
      if (reason !== null) return { reason };
      context.failpoint('requests-intended');
      passed(await context.state.batches.order(batch.fence, [{ id, body }]));
      context.failpoint('requests-ordered');
      return null;
    },
    async record({ id, key }, answer, cost) {
      await recordAnswer(turn, { id, key, cost, answer, model, messages: call.messages });
      context.failpoint('record-written');
    },
    settle: (sent, settlement) => settleAsked(turn, { ...sent, frames: [], ...settlement }),
    atServer: (ask) => turn.atProvider(ask),
    busy: (err) => context.log.info({ story: batch.fence.story, batch: batch.number, err }, 'the judge is busy'),
  };
}

const tooLong = ({ reviewing }: Reviewer): string =>
  say('review.slow', { seconds: Math.round(reviewing.deadlineMs / 1_000) });

function refusedBy(outcome: IntendOutcome): string | null {
  switch (outcome.kind) {
    case 'budget':
      return say('review.story_budget', {
        needed: `$${usd(outcome.needed).toFixed(4)}`,
        budget: `$${usd(outcome.budget).toFixed(2)}`,
      });
    case 'review':
      return say('review.budget', {
        needed: `$${usd(outcome.needed).toFixed(4)}`,
        limit: `$${usd(outcome.limit).toFixed(2)}`,
      });
    case 'tenant':
      return say('review.tenant');
    case 'provider_paused':
      return outcome.reason;
    case 'used':
      throw new Error(`request ids are used twice: ${outcome.ids.join(', ')}`);
    default:
      passed(outcome.kind);
      return null;
  }
}

/** The story's own words, the pictures by what they were made of, and who is asked: whatever decides the answer. */
function keyOf({ turn, reviewing, model }: Reviewer, { messages, version }: Asked): string {
  const { judge } = reviewing;
  return requestKey({
    tenant: turn.batch.tenant,
    provider: reviewProvider,
    model,
    parameters: { server: judge.server, questionnaire: version, edge: shownEdge },
    prompt: canonicalJson(judge.body({ model, messages, form: reviewForm }, 'text')),
    references: picturesOf(messages),
    redraw: 0,
    occurrence: 0,
  });
}

/** The answer under a key: this story's own, or another's where the story may reuse it. */
async function recallAnswer({ context, batch }: Turn, key: string): Promise<ChatAnswer | null> {
  const record = await readRecord(context, batch.tenant, key);
  if (record?.answer === undefined) return null;
  return record.story === batch.fence.story || batch.spec.render.recall ? (record.answer as ChatAnswer) : null;
}

async function recordAnswer(
  turn: Turn,
  it: {
    readonly id: string;
    readonly key: string;
    readonly cost: MicroUsd;
    readonly answer: ChatAnswer;
    readonly model: string;
    readonly messages: readonly ChatMessage[];
  },
): Promise<void> {
  const { batch, context } = turn;
  const record: RequestRecord = {
    version: 3,
    story: batch.fence.story,
    request: it.id,
    frames: [],
    costMicroUsd: it.cost,
    ...(it.answer.requestId !== null && { requestId: it.answer.requestId }),
    provider: reviewProvider,
    model: it.model,
    prompt: wordsOf(it.messages),
    references: picturesOf(it.messages),
    answer: it.answer,
  };
  await storePatiently(turn, () => context.artifacts.writeRecord(batch.tenant, it.key, record, { replace: true }));
}

/** Settles a question; it holds no permit of a model that draws. */
export const settleAsked = async ({ context, batch }: Turn, settlement: Settlement): Promise<void> =>
  passed(await context.state.batches.settle(batch.fence, batch.id, [settlement]));
