import { describeCode } from '../../language/code-words.ts';

export interface PauseWords {
  readonly why: string;
  /** What to do if the system, not a user, paused the provider. */
  readonly remedy: string | null;
  /** The provider's own message. */
  readonly detail: string | null;
}

/** Why a provider is paused. The system writes `code: message of the provider`; a user writes plain text. */
export function pauseWords(reason: string): PauseWords {
  const [, code, detail] = /^([a-z]+(?:_[a-z]+)*): (.*)$/s.exec(reason) ?? [];
  if (code === undefined || detail === undefined) {
    return { why: `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`, remedy: null, detail: null };
  }
  const { title, remedy } = describeCode(code);
  return { why: `${title}.`, remedy, detail };
}
