import { byLanguage } from '../language/current-language.ts';
import { languageFacts } from '../language/languages.ts';

const grouped = byLanguage(
  (language) => new Intl.NumberFormat(languageFacts[language].locale, { maximumFractionDigits: 20 }),
);
const wholePercent = byLanguage((language) => percents(language, 0));
const tenthsPercent = byLanguage((language) => percents(language, 1));

const percents = (language: keyof typeof languageFacts, digits: number) =>
  new Intl.NumberFormat(languageFacts[language].locale, {
    style: 'percent',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });

/** `1,234` */
export const formatNumber = (value: number): string => grouped().format(value);

/** A share of one in percent: `12%`. */
export const formatShare = (share: number): string => wholePercent().format(share);

/** The same to a tenth: `12.3%`. */
export const formatExactShare = (share: number): string => tenthsPercent().format(share);
