import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import type { CheckVerdict } from '@nextpanel/core';

/** What a check finds, in two or three words; a new one has its name until it has words here. */
const words: Readonly<Partial<Record<CheckVerdict['check'], MessageDescriptor>>> = {
  blank: msg`one colour`,
  copies: msg`copy`,
  borders: msg`border`,
  text: msg`letters`,
  drift: msg`unlike its scene`,
  review: msg`does not match`,
};

/** What a check finds; of one that a newer server has, its name. */
export const checkWords = (check: string): string => translated(words, check);

const names: typeof words = {
  blank: msg`blank`,
  copies: msg`copies`,
  borders: msg`borders`,
  text: msg`text`,
  drift: msg`drift`,
  review: msg`review`,
};

/** A check as it is called, in a word. */
export const checkName = (check: CheckVerdict['check']): string => translated(names, check);

function translated(table: typeof words, check: string): string {
  const found = Object.hasOwn(table, check) ? table[check as CheckVerdict['check']] : undefined;
  return found ? t(found) : check;
}
