/** What stands in a line, and how sure the reader is of its letters on average, 0–1. */
export interface ReadLine {
  readonly words: string;
  readonly sure: number;
}

/**
 * The letters that the reader saw, by connectionist temporal classification: at each step the likeliest letter, where 0 stands for
 * none and a letter that lasts for several steps counts once.
 *
 * @param scores for each step the likelihood of every letter, one after another
 * @param letters what each place stands for; the first is none
 */
export function decodeLine(scores: Float32Array, letters: readonly string[]): ReadLine {
  const found: { readonly letter: string; readonly score: number }[] = [];
  let before = 0;
  for (let step = 0; step + letters.length <= scores.length; step += letters.length) {
    let best = 0;
    for (let at = 1; at < letters.length; at += 1) if ((scores[step + at] ?? 0) > (scores[step + best] ?? 0)) best = at;
    if (best !== 0 && best !== before) found.push({ letter: letters[best] ?? '', score: scores[step + best] ?? 0 });
    before = best;
  }
  const sum = found.reduce((total, { score }) => total + score, 0);
  return {
    words: found
      .map(({ letter }) => letter)
      .join('')
      .trim(),
    sure: found.length === 0 ? 0 : sum / found.length,
  };
}
