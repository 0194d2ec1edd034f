/** Dollars with cents; below a dollar as many digits as it takes, up to four, since one picture may cost a fraction of a cent. */
export function formatUsd(usd: number): string {
  const digits = usd !== 0 && usd < 1 ? 4 : 2;
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: 2,
    maximumFractionDigits: digits,
  }).format(usd);
}
