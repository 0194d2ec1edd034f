import { distance } from 'fastest-levenshtein';

/** Longer words and further candidates are not compared: a hint is not worth the time. */
const longestWord = 64;
const mostCandidates = 256;

const plain = (word: string) => word.toLowerCase().replace(/[-_ ]/g, '');

/**
 * The candidate that was probably meant, or null. Case, `-`, `_` and spaces do not count; about a third of the letters
 * may differ (Levenshtein: two adjacent letters swapped count as two).
 */
export function nearestWord(word: string, candidates: Iterable<string>): string | null {
  if (word === '' || word.length > longestWord) return null;
  const wanted = plain(word);
  let best: string | null = null;
  let bestDistance = Math.ceil(wanted.length / 3) + 1;
  let tried = 0;
  for (const candidate of candidates) {
    if (++tried > mostCandidates) break;
    const known = plain(candidate);
    if (Math.abs(known.length - wanted.length) >= bestDistance || known.length > longestWord) continue;
    const found = distance(wanted, known);
    // "ab" is not a misspelt "xy": some of the word must be right.
    if (found < bestDistance && found < Math.max(wanted.length, known.length)) {
      best = candidate;
      bestDistance = found;
    }
  }
  return best;
}
