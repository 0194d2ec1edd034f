import type { ChatAnswer } from '@nextpanel/chat';
import { type NextpanelError, say, scriptProvider, usd } from '@nextpanel/core';
import { type ScriptFence, ScriptTaken, type StoredScript } from '@nextpanel/store';
import type { CallLedger, IntendedCall } from '../chat/pay-for-answer.ts';
import type { Context } from '../context.ts';
import { type RequestRecord, readRecord } from '../record.ts';

export type LedgerContext = Pick<Context, 'state' | 'artifacts' | 'log' | 'failpoint'>;

/** Records of answers about scripts; the sweep removes them when they are old, like uploads that no story uses. */
export const isAnswerKey = (key: string): boolean => key.startsWith('script-');
export const answerKey = (requestKey: string): string => `script-${requestKey}`;

/** How many answers about the same may be lost, perhaps paid, before a user has to allow another one. */
export const lostMost = 2;

/** The user cancelled the script. */
export class ScriptCancelled extends Error {
  override readonly name = 'ScriptCancelled';
}

/** Calls for a script are accounted for with the script itself. */
export function scriptLedger(
  { state, artifacts, log, failpoint }: LedgerContext,
  fence: ScriptFence,
  { tenant, id, spec, retries }: Pick<StoredScript, 'tenant' | 'id' | 'spec' | 'retries'>,
  lost: ReadonlyMap<string, number>,
): CallLedger {
  const { model } = spec;
  return {
    recall: (key) => recallAnswer({ artifacts }, tenant, key),
    isLost: (key) => (lost.get(key) ?? 0) >= lostMost + retries,
    async order({ id: call, key, price, body }) {
      const intent = { provider: scriptProvider, model, estimate: price.expected };
      const outcome = await state.scripts.order(fence, { id: call, key, intent, body, high: price.high });
      failpoint('requests-ordered');
      switch (outcome.kind) {
        case 'ordered':
          return null;
        case 'cancelled':
          throw new ScriptCancelled();
        case 'fenced':
          throw new ScriptTaken(id);
        case 'tenant':
          throw new ScriptStopped('the daily limit of your tenant is used up', { code: 'tenant_budget' });
        case 'budget':
          throw new ScriptStopped(
            say('script.budget', {
              needed: `$${usd(outcome.needed).toFixed(4)}`,
              limit: `$${usd(outcome.budget).toFixed(2)}`,
            }),
            { code: 'budget' },
          );
      }
    },
    async record({ id: request, key }, answer, cost) {
      const record: RequestRecord = {
        version: 3,
        story: id,
        request,
        frames: [],
        costMicroUsd: cost,
        ...(answer.requestId !== null && { requestId: answer.requestId }),
        provider: scriptProvider,
        model,
        prompt: '',
        references: [],
        answer,
      };
      await artifacts.writeRecord(tenant, key, record, { replace: true });
      failpoint('record-written');
    },
    settle: ({ id: call }: Pick<IntendedCall, 'id'>, { outcome, cost, code }) =>
      state.scripts.settle(fence, { id: call, outcome, cost, ...(code !== undefined && { code }) }),
    atServer: (ask) => ask(),
    busy: (err) => log.info({ script: id, err }, 'the script server is busy'),
  };
}

async function recallAnswer(
  { artifacts }: Pick<Context, 'artifacts'>,
  tenant: string,
  key: string,
): Promise<ChatAnswer | null> {
  const record = await readRecord({ artifacts }, tenant, key);
  return record?.answer === undefined ? null : (record.answer as ChatAnswer);
}

/**
 * Settles what an earlier turn asked and did not settle: kept when its answer was recorded, otherwise possibly paid.
 *
 * @returns how many answers were lost, by key
 */
export async function settleEarlierCalls(
  { state, artifacts }: LedgerContext,
  fence: ScriptFence,
  tenant: string,
): Promise<ReadonlyMap<string, number>> {
  const lost = new Map<string, number>();
  for (const { id, key, state: was, intent } of await state.scripts.calls({ id: fence.script, status: 'writing' })) {
    let now = was;
    if (was === 'ordered') {
      const record = await readRecord({ artifacts }, tenant, key);
      now = record?.request === id ? 'kept' : 'possibly_paid';
      const cost = record?.request === id ? record.costMicroUsd : intent.estimate;
      await state.scripts.settle(fence, { id, outcome: now, cost, ...(now !== 'kept' && { code: 'unknown_outcome' }) });
    }
    if (now === 'possibly_paid') lost.set(key, (lost.get(key) ?? 0) + 1);
  }
  return lost;
}

/** Why a script stops: it fails, or is tried again later. */
export class ScriptStopped extends Error {
  override readonly name = 'ScriptStopped';
  readonly code: string;
  readonly passes: boolean;
  readonly retryAfterMs: number | null;

  constructor(reason: string, cause: { readonly code: string; readonly error?: NextpanelError }) {
    super(reason);
    this.code = cause.code;
    this.passes = cause.error?.retryable === true;
    this.retryAfterMs = cause.error?.retryAfterMs ?? null;
  }
}
