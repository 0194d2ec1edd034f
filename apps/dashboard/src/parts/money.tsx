import { formatUsd } from './format-usd.ts';

/** An amount in US dollars. */
export function Money({ usd }: { readonly usd: number }) {
  return <span className="whitespace-nowrap tabular-nums">{formatUsd(usd)}</span>;
}
