import type { Bought } from './check/count-wasted.ts';
import { isInWindow } from './list-deaths.ts';
import type { CampaignResult } from './run-campaign.ts';

/** A campaign in numbers. Times are in milliseconds. */
export interface Summary {
  readonly seed: number;
  readonly violations: readonly { readonly invariant: string; readonly detail: string }[];
  readonly elapsedMs: CampaignResult['elapsedMs'];
  readonly kills: Readonly<Record<string, number>> & { readonly total: number };
  /** Kills between a submit and the saved vendor id; they are among `kills`. */
  readonly killsInWindow: number;
  /** How often another Redis server took over. */
  readonly failovers: number;
  readonly bought: readonly Bought[];
  readonly refusals: CampaignResult['refusals'];
  /** Actions performed, by kind. */
  readonly done: Readonly<Record<string, number>>;
  readonly leftOut: Readonly<Record<string, number>>;
  readonly stories: Readonly<Record<string, number>>;
  readonly panelsDrawn: number;
  readonly platesDrawn: number;
  readonly judged: number;
  readonly scripts: Readonly<Record<string, number>>;
  readonly lostPanels: number;
  readonly charges: number;
  /** Charged, not kept, and reported as paid and refused or as possibly paid. */
  readonly lostCharges: number;
  /** Charges missing in every ledger. */
  readonly doubleCharges: number;
  readonly possiblyPaid: {
    readonly total: number;
    readonly byKind: Readonly<Record<string, number>>;
    readonly windows: number;
  };
  readonly checked: { readonly panelsInChain: number; readonly sheets: number };
  /** From the kill that crashed an attempt until the next turn of its batch. */
  readonly takenUpAgainMs: { readonly p50: number | null; readonly p95: number | null };
  readonly recoveryMs: { readonly p50: number | null; readonly p95: number | null };
  readonly crashedAttempts: number;
  readonly folder: string | null;
}

export function summarize(seed: number, result: CampaignResult): Summary {
  const { violations, entries, tales, checked, kills, recoveriesMs, elapsedMs, folder } = result;
  const wasDone = entries.filter(
    ({ kind, words }) => kind !== 'died' && kind !== 'promoted' && !words.startsWith('left out'),
  );
  const takenUp = timesTakenUp(result);
  const leftOut = entries.filter(({ words }) => words.startsWith('left out'));
  return {
    seed,
    violations,
    elapsedMs,
    kills: { ...kills, total: Object.values(kills).reduce((sum, count) => sum + count, 0) },
    killsInWindow: entries.filter(isInWindow).length,
    failovers: entries.filter(({ kind }) => kind === 'promoted').length,
    bought: checked?.bought ?? [],
    refusals: result.refusals,
    done: count(wasDone.map(({ kind, words }) => (words.startsWith('refused') ? `${kind} (refused)` : kind))),
    leftOut: count(leftOut.map(({ kind }) => kind)),
    stories: count(tales.map(({ deleted, status }) => (deleted ? 'deleted' : status))),
    panelsDrawn: checked?.panelsDrawn ?? 0,
    platesDrawn: checked?.platesDrawn ?? 0,
    judged: checked?.judged ?? 0,
    scripts: count(checked?.scripts ?? []),
    lostPanels: violations.filter(({ invariant }) => invariant === 'no panel is lost').length,
    charges: checked?.charges.charges ?? 0,
    lostCharges: checked?.charges.lost ?? 0,
    doubleCharges: checked?.charges.double ?? 0,
    possiblyPaid: {
      total: checked?.charges.possiblyPaid ?? 0,
      byKind: checked?.explained.byKind ?? {},
      windows: checked?.explained.windows ?? 0,
    },
    checked: { panelsInChain: checked?.panelsInChain ?? 0, sheets: checked?.sheets ?? 0 },
    takenUpAgainMs: { p50: percentile(takenUp, 0.5), p95: percentile(takenUp, 0.95) },
    recoveryMs: { p50: percentile(recoveriesMs, 0.5), p95: percentile(recoveriesMs, 0.95) },
    crashedAttempts: crashed(result).length,
    folder,
  };
}

const crashed = ({ checked }: CampaignResult) =>
  (checked?.found ?? []).flatMap(({ attempts }) => attempts).filter(({ outcome }) => outcome === 'crashed');

/** A crashed attempt is closed by the turn that continues its batch. */
function timesTakenUp(result: CampaignResult): number[] {
  const kills = result.entries
    .filter(({ kind, target }) => ['kill', 'failpoint', 'died'].includes(kind) && target.startsWith('worker'))
    .map(({ atMs }) => result.startedAt + atMs);
  return crashed(result).flatMap(({ startedAt, endedAt }) => {
    if (endedAt === null) return [];
    const last = kills.findLast((at) => at >= Date.parse(startedAt) && at <= Date.parse(endedAt));
    return last === undefined ? [] : [Date.parse(endedAt) - last];
  });
}

function count(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words.toSorted()) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

function percentile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null;
}

const share = (part: number, whole: number): string => `${whole === 0 ? 0 : Math.round((100 * part) / whole)} %`;

/** The summary as a table. */
export function formatSummary(summary: Summary): string {
  const { elapsedMs, kills, possiblyPaid, checked, takenUpAgainMs, recoveryMs, violations } = summary;
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(0)} s`;
  const list = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .filter(([, times]) => times > 0)
      .map(([name, times]) => `${name} ${times}`)
      .join(', ') || 'none';
  const rows: [string, string | number][] = [
    ['seed', summary.seed],
    ['time', `${seconds(elapsedMs.chaos)} chaos, ${seconds(elapsedMs.calm)} calm, ${seconds(elapsedMs.checks)} checks`],
    ['kills', list({ ...kills })],
    ['kills in the submit window', `${summary.killsInWindow}, ${share(summary.killsInWindow, kills.total)} of all`],
    ['another Redis took over', `${summary.failovers} times`],
    ['done', list(summary.done)],
    ['left out', list(summary.leftOut)],
    ['stories', list(summary.stories)],
    ['panels drawn', summary.panelsDrawn],
    ['plates drawn', summary.platesDrawn],
    ['scripts adapted by a model', list(summary.scripts)],
    ['answers of the judge and the writer', summary.judged],
    ['panels lost', summary.lostPanels],
    ['charges', summary.charges],
    ['charged without a frame, reported', summary.lostCharges],
    ['charged and not reported', summary.doubleCharges],
    [
      'possibly paid',
      `${possiblyPaid.total}, all within ${possiblyPaid.windows} windows: ${list(possiblyPaid.byKind)}`,
    ],
    ['attempts crashed', summary.crashedAttempts],
    ['checked by bytes', `${checked.panelsInChain} panels of later batches, ${checked.sheets} sheets`],
    ['next turn of the batch', `p50 ${takenUpAgainMs.p50 ?? '–'} ms, p95 ${takenUpAgainMs.p95 ?? '–'} ms after a kill`],
    ['process ready again', `p50 ${recoveryMs.p50 ?? '–'} ms, p95 ${recoveryMs.p95 ?? '–'} ms`],
    ['broken promises', violations.length],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
  return [...lines, '', ...formatBought(summary.bought), '', ...formatRefusals(summary.refusals)].join('\n');
}

const formatBought = (bought: readonly Bought[]): string[] =>
  table([
    [
      'bought by',
      'pictures',
      'wasted',
      'in requests',
      'refused or useless',
      'estimate ÷ charged',
      'possibly, not charged',
    ],
    ...bought.map(({ way, pictures, wasted, requests, refused, estimateUsd, chargedUsd, notChargedUsd }) => [
      way,
      pictures,
      wasted,
      requests,
      refused,
      chargedUsd > 0 ? (estimateUsd / chargedUsd).toFixed(2) : '–',
      `$${notChargedUsd.toFixed(3)}`,
    ]),
  ]);

const formatRefusals = (refusals: CampaignResult['refusals']): string[] =>
  table([
    ['vendor', 'orders', 'refused (429)', 'share'],
    ...refusals.map(({ vendor, orders, refused }) => [vendor, orders, refused, share(refused, orders)]),
  ]);

/** Rows in columns: the first left, the others right. */
function table(rows: readonly (readonly (string | number)[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  return rows.map((row) =>
    row
      .map((cell, column) => String(cell)[column === 0 ? 'padEnd' : 'padStart'](widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
