import { type ChatAnswer, readJsonAnswer, repairAnswer, strictSchema } from '@nextpanel/chat';
import {
  adaptationVersion,
  canonicalJson,
  requestKey,
  type ScriptQuestion,
  say,
  scriptProvider,
} from '@nextpanel/core';
import type { StoredScript } from '@nextpanel/store';
import { type CallLedger, type CallSignals, type PaidCall, payForAnswer } from '../chat/pay-for-answer.ts';
import type { Adapting } from '../context.ts';
import { answerKey, ScriptStopped } from './script-ledger.ts';

/** What one script is adapted with. */
export interface Adapter {
  readonly adapting: Adapting;
  readonly script: Pick<StoredScript, 'tenant' | 'spec'>;
  readonly ledger: CallLedger;
  readonly signals: Pick<CallSignals, 'lost' | 'draining'>;
}

/** `cut`: the answer was longer than the model can write. `unusable`: why, in words. */
export type Adapted<Value> =
  | { readonly kind: 'answered'; readonly value: Value }
  | { readonly kind: 'cut' }
  | { readonly kind: 'unusable'; readonly reason: string };

/** How long one answer may take, in milliseconds. */
const answerMs = 300_000;

/**
 * Asks one question, and once more with the exact mistakes when its answer has any: then the better one of both answers counts. Throws
 * ScriptStopped when there is no answer.
 */
export async function askModel<Value>(adapter: Adapter, question: ScriptQuestion<Value>): Promise<Adapted<Value>> {
  const { messages } = question;
  const answer = await pay(adapter, question, messages);
  if (answer.refusal !== null)
    return { kind: 'unusable', reason: say('script.declined', { words: answer.refusal.slice(0, 200) }) };
  if (answer.cut) return { kind: 'cut' };
  const first = read(question, answer);
  if (first.mistakes.length === 0 && first.value !== null) return { kind: 'answered', value: first.value };
  const again = await pay(adapter, question, repairAnswer(messages, answer.text, first.mistakes) as typeof messages);
  const second = read(question, again);
  const [better, other] = second.mistakes.length <= first.mistakes.length ? [second, first] : [first, second];
  const value = better.value ?? other.value;
  if (value !== null) return { kind: 'answered', value };
  // It knows this form of answer and does not keep to it: the next script is asked in another one.
  const { chat } = adapter.adapting;
  const { model } = adapter.script.spec;
  const level = chat.below(chat.level(model));
  if (level !== null) chat.learn(model, level);
  const [words] = second.mistakes;
  return { kind: 'unusable', reason: words === undefined ? say('script.nothing') : say('script.unusable', { words }) };
}

interface Read<Value> {
  /** Null: it cannot be used. */
  readonly value: Value | null;
  readonly mistakes: readonly string[];
}

function read<Value>({ schema, check }: ScriptQuestion<Value>, { text }: ChatAnswer): Read<Value> {
  const answer = readJsonAnswer(text, schema);
  if (answer.kind === 'unreadable') return { value: null, mistakes: answer.mistakes };
  const { unusable, flaws } = check(answer.value);
  return {
    value: unusable.length > 0 ? null : answer.value,
    mistakes: [...unusable, ...flaws].slice(0, mistakesShown),
  };
}

/** More mistakes than these teach a model nothing. */
const mistakesShown = 12;

async function pay<Value>(
  { adapting, script, ledger, signals }: Adapter,
  { name, description, schema, answerTokens }: ScriptQuestion<Value>,
  messages: PaidCall['messages'],
): Promise<ChatAnswer> {
  const { model, server } = script.spec;
  const form = { name, description, schema: strictSchema(schema) };
  const call: PaidCall = {
    model,
    messages,
    form,
    answerTokens,
    key: answerKey(
      requestKey({
        tenant: script.tenant,
        provider: scriptProvider,
        model,
        parameters: { server, version: adaptationVersion },
        prompt: canonicalJson(adapting.chat.body({ model, messages, form }, 'text')),
        references: [],
        redraw: 0,
        occurrence: 0,
      }),
    ),
  };
  const deadline = AbortSignal.timeout(answerMs);
  const paid = await payForAnswer(adapting.chat, adapting.price, ledger, call, { ...signals, deadline });
  if (paid.kind === 'answered') return paid.answer;
  throw new ScriptStopped(paid.reason, {
    code: paid.error?.code ?? codes[paid.why],
    ...(paid.error && { error: paid.error }),
  });
}

const codes = { lost: 'unknown_outcome', late: 'vendor_timeout', not_allowed: 'budget', server: 'server_error' };
