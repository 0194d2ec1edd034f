import { explainCode } from '../../data/explain-code.ts';

export interface PauseWords {
  readonly why: string;
  /** What to do, where the provider was paused for a cause and not by a person. */
  readonly remedy: string | null;
  /** As the provider put it. */
  readonly detail: string | null;
}

/** Why a provider is paused. The system writes `code: words of the provider`, a person leaves words alone. */
export function pauseWords(reason: string): PauseWords {
  const [, code, detail] = /^([a-z]+(?:_[a-z]+)*): (.*)$/s.exec(reason) ?? [];
  if (code === undefined || detail === undefined) {
    return { why: `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`, remedy: null, detail: null };
  }
  const { meaning, remedy } = explainCode(code);
  return { why: meaning, remedy, detail };
}
