import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import type { LedgerEntry } from '@nextpanel/core';
import type { Tone } from '../../../parts/badge.tsx';

type RequestState = LedgerEntry['state'];

const words: Readonly<
  Record<RequestState, readonly [word: MessageDescriptor, tone: Tone, meaning: MessageDescriptor]>
> = {
  intended: [msg`planned`, 'neutral', msg`Stored, with its price held, but not yet sent.`],
  ordered: [msg`with the provider`, 'accent', msg`Sent; waiting for the answer.`],
  kept: [msg`paid and kept`, 'good', msg`The answer arrived and its frames are stored.`],
  refused: [msg`refused`, 'bad', msg`The provider refused it, or sent nothing usable.`],
  possibly_paid: [msg`possibly paid`, 'warn', msg`It was cut off, and it is unknown whether it was paid.`],
};

export const requestWord = (state: RequestState): string => t(words[state][0]);
export const requestTone = (state: RequestState): Tone => words[state][1];
export const requestMeaning = (state: RequestState): string => t(words[state][2]);
