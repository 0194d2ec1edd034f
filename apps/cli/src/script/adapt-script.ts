import type { AdaptedScript, Client, Script } from '@nextpanel/client';
import type { ScriptCoverage, ScriptDraft } from '@nextpanel/core';
import { NextpanelError } from '@nextpanel/core/error';
import { type Io, nextpanelCommand, printJson, printLine } from '../io.ts';
import { dollars } from '../story/describe-story.ts';
import { findServer, type ServerOptions } from '../system/find-server.ts';
import { plainText } from '../terminal/plain-text.ts';

export interface AdaptOptions extends ServerOptions {
  readonly model: string;
  readonly format: ScriptDraft['format'] | 'auto';
  readonly title?: string | undefined;
  readonly language: string;
  readonly panels?: number;
  readonly guidance?: string;
  readonly maxUsd?: number;
  readonly dryRun?: true;
  readonly json?: true;
}

export interface AdaptedDraft extends Omit<ScriptDraft, 'coverage'> {
  readonly coverage: ScriptCoverage;
  readonly script: string;
}

/**
 * Has the server's language model adapt a script, and waits for the draft; with `dryRun` it only prints the price, and the answer is null.
 * Interrupted, the script continues on the server, and the same command finds it again.
 */
export async function adaptScript(io: Io, text: string, options: AdaptOptions): Promise<AdaptedDraft | null> {
  const { model, format, title, language, panels, guidance } = options;
  const { client } = await findServer(io, options);
  const asked = { model, language, panels, guidance, ...(format !== 'auto' && { format }) };
  const estimate = await client.scripts.estimate(text, asked);
  const price = estimate.priceKnown
    ? `about ${dollars(estimate.expectedUsd)}, at most ${dollars(estimate.highUsd)}`
    : 'of unknown price: set NEXTPANEL_SCRIPT_PRICE where the server runs';
  printLine(io.stderr, `About ${estimate.calls} questions to ${plainText(model)}, ${price}.`);
  if (options.dryRun) {
    if (options.json) printJson(io.stdout, estimate);
    return null;
  }
  const maxUsd = options.maxUsd ?? (estimate.priceKnown ? estimate.highUsd : undefined);
  const { id, status } = await client.scripts.adapt(text, { ...asked, title, maxUsd });
  // The same script as before, which ended without a draft.
  if (status === 'failed' || status === 'cancelled') await client.scripts.retry(id);
  const script = await waitFor(io, client, id);
  if (script.possiblyUsd > 0)
    printLine(
      io.stderr,
      `${dollars(script.possiblyUsd)} may have been paid for answers that were lost: ${nextpanelCommand} ledger show ${id}`,
    );
  return draftOf(script);
}

async function waitFor(io: Io, client: Pick<Client, 'scripts'>, id: string): Promise<AdaptedScript> {
  let last = '';
  return client.scripts.wait(id, {
    ...(io.unread && { signal: io.unread }),
    onProgress(script) {
      const line = describeProgress(script);
      if (line !== last) printLine(io.stderr, plainText(line));
      last = line;
    },
  });
}

function describeProgress({ status, progress, reason, retryAt, spentUsd }: Script): string {
  if (status === 'waiting' && reason !== null)
    return `waiting: ${reason}${retryAt === null ? '' : `; the next try is at ${retryAt.slice(11, 19)} UTC`}`;
  if (progress === null) return 'waiting for a worker';
  const { parts, partsTotal, scenes, scenesTotal } = progress;
  const at = scenesTotal === 0 ? `part ${parts + 1} of ${partsTotal}: scenes` : `${scenes} of ${scenesTotal} scenes`;
  return spentUsd > 0 ? `${at}, ${dollars(spentUsd)} so far` : at;
}

function draftOf(script: AdaptedScript): AdaptedDraft {
  const { id, status, draft, reason } = script;
  if (status !== 'done' || draft === null)
    throw new NextpanelError(
      'script_not_adapted',
      `the script is ${status}${reason === null ? '' : `: ${reason}`}. Run the same command again to continue: what was answered is not paid again`,
      { detail: { script: id } },
    );
  return { ...(draft as ScriptDraft & { coverage: ScriptCoverage }), script: id };
}
