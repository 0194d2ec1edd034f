import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import { foreign } from '../../../language/foreign.ts';

const words: Readonly<Record<string, MessageDescriptor>> = {
  caption: msg`caption`,
  speech: msg`speech`,
  thought: msg`thought`,
  sfx: msg`sfx`,
  narration: msg`narration`,
};

/** What a text is, and whose: `caption`, `speech of hare`. A kind that only a newer server knows stands as it is. */
export function textKind(kind: string, whose: string | null | undefined): string {
  const known = words[kind];
  const word = known === undefined ? kind : t(known);
  if (whose == null) return word;
  const speaker = foreign(whose);
  return t`${word} of ${speaker}`;
}
