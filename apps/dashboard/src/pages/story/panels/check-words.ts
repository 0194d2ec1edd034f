import type { CheckVerdict } from '@nextpanel/core';

const words: Partial<Record<CheckVerdict['check'], string>> = {
  blank: 'one colour',
  copies: 'copy',
  borders: 'border',
  text: 'letters',
  drift: 'unlike its scene',
  review: 'does not match',
};

/** What a check finds, in two or three words; of one that has none here its name. */
export const checkWords = (check: CheckVerdict['check']): string => words[check] ?? check;
