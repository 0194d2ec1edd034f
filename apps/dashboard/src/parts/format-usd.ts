import { leftToRight } from '../language/foreign.ts';

/** As the bills of the vendors write them, in every language, and never mixed up with the words around. */
const dollars = (digits: number) => {
  const format = new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return (usd: number): string => leftToRight(format.format(usd));
};
const cents = dollars(2);
const hundredths = dollars(4);

/** Dollars with cents; what is less than a cent, to a hundredth of one, since a picture may cost no more. */
export const formatUsd = (usd: number): string => (usd !== 0 && Math.abs(usd) < 0.01 ? hundredths : cents)(usd);

/** To a hundredth of a cent: of single requests, in columns. */
export const formatPrice = (usd: number): string => hundredths(usd);
