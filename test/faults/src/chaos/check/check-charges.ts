import { reviewProvider, type LedgerEntry as StoryEntry } from '@nextpanel/core';
import type { LedgerEntry as Charge } from '@nextpanel/vendors';
import type { Tale } from '../tales.ts';
import type { Violation } from '../violation.ts';

/** Providers whose requests are not among the vendors' drawings; what a judge answers is compared in `check-judged.ts`. */
const unlisted: readonly string[] = ['storyboard', reviewProvider];

export interface ChargeCounts {
  charges: number;
  /** Charges without a kept frame, each in a ledger: refused answers and interrupted requests. */
  lost: number;
  /** Charges in addition to those in the story's ledger. */
  double: number;
  possiblyPaid: number;
}

/**
 * Compares the vendors' charges with the stories' ledgers, by the request's id, which every vendor received: each charge belongs to
 * a request that was kept, or that the ledger calls paid and refused, or possibly paid.
 */
export function checkCharges(
  charges: readonly Charge[],
  ledgers: readonly (readonly StoryEntry[])[],
  deleted: readonly Pick<Tale, 'mark'>[],
): { readonly violations: Violation[]; readonly counts: ChargeCounts } {
  const entries = Map.groupBy(ledgers.flat(), ({ request }) => request);
  const answered = openAnswered(ledgers.flat());
  const charged = Map.groupBy(charges, (charge) => answered(charge) ?? orderOf(charge));
  const violations: Violation[] = [];
  const counts = {
    charges: charges.length,
    lost: 0,
    double: 0,
    possiblyPaid: ledgers.flat().filter(({ state }) => state === 'possibly_paid').length,
  };
  const gone = deleted.map(({ mark }) => new RegExp(`\\b${mark}\\b`));
  for (const [order, paid] of charged) {
    const known = entries.get(order) ?? [];
    if (known.length === 0 && paid.every(({ prompt }) => gone.some((mark) => mark.test(prompt)))) continue;
    const reported = known.filter(
      ({ state, costUsd }) => state === 'kept' || state === 'possibly_paid' || costUsd > 0 || isFree(known),
    );
    if (reported.length > 0 && !known.some(({ state }) => state === 'kept')) counts.lost += 1;
    if (paid.length <= reported.length) continue;
    counts.double += paid.length - reported.length;
    violations.push({
      invariant: paid.length > 1 ? 'no double charge' : 'every charge is reported',
      detail: `request ${order} was charged ${paid.length} times (${paid.map(describeCharge).join('; ')}), its ledger says ${known.map(describeEntry).join('; ') || 'nothing'}; prompt: ${paid[0]?.prompt.match(/The panel: .*|Panel 1.*/)?.[0] ?? ''}`,
    });
  }
  for (const entry of ledgers.flat()) {
    if (entry.state !== 'kept' || unlisted.includes(entry.provider) || entry.costUsd === 0) continue;
    if (!charged.has(entry.request)) {
      violations.push({
        invariant: 'every charge is reported',
        detail: `kept and never charged: ${entry.story} ${describeEntry(entry)}`,
      });
    }
  }
  return { violations, counts };
}

/**
 * The request that got the answer to a charge. After a failover an order may be lost that a replica acknowledged, if another replica was
 * promoted; the same is ordered again under another id, and finds the first one at the vendor.
 */
function openAnswered(entries: readonly StoryEntry[]): (charge: Charge) => string | null {
  const known = new Set(entries.map(({ request }) => request));
  const byJob = new Map(entries.map(({ vendorId, request }) => [vendorId?.split('#').at(-1), request]));
  return (charge) => (known.has(orderOf(charge)) || charge.jobId === null ? null : (byJob.get(charge.jobId) ?? null));
}

/** Self-hosted drawings cost nothing, so the cost does not distinguish a refused one from an unpaid one. */
const isFree = (entries: readonly StoryEntry[]): boolean =>
  entries.every(({ provider }) => provider === 'openai-compatible');

/** Vendors receive the request's id in a header, fal in the webhook's address. */
export const orderOf = ({ headers, webhook }: Pick<Charge, 'headers' | 'webhook'>): string =>
  headers['x-client-request-id'] ?? webhook?.split('/').at(-1) ?? 'unnamed';

const describeCharge = ({ vendor, requestId, jobId, fault, at }: Charge): string =>
  `${vendor} ${jobId ?? requestId} at ${new Date(at).toISOString()}${fault === null ? '' : ` after ${fault}`}`;

const describeEntry = ({ request, state, costUsd, code, vendorId }: StoryEntry): string =>
  `${request.slice(-4)} ${state} $${costUsd} ${code ?? ''} ${vendorId ?? ''}`.trim();
