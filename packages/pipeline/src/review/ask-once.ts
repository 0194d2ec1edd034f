import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatAnswer, ChatMessage } from '@nextpanel/checks/review';
import {
  asNextpanelError,
  canonicalJson,
  priceReview,
  type ReviewSize,
  requestKey,
  reviewProvider,
  settleReview,
  usd,
} from '@nextpanel/core';
import type { IntendOutcome, Settlement } from '@nextpanel/store';
import { storePatiently } from '../draw/store-frames.ts';
import { passed, type Turn } from '../draw/turn.ts';
import { type RequestRecord, readRecord } from '../record.ts';
import type { Reviewer } from './ask-judge.ts';
import { shownEdge } from './shots.ts';

/** One call to the judge. */
export interface Asked {
  readonly messages: readonly ChatMessage[];
  readonly size: Omit<ReviewSize, 'letters'>;
  /** Of the questionnaire. */
  readonly version: number;
  /** Ids of the panels it is about. */
  readonly panels: readonly string[];
}

export type AskedOnce =
  | { readonly kind: 'answered'; readonly answer: ChatAnswer }
  | { readonly kind: 'failed'; readonly reason: string };

const failed = (reason: string): AskedOnce => ({ kind: 'failed', reason });

/** How often a server that says it was asked too often is asked again, and how long to wait when it does not say, in milliseconds. */
const refusalsMost = 3;
const refusalMs = 2_000;

/**
 * Asks one question, as a paid request like any other: recalled by its key, or intended within the budget, ordered, sent once, recorded,
 * settled. Every line may be the last one this process runs: what is ordered and has no record then is never asked again, so a crash
 * costs nothing twice. A form of answer that the server does not know is refused free of charge, and the next one is tried.
 */
export async function askOnce(reviewer: Reviewer, asked: Asked): Promise<AskedOnce> {
  const { turn, reviewing, model, deadline } = reviewer;
  const { context, batch, queueTurn } = turn;
  const { judge } = reviewing;
  const key = keyOf(reviewer, asked);
  const recalled = await recallAnswer(turn, key);
  if (recalled !== null) return { kind: 'answered', answer: recalled };
  const before = batch.requests.filter((request) => request.reviews && request.key === key);
  if (before.some(({ state }) => state === 'ordered' || state === 'possibly_paid'))
    return failed('the answer of the judge was lost, and asking again might be paid twice');
  let level = judge.level(model);
  for (let refusals = 0; ; ) {
    queueTurn.signal.throwIfAborted();
    queueTurn.draining.throwIfAborted();
    if (deadline.aborted) return failed(tooLong(reviewer));
    const call = { model, messages: asked.messages };
    const body = judge.body(call, level);
    const price = priceReview(reviewing.price, { ...asked.size, letters: wordsOf(asked.messages).length });
    const id = randomUUID();
    const outcome = await context.state.batches.intendReview(batch.fence, batch, {
      id,
      key,
      panels: asked.panels,
      model,
      server: judge.server,
      order: { model, server: judge.server, questionnaire: asked.version },
      price,
      most: reviewer.most,
    });
    const refusal = refusedBy(outcome);
    if (refusal !== null) return failed(refusal);
    context.failpoint('requests-intended');
    passed(await context.state.batches.order(batch.fence, [{ id, body }]));
    context.failpoint('requests-ordered');
    const settle = (settlement: Pick<Settlement, 'outcome' | 'cost' | 'code' | 'requestId'>) =>
      settleAsked(turn, { id, key, frames: [], ...settlement });
    try {
      const answer = await turn.atProvider(() => judge.ask(call, level, AbortSignal.any([queueTurn.signal, deadline])));
      const cost = settleReview(reviewing.price, answer.usage, price.expected);
      await recordAnswer(turn, { id, key, cost, answer, model, messages: asked.messages });
      context.failpoint('record-written');
      await settle({ outcome: 'kept', cost, ...(answer.requestId !== null && { requestId: answer.requestId }) });
      judge.learn(model, level);
      return { kind: 'answered', answer };
    } catch (thrown) {
      // It stays ordered: the next turn finds its record, or that its answer is lost.
      if (queueTurn.signal.aborted) throw thrown;
      if (deadline.aborted) {
        await settle({ outcome: 'possibly_paid', cost: price.expected, code: 'vendor_timeout' });
        return failed(tooLong(reviewer));
      }
      const error = asNextpanelError(thrown);
      // Not the judge's: storage, Redis, or the turn's end.
      if (error.fault === undefined) throw thrown;
      const { code, money } = error;
      if (money === 'possibly') await settle({ outcome: 'possibly_paid', cost: price.expected, code });
      else await settle({ outcome: 'refused', cost: 0, code });
      const next = code === 'invalid_request' ? judge.below(level) : null;
      if (next !== null) {
        level = next;
        continue;
      }
      refusals += 1;
      if (code !== 'rate_limited' || refusals >= refusalsMost) return failed(error.message);
      context.log.info({ story: batch.fence.story, batch: batch.number, err: error }, 'the judge is busy');
      await sleep(error.retryAfterMs ?? refusalMs, undefined, {
        signal: AbortSignal.any([queueTurn.signal, queueTurn.draining, deadline]),
      }).catch(() => undefined);
    }
  }
}

const tooLong = ({ reviewing }: Reviewer): string =>
  `the review took longer than ${Math.round(reviewing.deadlineMs / 1_000)} s`;

function refusedBy(outcome: IntendOutcome): string | null {
  switch (outcome.kind) {
    case 'budget':
      return `it could take the story to $${usd(outcome.needed).toFixed(4)}, over its budget of $${usd(outcome.budget).toFixed(2)}`;
    case 'review':
      return `reviews could take $${usd(outcome.needed).toFixed(4)}, more than the $${usd(outcome.limit).toFixed(2)} of review.maxUsd`;
    case 'tenant':
      return 'the daily limit of your tenant is used up';
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
    prompt: canonicalJson(judge.body({ model, messages }, 'text')),
    references: picturesOf(messages),
    redraw: 0,
    occurrence: 0,
  });
}

/** SHA-256 of the pictures of a question, in the order they are shown. */
const picturesOf = (messages: readonly ChatMessage[]): string[] =>
  messages.flatMap(({ content }) =>
    typeof content === 'string'
      ? []
      : content.flatMap((part) => (part.type === 'picture' ? [part.picture.sha256] : [])),
  );

/** Everything that is asked, without its pictures. */
const wordsOf = (messages: readonly ChatMessage[]): string =>
  messages
    .flatMap(({ content }) =>
      typeof content === 'string' ? [content] : content.flatMap((part) => (part.type === 'text' ? [part.text] : [])),
    )
    .join('\n');

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
    readonly cost: number;
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
