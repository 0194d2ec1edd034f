import { reviewProvider } from '@nextpanel/core';
import type { LedgerEntry as Charge } from '@nextpanel/vendors';
import type { Violation } from '../violation.ts';
import { orderOf } from './check-charges.ts';
import type { Findings } from './read-findings.ts';

/** What was bought in one way: a provider, a method, and whether requests are found again. */
export interface Bought {
  readonly way: string;
  /** Pictures that were charged. */
  readonly pictures: number;
  /** Of these, those whose request counts as possibly paid: its pictures never arrived, and were bought again or given up. */
  readonly wasted: number;
  /** The requests of those. */
  readonly requests: number;
  /** Pictures that arrived and were refused: blocked, damaged, empty. The vendor's doing. */
  readonly refused: number;
  /** What the kept requests were to cost, and what the vendor charged for them. */
  readonly estimateUsd: number;
  readonly chargedUsd: number;
  /** The most that requests of unknown outcome may have cost and the vendor did not charge. */
  readonly notChargedUsd: number;
}

type Story = Pick<Findings, 'ledger'> & { readonly tale: Pick<Findings['tale'], 'spec'> };

/** Sorts every charge of a story that still exists by the way it was bought. */
export function countWasted(charges: readonly Charge[], found: readonly Story[]): Bought[] {
  const charged = Map.groupBy(charges, orderOf);
  const ways = new Map<string, { -readonly [Name in keyof Bought]: Bought[Name] }>();
  for (const { tale, ledger } of found) {
    for (const { provider, request, state, code, estimateUsd, costUsd } of ledger) {
      if (provider === reviewProvider) continue;
      const own = charged.get(request) ?? [];
      const pictures = own.reduce((sum, { images }) => sum + images.length, 0);
      const way = wayOf(tale.spec.render, own);
      const bought = ways.get(way) ?? nothing(way);
      ways.set(way, bought);
      if (pictures === 0) {
        if (state === 'possibly_paid') bought.notChargedUsd += costUsd;
        continue;
      }
      bought.pictures += pictures;
      if (state === 'kept') {
        bought.estimateUsd += estimateUsd;
        bought.chargedUsd += own.reduce((sum, { costUsd: paid }) => sum + paid, 0);
      }
      // A block may be charged without saying so: its outcome is known, what it cost is not.
      if (state === 'refused' || code === 'moderation_blocked') bought.refused += pictures;
      if (state !== 'possibly_paid' || code === 'moderation_blocked') continue;
      bought.wasted += pictures;
      bought.requests += 1;
    }
  }
  return [...ways.values()]
    .filter(({ pictures, notChargedUsd }) => pictures > 0 || notChargedUsd > 0)
    .sort((a, b) => a.way.localeCompare(b.way));
}

const nothing = (way: string) => ({
  way,
  pictures: 0,
  wasted: 0,
  requests: 0,
  refused: 0,
  estimateUsd: 0,
  chargedUsd: 0,
  notChargedUsd: 0,
});

/** Retouches and corrective retakes are drawn one by one and at once, whatever the story's method. */
function wayOf(
  { provider, method, recoverable }: Findings['tale']['spec']['render'],
  charged: readonly Charge[],
): string {
  const isAtOnce = method === 'economy' && charged.some(({ jobId }) => jobId?.startsWith('batch_') !== true);
  const drawn = typeof method === 'string' && !isAtOnce ? method : 'panels';
  return `${provider} ${drawn}${recoverable === true ? ' recoverable' : ''}`;
}

/**
 * What the campaign promises: nothing at fal, whose history can be read, and nothing by `economy`. Of a recoverable `series`, one request
 * for each kill of a worker at most.
 */
export function expectWasted(bought: readonly Bought[], kills: number): Violation[] {
  return bought.flatMap(({ way, wasted, requests, pictures }) => {
    const [allowed, words] = way.startsWith('fal ') || way === 'openai economy' ? [0, 'none'] : [kills, 'one a kill'];
    const isPromised = allowed === 0 || way === 'openai series recoverable';
    if (!isPromised || requests <= allowed) return [];
    const detail = `${way}: ${wasted} of ${pictures} pictures were wasted by ${requests} requests; allowed is ${words}`;
    return [{ invariant: 'nothing is wasted', detail }];
  });
}
