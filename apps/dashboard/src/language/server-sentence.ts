import type { readSentence, Sentence } from '@nextpanel/core/sentences';
import { coreMessage } from './core-message.ts';
import { currentLanguage } from './current-language.ts';
import { foreign } from './foreign.ts';
import { joinBoth } from './list-words.ts';

/** Loaded with a language other than English: pages in English show the sentences as they come. */
let read: typeof readSentence | undefined;
/** Ids of formats by their labels in English. */
let formats: ReadonlyMap<string, string> = new Map();

export async function loadSentences(): Promise<void> {
  if (read !== undefined) return;
  const [sentences, { bookFormats, describeFormat }] = await Promise.all([
    import('@nextpanel/core/sentences'),
    import('@nextpanel/core/formats'),
  ]);
  formats = new Map(bookFormats.map((format) => [describeFormat(format).label, format]));
  read = sentences.readSentence;
}

/**
 * What the server says, in the language that is shown; its lines, and what it puts beside each other with semicolons, one by one. Words
 * of providers and users inside of it keep their language.
 *
 * @returns null where nothing of it is a sentence that is known, and in English: then its own words are shown
 */
export function translateSentences(words: string): string | null {
  if (currentLanguage() === 'en') return null;
  const lines = words.split('\n').map(translateLine);
  // The words of a story inside of a sentence may have lines, too.
  if (lines.length > 1 && lines.some((line) => line === null)) return translate(words) ?? joinKnown(words, '\n', '\n');
  return lines.some((line) => line === null) ? null : lines.join('\n');
}

const translateLine = (line: string): string | null => translate(line) ?? joinKnown(line, '; ', '؛ ');

/** What is between separators, one by one; null where none of it is known. */
function joinKnown(words: string, between: string, shown: string): string | null {
  const parts = words.split(between);
  const known = parts.map((part) => (parts.length > 1 ? translateLine(part) : null));
  if (known.every((part) => part === null)) return null;
  return known.map((part, index) => part ?? foreign(parts[index] ?? '')).join(shown);
}

function translate(words: string): string | null {
  const sentence = read?.(words) ?? null;
  if (sentence === null) return null;
  return coreMessage(`said.${sentence.code}`, shownValues(sentence)) ?? null;
}

const shownValues = ({ values }: Sentence): Readonly<Record<string, string | number>> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shownValue(name, value)]));

function shownValue(name: string, value: string): string | number {
  switch (name) {
    case 'said':
      return translateSentences(value) ?? foreign(value);
    case 'both':
      return joinBoth(value.split(' and ').map((part) => translateSentences(part) ?? foreign(part)));
    case 'what':
      return coreMessage(`format.${formats.get(value)}`) ?? translateSentences(value) ?? foreign(value);
    case 'kind':
      return coreMessage(`kind.${value}`) ?? foreign(value);
    default:
      // A number decides the form of the words after it.
      return /^\d{1,9}$/.test(value) ? Number(value) : foreign(value);
  }
}
