import type { LedgerEntry } from '@nextpanel/core';
import type { Tone } from '../../../parts/badge.tsx';

type RequestState = LedgerEntry['state'];

const words: Readonly<Record<RequestState, readonly [word: string, tone: Tone, meaning: string]>> = {
  intended: ['planned', 'neutral', 'Stored, with its price held, but not yet sent.'],
  ordered: ['with the provider', 'accent', 'Sent; waiting for the answer.'],
  kept: ['paid and kept', 'good', 'The answer arrived and its frames are stored.'],
  refused: ['refused', 'bad', 'The provider refused it, or sent nothing usable.'],
  possibly_paid: ['possibly paid', 'warn', 'It was cut off, and it is unknown whether it was paid.'],
};

export const requestWord = (state: RequestState): string => words[state][0];
export const requestTone = (state: RequestState): Tone => words[state][1];
export const requestMeaning = (state: RequestState): string => words[state][2];
