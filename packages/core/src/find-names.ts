/** A panel's prompt, and the names of the characters that the panel lists. */
export interface NamingPanel {
  readonly prompt: string;
  readonly listed: readonly string[];
}

/** A name in the prompt of a panel whose cast has no character of that name. */
export interface Mention {
  readonly name: string;
  /** From 1. */
  readonly panel: number;
}

/**
 * Names of characters in prompts of panels that do not list them, in the order of the panels.
 *
 * A name counts where it stands as words of their own, in any script (see `isWhole`), written as in the cast. Names that are
 * also common words would be false alarms, so:
 *
 * - At the beginning of a sentence every word has a capital. There a single word counts only if no prompt writes the same word
 *   small: "Rose petals fall" names no character in a story that also says "a rose".
 * - In small letters a name counts only where the story writes it so: it does in a panel that lists the character, and never
 *   writes it with a capital inside a sentence. That is "the hare" for Hare, and never "will" for Will.
 * - Inside a longer name of the cast a name is a part of that one: "Tom" in "Tom Thumb".
 */
export function findNames(names: readonly string[], panels: readonly NamingPanel[], language: string): Mention[] {
  const segmenter = new Intl.Segmenter(language, { granularity: 'word' });
  // Of two names that begin alike the longer one is tried first.
  const sought = [...new Set(names.map(tidy))].filter((name) => name !== '').sort((a, b) => b.length - a.length);
  const read = panels.map(({ prompt, listed }) => ({
    found: readPrompt(tidy(prompt), sought, language, segmenter),
    listed: new Set(listed.map(tidy)),
  }));
  const habits = new Map(
    sought.map((name) => [name, { small: false, smallWhereListed: false, insideSentence: false }]),
  );
  for (const { found, listed } of read) {
    for (const { name, form, first } of found) {
      const habit = habits.get(name);
      if (!habit) continue;
      if (form === 'small') {
        habit.small = true;
        habit.smallWhereListed ||= listed.has(name);
      } else if (!first) habit.insideSentence = true;
    }
  }
  const counts = ({ name, form, first }: Found): boolean => {
    const habit = habits.get(name);
    if (!habit) return false;
    const writtenSmall = habit.smallWhereListed && !habit.insideSentence;
    if (form === 'small') return writtenSmall;
    return !(first && isSingleWord(name)) || !habit.small || writtenSmall;
  };
  return read.flatMap(({ found, listed }, index) =>
    [...new Set(found.filter((it) => !listed.has(it.name) && counts(it)).map(({ name }) => name))].map((name) => ({
      name,
      panel: index + 1,
    })),
  );
}

interface Found {
  readonly name: string;
  readonly form: 'exact' | 'small';
  /** At the beginning of a sentence. */
  readonly first: boolean;
}

function readPrompt(
  prompt: string,
  names: readonly string[],
  language: string,
  segmenter: Intl.Segmenter,
): readonly Found[] {
  const small = prompt.toLocaleLowerCase(language);
  // A letter that has another length in small letters would shift all places behind it.
  const aligned = small.length === prompt.length;
  if (!names.some((name) => small.includes(name.toLocaleLowerCase(language)))) return [];
  let edges: ReadonlySet<number> | null = null;
  const edgesOf = () => {
    edges ??= new Set([...segmenter.segment(prompt)].map(({ index }) => index).concat(prompt.length));
    return edges;
  };
  const taken: [number, number][] = [];
  const found: Found[] = [];
  for (const name of names) {
    const lower = name.toLocaleLowerCase(language);
    const text = aligned ? small : prompt;
    const wanted = aligned ? lower : name;
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
      const end = at + wanted.length;
      const written = prompt.slice(at, end);
      const form = written === name ? 'exact' : written === lower ? 'small' : null;
      if (form === null || taken.some(([from, to]) => at < to && end > from)) continue;
      if (!isWhole(prompt, at, end, edgesOf)) continue;
      // "The crow's tale" is about the crow; the picture need not show it. A name with a capital is taken at its word.
      if (form === 'small' && possessive.test(prompt.slice(end, end + 3))) continue;
      taken.push([at, end]);
      found.push({ name, form, first: beginsSentence(prompt, at) });
    }
  }
  return found;
}

const possessive = /^['’](s\b|$|\s)/u;
const letter = /[\p{L}\p{M}\p{N}_]/u;
/** Scripts that are written without spaces: only a dictionary knows where their words end. */
const spaceless =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const hangul = /\p{Script=Hangul}/u;
/** "And", "the", "to", "by", "as" and "so" are written in one word with what follows. */
const arabicPrefix = /(^|[^\p{L}\p{M}\p{N}_])[وفبلك]?(ال)?$/u;
const hebrewPrefix = /(^|[^\p{L}\p{M}\p{N}_])[ובהלכמש]{1,2}$/u;
const arabic = /\p{Script=Arabic}/u;
const hebrew = /\p{Script=Hebrew}/u;

/**
 * Whether a name stands as words of its own between two places. Between letters of a script without spaces its ends must be ends
 * of words; Korean particles may follow, and Arabic and Hebrew ones stand before.
 */
function isWhole(prompt: string, at: number, end: number, edges: () => ReadonlySet<number>): boolean {
  const [before, first] = [charBefore(prompt, at), charAt(prompt, at)];
  const [last, after] = [charBefore(prompt, end), charAt(prompt, end)];
  return isFree(before, first, () => edges().has(at)) || joinedBefore(prompt.slice(0, at), first)
    ? isFree(after, last, () => edges().has(end)) || (hangul.test(last) && hangul.test(after) && end - at > 1)
    : false;
}

/** Whether a name may end here: no letter stands beside it, or both are of scripts without spaces and a word ends. */
function isFree(beside: string, own: string, isEdge: () => boolean): boolean {
  if (!letter.test(beside)) return true;
  return spaceless.test(own) || spaceless.test(beside) ? isEdge() : false;
}

const joinedBefore = (text: string, first: string): boolean =>
  (arabic.test(first) && arabicPrefix.test(text)) || (hebrew.test(first) && hebrewPrefix.test(text));

const charAt = (text: string, at: number): string => String.fromCodePoint(text.codePointAt(at) ?? 0x20);
function charBefore(text: string, at: number): string {
  const low = text.charCodeAt(at - 1);
  return at === 0 ? ' ' : low >= 0xdc00 && low < 0xe000 ? text.slice(at - 2, at) : (text[at - 1] ?? ' ');
}

/** Nothing before it but an end of a sentence, a colon, a line or a quote. */
const sentenceStart = /(^|[.!?…:;。！？：\n]|[-–—])[\s"'“”‘’«»„()[\]]*$/u;
const beginsSentence = (prompt: string, at: number): boolean =>
  sentenceStart.test(prompt.slice(Math.max(0, at - 12), at)) || /^[\s"'“”‘’«»„()[\]]*$/u.test(prompt.slice(0, at));

const isSingleWord = (name: string): boolean => !/\s/.test(name);
const tidy = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();
