import type { MeasuredChain, PricedChain } from './compare-chains.ts';

/** The price of the whole comparison. Plates are drawn with the first story, and recalled by the others. */
export function describePrice(priced: readonly PricedChain[]): string {
  const saved = (name: 'expectedUsd' | 'highUsd') =>
    priced.slice(1).reduce((sum, { estimate }) => sum + (estimate.plates?.[name] ?? 0), 0);
  const all = (name: 'expectedUsd' | 'highUsd') =>
    priced.reduce((sum, { estimate }) => sum + estimate[name], 0) - saved(name);
  const rows = priced.map(
    ({ policy, estimate }) =>
      `${policy.padEnd(8)} ${estimate.panels} panels, ${estimate.requests} requests, ${dollars(estimate.expectedUsd)}, at most ${dollars(estimate.highUsd)}`,
  );
  return [...rows, `together ${dollars(all('expectedUsd'))}, at most ${dollars(all('highUsd'))}`, ''].join('\n');
}

/** A row for each policy: how far frames are from the first ones at their place, by how many panels later they stand. */
export function describeChains(measured: readonly MeasuredChain[]): string {
  const groups = [
    ...new Map(measured.flatMap(({ distances }) => distances.map(({ from, to }) => [from, `${from}–${to}`]))),
  ].sort(([a], [b]) => Number(a) - Number(b));
  const head = [
    'panels later',
    ...groups.map(([, name]) => String(name)),
    'last: light',
    'saturation',
    'grain',
    'copies',
    'mismatches',
    'spent',
  ];
  const rows = measured.map((chain) => [
    chain.policy,
    ...groups.map(([from]) => {
      const distance = chain.distances.find((it) => it.from === from);
      return distance ? `${distance.spreads.toFixed(1)} (${Math.round(100 * distance.found)} %)` : '';
    }),
    ...[chain.last.light, chain.last.saturation, chain.last.grain].map((change) => change.toFixed(1)),
    String(chain.copies),
    chain.mismatches === null ? '–' : `${chain.mismatches} of ${chain.reviewed}`,
    dollars(chain.spentUsd),
  ]);
  return `${[head, ...rows]
    .map((row) =>
      row
        .map((cell) => cell.padEnd(13))
        .join('')
        .trimEnd(),
    )
    .join('\n')}\n`;
}

const dollars = (usd: number): string => `$${usd.toFixed(2)}`;
