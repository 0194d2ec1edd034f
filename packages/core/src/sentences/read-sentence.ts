import { type SentenceCode, sentences } from './sentences.ts';

/** What a sentence says, without its words. */
export interface Sentence {
  readonly code: SentenceCode;
  readonly values: Readonly<Record<string, string>>;
}

interface Pattern {
  readonly code: SentenceCode;
  /** What stands before, between and behind the values; one more than there are values. */
  readonly fixed: readonly string[];
  readonly names: readonly string[];
}

const lengthOf = ({ fixed }: Pattern): number => fixed.join('').length;

/** Those that say most in words of their own come first: of several that could be meant it is the one. */
const patterns: readonly Pattern[] = Object.entries(sentences)
  .map(([code, words]): Pattern => {
    const parts = words.split(/\{(\w+)\}/);
    return {
      code: code as SentenceCode,
      fixed: parts.filter((_, index) => index % 2 === 0),
      names: parts.filter((_, index) => index % 2 === 1),
    };
  })
  .sort((a, b) => lengthOf(b) - lengthOf(a));

/** How values of some names look. Words of a provider must not pass for a sentence with such a value. */
const shapes: Readonly<Record<string, RegExp>> = {
  panel: /^\d+$/,
  panels: /^\d[\d, –]*$/,
  book: /^\S+$/,
};

/**
 * Which sentence of the table this is, and its values: the inverse of `say`. Also of sentences that earlier processes stored.
 *
 * @returns null for any other words, such as those of a provider
 */
export function readSentence(words: string): Sentence | null {
  for (const { code, fixed, names } of patterns) {
    const values = match(words, fixed);
    if (values === null) continue;
    const named = names.map((name, index) => [name, values[index] as string] as const);
    if (named.every(([name, value]) => shapes[name]?.test(value) ?? true))
      return { code, values: Object.fromEntries(named) };
  }
  return null;
}

/** The values between fixed parts: each as short as it can be, none empty. In one pass, whatever the words are. */
function match(words: string, fixed: readonly string[]): string[] | null {
  const [head = '', ...rest] = fixed;
  if (!words.startsWith(head)) return null;
  if (rest.length === 0) return words === head ? [] : null;
  const values: string[] = [];
  let at = head.length;
  for (const [index, part] of rest.entries()) {
    const isLast = index === rest.length - 1;
    const end = isLast ? words.length - part.length : words.indexOf(part, at + 1);
    if (end <= at || !words.endsWith(isLast ? part : '')) return null;
    values.push(words.slice(at, end));
    at = end + part.length;
  }
  return values;
}
