import type { CheckVerdict } from '@nextpanel/core';

const names: Readonly<Record<CheckVerdict['check'], string>> = {
  blank: 'one colour',
  copies: 'copy',
  borders: 'border',
  text: 'letters',
  drift: 'unlike its scene',
  review: 'does not match',
};

/** What a check finds, in two or three words. */
export const checkWords = (check: CheckVerdict['check']): string => names[check];
