import { isDense } from './edition-language.ts';
import type { NamedText } from './text-ids.ts';

/** Letters of a text that a balloon, a box or a sound takes in the usual size, and of all texts of a panel together. */
const letters = { speech: 90, thought: 80, caption: 120, narration: 200, sfx: 14 } as const;
const lettersOfPanel = 260;

/**
 * How many letters of a translation surely fit, for translators: an estimate, not a limit. What does not fit is lettered smaller, and
 * reported. The original's own length counts as fitting.
 *
 * @param together all texts of its panel
 */
export function fittingLength(text: NamedText, together: readonly NamedText[], language: string): number {
  const share = Math.floor(lettersOfPanel / Math.max(1, together.filter(({ kind }) => kind !== 'sfx').length));
  const usual = text.kind === 'sfx' ? letters.sfx : Math.min(letters[text.kind], Math.max(share, 30));
  return Math.max(isDense(language) ? Math.floor(usual / 2) : usual, Array.from(text.text).length);
}
