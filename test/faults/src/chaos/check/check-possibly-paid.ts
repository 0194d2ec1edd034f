import { type AttemptView, type LedgerEntry, reviewProvider } from '@nextpanel/core';
import type { FaultName, SeenCall } from '@nextpanel/vendors';
import { cuttingKinds, type Entry, type Journal } from '../journal.ts';
import type { Violation } from '../violation.ts';
import type { Findings } from './read-findings.ts';

/** Clocks agree, but an interruption is noticed later than it is recorded. */
const slackMs = 2_500;

/** Answers of a vendor, or their absence, after which it is unknown whether the work was paid. */
const cuttingFaults = [
  'server-error',
  'bad-gateway-html',
  'unavailable',
  'gateway-timeout',
  'reset-before-work',
  'reset-after-work',
  'cut-body',
  'truncated-json',
  'moderation-as-502',
  'moderation-input',
  'moderation-output',
  'azure-output-filtered',
  'azure-created-error',
  'forgotten',
  'job-failed',
  'job-failed-text',
  'user-timeout',
  'error-in-success',
  'unknown-form',
  'file-path',
] as const satisfies readonly FaultName[];

export interface Explained {
  readonly violations: Violation[];
  /** How many entries each kind of fault explains, by their code in the ledger. */
  readonly byKind: Record<string, number>;
  /** Faults during which a request was in progress: only these can have cost anything. */
  readonly windows: number;
}

/**
 * Everything marked as possibly paid was interrupted: by a kill, a freeze or a cut while it was in progress, or by the vendor. A
 * request that was not interrupted must not be marked.
 */
export function checkPossiblyPaid(
  journal: Pick<Journal, 'entries' | 'startedAt'>,
  found: readonly Findings[],
  calls: readonly SeenCall[],
): Explained {
  const violations: Violation[] = [];
  const byKind: Record<string, number> = {};
  const windows = new Set<unknown>();
  for (const { ledger, attempts } of found) {
    for (const entry of ledger.filter(({ state }) => state === 'possibly_paid')) {
      const window = windowOf(entry, attempts);
      const fault = calls.find(
        ({ fault: name, vendor, at, endedAt }) =>
          vendor === (entry.provider === reviewProvider ? 'chat' : entry.provider) &&
          cuttingFaults.some((it) => it === name) &&
          within(window, at, endedAt),
      );
      const cut = journal.entries.find((it) => cuttingKinds.includes(it.kind) && cuts(journal.startedAt, it, window));
      const why = entry.code === 'unknown_outcome' ? (cut ?? fault) : (fault ?? cut);
      if (why === undefined) {
        violations.push({
          invariant: 'possibly paid is explained',
          detail: `${entry.story} ${entry.request} (${entry.code}) from ${iso(window.from)} to ${iso(window.to)}`,
        });
        continue;
      }
      windows.add(why);
      const kind = `${entry.code} by ${'kind' in why ? why.kind : why.fault}`;
      byKind[kind] = (byKind[kind] ?? 0) + 1;
    }
  }
  return { violations, byKind, windows: windows.size };
}

interface Window {
  readonly from: number;
  readonly to: number;
}

/** When the request was in progress; if the server does not report it, the time of the batch's attempt. */
function windowOf({ batch, orderedAt, settledAt }: LedgerEntry, attempts: readonly AttemptView[]): Window {
  const own = attempts.filter((it) => it.batch === batch);
  const from = orderedAt ?? own[0]?.startedAt;
  const to = settledAt ?? own.at(-1)?.endedAt;
  return { from: from ? Date.parse(from) : 0, to: to ? Date.parse(to) : Date.now() };
}

const within = ({ from, to }: Window, begin: number, end: number | null): boolean =>
  begin - slackMs <= to && (end ?? begin) + slackMs >= from;

const cuts = (startedAt: number, { atMs, untilMs }: Entry, window: Window): boolean =>
  within(window, startedAt + atMs, startedAt + (untilMs ?? atMs));

const iso = (ms: number): string => new Date(ms).toISOString();
