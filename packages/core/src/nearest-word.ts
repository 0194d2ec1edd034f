/** Longer words are not compared, and more candidates are not tried: a hint is not worth more. */
const longestWord = 64;
const mostCandidates = 256;

const plain = (word: string) => word.toLowerCase().replace(/[-_ ]/g, '');

/**
 * The candidate that was probably meant, or null. Case, `-`, `_` and spaces do not count; about a third of the letters
 * may differ (Damerau–Levenshtein, adjacent letters swapped count as one).
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

function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (last[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] as number) + 1);
      }
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] as number;
}
