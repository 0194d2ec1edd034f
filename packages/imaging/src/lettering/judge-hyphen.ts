// cspell:ignore öőüű aáoóuú aeiouyäöüõáéíóőúű aeiou äöüõ kaupungin johtaja jlmprv Rindfleisch Rindfleischeti etikettierung kettierung teit Indus trie bcdfghjklmnpqrtvwxz bcdfghjklmnpqrstvwxzßðþ aeiouyæø

/** Languages that write compounds as one word: a hyphen stands best between the words it is made of. */
const compounding = new Set(['af', 'da', 'de', 'et', 'fi', 'hu', 'is', 'nb', 'nl', 'nn', 'no', 'sv']);

/** The *s* that joins two words of a compound: behind an ending, or behind a consonant, where a syllable would not end with it. */
const joint = /(?:ion|tät|tum|teit|het|hed|else|[bcdfghjklmnpqrtvwxz])s$/iu;

/** Several letters for one consonant. */
const digraphs = /sch|ch|ck|ph|th/giu;

const consonants = { atEnd: /[bcdfghjklmnpqrstvwxzßðþ]$/iu, atStart: /^[bcdfghjklmnpqrstvwxzßðþ]*/iu };

const vowelAtStart = /^[aeiouyæø]/iu;

/** Letters before and behind a hyphen with which both are read at a glance. */
const readable = 4;

/**
 * How badly a word is parted here, from 0 to 1. Best in the middle, with four letters or more on each side, and between two words of a
 * compound, which patterns of syllables do not tell apart: *Rindfleisch-etikettierung*, not *Rindfleischeti-kettierung*.
 */
export function judgeHyphen(before: string, behind: string, language: string): number {
  const [left, right] = [lettersIn(before), lettersIn(behind)];
  const shorter = Math.min(left, right);
  const offMiddle = 1 - (2 * shorter) / Math.max(1, left + right);
  const code = new Intl.Locale(language).language;
  return (
    0.2 * offMiddle + (compounding.has(code) ? judgeSeam(before, behind, code) : 0.5) + (shorter < readable ? 0.2 : 0)
  );
}

function judgeSeam(before: string, behind: string, language: string): number {
  const seam = Math.min(isBetweenWords(before, behind) ? 0 : 1, judgeVowels(before, behind, language));
  if (seam < 0.5) return seam;
  // Between two letters for one sound, as in *eti-ket-tie-rung*, no word begins.
  return before.at(-1) === behind.at(0) ? 0.6 : 0.5;
}

/** Vowels that do not stand in one simple word; others stand beside both. */
const harmonies: Readonly<Record<string, readonly [front: RegExp, back: RegExp]>> = {
  fi: [/[äöy]/iu, /[aou]/iu],
  hu: [/[öőüű]/iu, /[aáoóuú]/iu],
};

const anyVowel = /[aeiouyäöüõáéíóőúű]/giu;

/** In Estonian these vowels stand in the first syllable of a word only. */
const firstInEstonian = /^[^aeiou]*[äöüõ]/iu;

/** No simple word of Finnish has an *n* before one of these: another word begins, behind a genitive, as in *kaupungin-johtaja*. */
const finnishGenitive = { before: /n$/iu, behind: /^[jlmprv]/iu };

/** What the vowels say of a place: 0, another word begins; 0.3, one begins near it; 1, nothing. */
function judgeVowels(before: string, behind: string, language: string): number {
  if (language === 'et') return firstInEstonian.test(behind) ? 0 : 1;
  if (language === 'fi' && finnishGenitive.before.test(before) && finnishGenitive.behind.test(behind)) return 0;
  const classes = harmonies[language];
  if (!classes) return 1;
  const classOf = (vowel: string) => classes.findIndex((letters) => letters.test(vowel));
  const left = (before.match(anyVowel) ?? []).map(classOf);
  const right = (behind.match(anyVowel) ?? []).map(classOf);
  const [last, next] = [left.findLast((it) => it >= 0), right.find((it) => it >= 0)];
  if (last === undefined || next === undefined || last === next) return 1;
  return left.at(-1) === last && right[0] === next ? 0 : 0.3;
}

const lettersIn = (part: string): number => part.replaceAll(/\P{L}/gu, '').length;

/**
 * A syllable takes the consonant before its vowel. Where a vowel follows a consonant over a hyphen, or two consonants follow one, another word
 * begins, or another part of a word from elsewhere, as in *Indus-trie*, which is no worse.
 */
function isBetweenWords(before: string, behind: string): boolean {
  if (joint.test(before)) return true;
  const plain = (part: string) => part.normalize('NFD').replaceAll(/\P{L}/gu, '');
  const [last, next] = [plain(before), plain(behind)];
  if (!consonants.atEnd.test(last)) return false;
  const [cluster = ''] = consonants.atStart.exec(next.replaceAll(digraphs, 'x')) ?? [];
  return vowelAtStart.test(next) || cluster.length >= 2;
}
