import { formatPrice, formatUsd } from './format-usd.ts';

/** An amount in US dollars. @param price of a single request, which takes more digits */
export function Money({ usd, price = false }: { readonly usd: number; readonly price?: boolean }) {
  return <span className="whitespace-nowrap tabular-nums">{price ? formatPrice(usd) : formatUsd(usd)}</span>;
}
