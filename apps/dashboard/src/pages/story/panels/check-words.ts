import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import type { CheckVerdict } from '@nextpanel/core';

const words: Readonly<Record<CheckVerdict['check'], MessageDescriptor>> = {
  blank: msg`one colour`,
  copies: msg`copy`,
  borders: msg`border`,
  text: msg`letters`,
  drift: msg`unlike its scene`,
  review: msg`does not match`,
};

/** What a check finds, in two or three words; of one that a newer server has its name. */
export const checkWords = (check: string): string =>
  Object.hasOwn(words, check) ? t(words[check as CheckVerdict['check']]) : check;

const names: Readonly<Record<CheckVerdict['check'], MessageDescriptor>> = {
  blank: msg`blank`,
  copies: msg`copies`,
  borders: msg`borders`,
  text: msg`text`,
  drift: msg`drift`,
  review: msg`review`,
};

/** A check as it is called, in a word. */
export const checkName = (check: CheckVerdict['check']): string => t(names[check]);
