import type { PanelText } from '@nextpanel/core';
import { familiesFor, lettersOutside } from '../fonts/choose-font.ts';
import { soundFamilies } from './render-sound.ts';

const sharpS = 'ẞ';

/**
 * The words with SS for the capital ẞ where the font that sets the others lacks it: both are right in German, and a word, or a balloon among others,
 * in another design is not.
 *
 * @param users families of the user's, best first
 */
export function withCapitalSharpS(
  words: string,
  {
    kind,
    language,
    users,
  }: { readonly kind: PanelText['kind']; readonly language: string; readonly users: readonly string[] },
): string {
  if (!words.includes(sharpS)) return words;
  const others = words.replaceAll(sharpS, '');
  const [family = ''] = (kind === 'sfx' ? soundFamilies : familiesFor)(others, language, users);
  return lettersOutside(sharpS, [family]).length === 0 ? words : words.replaceAll(sharpS, 'SS');
}
