import {
  assembleScript,
  coverScript,
  draftStory,
  type ScriptDraft,
  say,
  sourceUnits,
  writeDraft,
} from '@nextpanel/core';
import { type ScriptFence, ScriptTaken, type StoredScript } from '@nextpanel/store';
import type { CallSignals } from '../chat/pay-for-answer.ts';
import type { Adapting, Context } from '../context.ts';
import { adaptScenes } from './adapt-scenes.ts';
import { lostMost, ScriptCancelled, ScriptStopped, scriptLedger, settleEarlierCalls } from './script-ledger.ts';

export type AdaptContext = Pick<Context, 'state' | 'artifacts' | 'log' | 'failpoint' | 'adapting'>;

/** Waits between tries while a server fails, in milliseconds; the last one repeats. */
const waitsMs = [5_000, 15_000, 60_000, 300_000] as const;
/** After so many failures in a row, some six hours, the script fails; a user may have it tried again. */
const failuresMost = 75;

/**
 * Has the model adapt a script: claims it, settles what an earlier turn left open, asks for scenes and panels, and stores the draft.
 * Every answer is recorded, so a turn after a crash, a fault or a retry pays only for what is still missing.
 *
 * @returns when to come back, in milliseconds; null when nothing is left to do
 */
export async function adaptScript(
  context: AdaptContext,
  id: string,
  signals: Pick<CallSignals, 'lost' | 'draining'>,
): Promise<number | null> {
  const { state, adapting } = context;
  const fence = await state.scripts.claim(id);
  const script = fence && (await state.scripts.get(id));
  if (!fence || !script) return null;
  try {
    if (adapting === null || adapting.chat.server !== script.spec.server)
      throw new ScriptStopped(say('script.server_gone'), {
        code: 'provider_unavailable',
      });
    const { draft, notes } = await adapt(context, adapting, fence, script, signals);
    await state.scripts.finish(fence, JSON.stringify(draft), notes);
    return null;
  } catch (thrown) {
    if (thrown instanceof ScriptCancelled || thrown instanceof ScriptTaken) return null;
    if (signals.lost.aborted || signals.draining.aborted) return 0;
    if (thrown instanceof ScriptStopped) return stop(context, fence, script, thrown);
    // Storage or Redis: the job comes back.
    throw thrown;
  }
}

async function adapt(
  context: AdaptContext,
  adapting: Adapting,
  fence: ScriptFence,
  script: StoredScript,
  signals: Pick<CallSignals, 'lost' | 'draining'>,
): Promise<{ readonly draft: ScriptDraft; readonly notes: string | null }> {
  const { state } = context;
  const { format, language, title } = script.spec;
  const lost = await settleEarlierCalls(context, fence, script.tenant);
  const source = await state.scripts.source(script.id);
  const units = sourceUnits(source, format, language);
  const adapter = { adapting, script, ledger: scriptLedger(context, fence, script, lost), signals };
  const adapted = await adaptScenes(adapter, units, (progress) => state.scripts.progress(fence, progress));
  const draft = draftStory(assembleScript(adapted, units, format, language), { title: title ?? undefined, language });
  return {
    draft: {
      format,
      story: draft.story,
      yaml: writeDraft(draft),
      gaps: [...draft.gaps],
      coverage: coverScript(source, draft) as ScriptDraft['coverage'],
    },
    notes: adapted.notes.length === 0 ? null : adapted.notes.join('\n'),
  };
}

/** A fault that passes is waited for; anything else ends the script. */
async function stop(
  { state, log }: AdaptContext,
  fence: ScriptFence,
  script: StoredScript,
  { message, code, passes, retryAfterMs }: ScriptStopped,
): Promise<number | null> {
  const { id, retries } = script;
  const calls = await state.scripts.calls(script);
  const fail = async (reason: string, why: string): Promise<null> => {
    log.info({ script: id, code: why, reason }, 'a script stops');
    await state.scripts.fail(fence, reason, why);
    return null;
  };
  const lost = calls.filter((call) => call.key === calls.at(-1)?.key && call.state === 'possibly_paid').length;
  if (code === 'unknown_outcome' || lost >= lostMost + retries)
    return fail(say('script.lost', { answers: lost, said: message }), 'unknown_outcome');
  const failures = calls.length - 1 - calls.findLastIndex((call) => call.state === 'kept');
  if (!passes || failures >= failuresMost) return fail(message, code);
  const waitMs = Math.max(retryAfterMs ?? 0, waitsMs[Math.min(failures, waitsMs.length) - 1] ?? waitsMs[0]);
  await state.scripts.wait(fence, message, code, state.clock.now() + waitMs);
  return waitMs;
}
