import type { Money } from '@nextpanel/core';

/** What a call to fal is for, which decides what its failure means. */
export type FalPurpose = 'upload' | 'submit' | 'status' | 'result' | 'picture' | 'cancel' | 'keys' | 'history';

export interface FalCall {
  readonly purpose: FalPurpose;
  readonly signal: AbortSignal;
  /** For the whole call, its body included, in milliseconds. */
  readonly deadlineMs: number;
  /** Longest answer, in bytes. */
  readonly maxBytes: number;
}

/**
 * What is lost when an answer is missing or cannot be read. Only a submit spends. Before it nothing was ordered; after it the request
 * continues at fal whatever happens to a poll, so it is polled again.
 */
export const moneyOf = ({ purpose }: Pick<FalCall, 'purpose'>): Money => (purpose === 'submit' ? 'possibly' : 'none');

/** For messages: what could not be done. */
export const purposeNames: Readonly<Record<FalPurpose, string>> = {
  upload: 'bringing a reference to fal',
  submit: 'ordering at fal',
  status: 'asking fal how far the request is',
  result: 'fetching the result from fal',
  picture: 'fetching a picture from fal',
  cancel: 'cancelling at fal',
  keys: 'fetching the keys fal signs with',
  history: "reading fal's list of requests",
};
