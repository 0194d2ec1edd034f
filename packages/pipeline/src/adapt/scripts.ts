import { createHash } from 'node:crypto';
import {
  type AdaptationEstimate,
  type AdaptationWishes,
  type AdaptedScriptView,
  adaptationVersion,
  type CostsView,
  canonicalJson,
  detectScriptFormat,
  estimateAdaptation,
  longestScript,
  microUsd,
  NextpanelError,
  type ScriptDraft,
  type ScriptEstimate,
  type ScriptFormat,
  type ScriptModels,
  type ScriptView,
  type Settlement,
  type SourceUnit,
  sourceUnits,
  usd,
} from '@nextpanel/core';
import type { StoredScript } from '@nextpanel/store';
import type { Adapting, Context } from '../context.ts';

type ScriptsContext = Pick<Context, 'state' | 'adapting' | 'scriptQueue'>;

/** A script for a model, as a user sends it. */
export interface SentScript {
  readonly source: string;
  readonly format: ScriptFormat | 'auto';
  readonly model: string;
  /** BCP 47. */
  readonly language: string;
  readonly wishes: AdaptationWishes;
}

/** Scripts of one tenant that may be unfinished at once. */
const unfinishedMost = 50;
const listedMost = 100;
/** Scripts that are looked through for lost answers, the newest first. */
const lookedThroughMost = 1_000;

// cspell:ignore rerank
/** Names of models that draw, hear, speak, or only measure texts. */
const otherKinds =
  /embed|whisper|(^|[-_/.])tts|transcribe|moderation|realtime|audio|dall-e|image|sora|video|rerank|(^|[-_/.])(ocr|bge|e5)[-_/.]/i;

/** Models that can be asked, as far as the server names them. A fault of the server is part of the answer. */
export async function listScriptModels({ adapting }: Pick<ScriptsContext, 'adapting'>): Promise<ScriptModels> {
  if (adapting === null) return { available: false, models: [], problem: null };
  try {
    const models = await adapting.chat.models();
    return { available: true, models: models.filter((name) => !otherKinds.test(name)), problem: null };
  } catch (thrown) {
    const problem =
      thrown instanceof NextpanelError ? thrown.message : `${adapting.chat.server} does not list its models`;
    return { available: true, models: [], problem };
  }
}

/** What a model would probably charge. Throws `invalid` and `provider_unavailable`. */
export function estimateScript({ adapting }: Pick<ScriptsContext, 'adapting'>, sent: SentScript): ScriptEstimate {
  const { units, estimate } = prepare(adapting, sent);
  return { model: sent.model, pieces: units.length, calls: estimate.calls, ...dollarsOf(estimate) };
}

/**
 * Has a model turn prose or a screenplay into the draft of a story. The same script sent again is the same one: nothing is paid twice.
 * Throws `invalid`, `provider_unavailable` and `too_many_scripts`.
 */
export async function submitScript(
  { state, adapting, scriptQueue }: ScriptsContext,
  {
    tenant,
    title,
    maxUsd,
    ...sent
  }: SentScript & {
    readonly tenant: string;
    readonly title: string | null;
    readonly maxUsd: number | null;
  },
): Promise<ScriptView> {
  const { server, format, estimate } = prepare(adapting, sent);
  const { model, language, wishes, source } = sent;
  const decides = {
    tenant,
    source,
    format,
    model,
    server,
    language,
    title,
    wishes,
    maxUsd,
    version: adaptationVersion,
  };
  const id = `script_${createHash('sha256').update(canonicalJson(decides)).digest('hex').slice(0, 24)}`;
  const { expected, high } = estimate.price;
  const outcome = await state.scripts.submit({
    id,
    tenant,
    source,
    spec: { format, model, server, language, title, wishes, expected, high, priceKnown: estimate.priceKnown },
    budget: maxUsd === null ? null : microUsd(maxUsd),
    most: unfinishedMost,
  });
  if (outcome.kind === 'full')
    throw new NextpanelError('too_many_scripts', `${outcome.open} scripts are unfinished, and no more are taken`);
  await scriptQueue.ensure([{ script: id }]);
  return viewOf(await ownScript({ state }, tenant, id));
}

/** Throws `not_found`. */
export async function readScript(
  { state }: Pick<ScriptsContext, 'state'>,
  tenant: string,
  id: string,
): Promise<AdaptedScriptView> {
  const script = (await leftOfDeleted({ state }, tenant, id)) ?? (await ownScript({ state }, tenant, id));
  const [result, calls] = await Promise.all([state.scripts.result(id), state.scripts.calls(script)]);
  return {
    ...viewOf(script),
    draft: result === null ? null : (JSON.parse(result) as ScriptDraft),
    calls: calls.map(({ id: call, state: at, cost, code, orderedAt }) => ({
      id: call,
      state: at,
      costUsd: usd(cost),
      code,
      orderedAt: new Date(orderedAt).toISOString(),
      ...(at === 'possibly_paid' && { settle: `/v1/scripts/${id}/calls/${call}/settle` }),
    })),
  };
}

/** The newest first. */
export const listScripts = async ({ state }: Pick<ScriptsContext, 'state'>, tenant: string): Promise<ScriptView[]> =>
  (await state.scripts.list(tenant, listedMost)).map(viewOf);

/** No further question is asked; an answer that is on its way is paid. Throws `not_found` and `invalid_state`. */
export async function cancelScript(
  { state }: Pick<ScriptsContext, 'state'>,
  tenant: string,
  id: string,
): Promise<ScriptView> {
  const script = await ownScript({ state }, tenant, id);
  if (script.status === 'cancelled') return viewOf(script);
  const outcome = await state.scripts.cancel(id);
  if (outcome.kind === 'invalid') throw notPossible('cancelled', outcome.status);
  return viewOf(await ownScript({ state }, tenant, id));
}

/** Continues a script that failed, was cancelled, or waits; answers that were given are not asked for again. Throws `not_found`, `invalid_state`. */
export async function retryScript(
  { state, scriptQueue }: Pick<ScriptsContext, 'state' | 'scriptQueue'>,
  tenant: string,
  id: string,
): Promise<ScriptView> {
  const outcome = await state.scripts.retry(await ownScript({ state }, tenant, id));
  if (outcome.kind === 'invalid') throw notPossible('tried again', outcome.status);
  await scriptQueue.ensure([{ script: id }]);
  await scriptQueue.wake([{ script: id }]);
  return viewOf(await ownScript({ state }, tenant, id));
}

/**
 * A user says whether a question whose answer was lost was paid: that part of the cost is certain from then on. Repeating it changes
 * nothing. Throws `not_found`, `invalid_state`.
 */
export async function settleScriptCall(
  { state, log }: Pick<Context, 'state' | 'log'>,
  { tenant, id }: { readonly tenant: string; readonly id: string },
  call: string,
  { paid, costUsd }: Settlement,
): Promise<AdaptedScriptView> {
  if ((await leftOfDeleted({ state }, tenant, id)) === null) await ownScript({ state }, tenant, id);
  const learnt = await state.scripts.learn(id, call, { paid, cost: costUsd === undefined ? null : microUsd(costUsd) });
  if (learnt.kind === 'gone') throw new NextpanelError('not_found', `script ${id} has no question ${call}`);
  if (learnt.kind === 'invalid')
    throw new NextpanelError(
      'invalid_state',
      `the outcome of question ${call} is certain (${learnt.state}), so nothing is left to settle`,
      { detail: { state: learnt.state } },
    );
  if (learnt.kind === 'learnt') log.info({ script: id, call, paid, costUsd }, 'question about a script settled');
  return readScript({ state }, tenant, id);
}

/** Questions about a tenant's scripts of which it is not known whether they were paid. */
export async function uncertainScriptCalls(
  { state }: Pick<ScriptsContext, 'state'>,
  tenant: string,
): Promise<CostsView['uncertainScripts']> {
  const scripts = [
    ...(await state.scripts.list(tenant, lookedThroughMost)),
    ...(await state.scripts.allLeft(tenant)),
  ].filter(({ possibly }) => possibly > 0);
  const found: CostsView['uncertainScripts'] = [];
  for (const script of scripts) {
    const { id, spec, createdAt } = script;
    for (const { id: call, state: at, cost, orderedAt } of await state.scripts.calls(script))
      if (at === 'possibly_paid')
        found.push({
          script: id,
          title: spec.title,
          sentAt: new Date(createdAt).toISOString(),
          call,
          model: spec.model,
          costUsd: usd(cost),
          orderedAt: new Date(orderedAt).toISOString(),
        });
  }
  return found;
}

/** What it cost stays in the ledger; what of it is uncertain can still be settled. Throws `not_found`, and `invalid_state` while it is not over. */
export async function deleteScript(
  { state }: Pick<ScriptsContext, 'state'>,
  tenant: string,
  id: string,
): Promise<void> {
  const script = await ownScript({ state }, tenant, id);
  if (!(await state.scripts.delete(script))) throw notPossible('deleted', script.status);
}

interface Prepared {
  readonly server: string;
  readonly format: 'prose' | 'fountain';
  readonly units: readonly SourceUnit[];
  readonly estimate: AdaptationEstimate;
}

function prepare(adapting: Adapting | null, { source, format, language, wishes }: SentScript): Prepared {
  if (adapting === null)
    throw new NextpanelError(
      'provider_unavailable',
      'no server for scripts is set up here: set NEXTPANEL_SCRIPT_BASE_URL, and NEXTPANEL_SCRIPT_API_KEY if it needs a key, where the server runs, or leave the model out',
      { detail: { pointer: '/model' } },
    );
  if (source.length > longestScript)
    throw new NextpanelError(
      'invalid',
      `the script has ${source.length} characters; the longest that is read has ${longestScript}`,
    );
  const read = format === 'auto' ? detectScriptFormat(source) : format;
  if (read === 'comic' || read === 'csv')
    throw new NextpanelError(
      'invalid',
      `this is a ${read === 'comic' ? 'comic script' : 'table'}: it names its panels itself, and a model would only rewrite them. Send it without a model; or, if it is prose, say so with format=prose`,
      { detail: { pointer: '/model' } },
    );
  const units = sourceUnits(source, read, language);
  if (units.length === 0) throw new NextpanelError('invalid', 'the script is empty');
  const estimate = estimateAdaptation(units, wishes, adapting.price);
  return { server: adapting.chat.server, format: read, units, estimate };
}

/** Throws `not_found`. */
export async function ownScript(
  { state }: Pick<ScriptsContext, 'state'>,
  tenant: string,
  id: string,
): Promise<StoredScript> {
  const script = await state.scripts.get(id);
  if (script?.tenant === tenant) return script;
  throw new NextpanelError(
    'not_found',
    `there is no script ${id}; scripts are kept for thirty days after they are over`,
  );
}

/** What is left of a script that is deleted; one that was sent again with the same words hides it. */
async function leftOfDeleted(
  { state }: Pick<ScriptsContext, 'state'>,
  tenant: string,
  id: string,
): Promise<StoredScript | null> {
  const [script, left] = await Promise.all([state.scripts.get(id), state.scripts.left(id)]);
  return script === null && left?.tenant === tenant ? left : null;
}

const notPossible = (done: string, status: string): NextpanelError =>
  new NextpanelError('invalid_state', `a script that is ${status} cannot be ${done}`);

const dollarsOf = ({ price, priceKnown }: AdaptationEstimate) => ({
  lowUsd: usd(price.low),
  expectedUsd: usd(price.expected),
  highUsd: usd(price.high),
  priceKnown,
});

function viewOf({ id, status, spec, progress, budget, spent, possibly, ...script }: StoredScript): ScriptView {
  const { model, format, language, title, wishes, expected, high, priceKnown } = spec;
  return {
    id,
    status,
    model,
    format,
    language,
    title,
    panels: wishes.panels,
    guidance: wishes.guidance,
    estimate: { expectedUsd: usd(expected), highUsd: usd(high), priceKnown },
    maxUsd: budget === null ? null : usd(budget),
    spentUsd: usd(spent),
    possiblyUsd: usd(possibly),
    progress,
    reason: script.reason,
    code: script.code,
    retryAt: script.retryAt === null ? null : new Date(script.retryAt).toISOString(),
    createdAt: new Date(script.createdAt).toISOString(),
    updatedAt: new Date(script.updatedAt).toISOString(),
  };
}
