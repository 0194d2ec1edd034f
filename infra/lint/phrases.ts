/** A phrase that reads as translated, archaic or outside the vocabulary of ARCHITECTURE.md, and what to say instead. */
export interface Phrase {
  /** Alternatives, separated by `|`; case and line breaks do not count. */
  readonly avoid: string;
  readonly say: string;
  /** Phrases that contain it and are right. */
  readonly except?: readonly string[];
}

export const phrases: readonly Phrase[] = [
  { avoid: 'whoever', say: 'name the actor: the caller, the user, the process that' },
  { avoid: 'anew', say: 'again' },
  { avoid: 'somebody', say: 'someone, or name the actor: the user, another process' },
  { avoid: 'nobody knows', say: 'unknown, or: it is not known' },
  { avoid: 'whatever dies', say: 'even when processes or machines crash' },
  { avoid: 'told', say: 'reported, shown, sent, distinguished' },
  { avoid: 'mend|mends|mended|mending', say: 'fix, correct, repair' },
  { avoid: 'go on|goes on|going on|went on', say: 'continue' },
  { avoid: 'by itself|by themselves', say: 'automatically, alone, on its own' },
  { avoid: 'for nothing', say: 'free, without cost; in vain' },
  { avoid: 'a person|another person', say: 'a user, an operator, a reader' },
  { avoid: 'look after|looks after|looked after|looking after', say: 'maintain, check, handle' },
  { avoid: 'pick-up|pick-ups', say: 'turn (glossary)' },
  { avoid: 'a wave|the wave|each wave|next wave|this wave|draw-wave', say: 'attempt (glossary)' },
  { avoid: 'shall', say: 'must, should, will' },
  { avoid: 'in hand', say: 'in progress, under way', except: ['lantern in hand'] },
  { avoid: 'is said|are said|was said|were said|be said|being said', say: 'reported, named, stated' },
  { avoid: 'at hand', say: 'available, cached' },
  { avoid: 'lately', say: 'recently' },
  { avoid: 'for good', say: 'permanently' },
  { avoid: 'no such thing', say: 'not found' },
  { avoid: 'in vain', say: 'without success' },
  { avoid: 'for want of', say: 'without, for lack of' },
  { avoid: 'for ever', say: 'forever' },
  { avoid: 'put right|puts right', say: 'correct, repair' },
  { avoid: 'seed image', say: 'anchor (glossary)' },
  { avoid: 'previous image', say: 'reference frame (glossary)' },
  { avoid: 'model sheet', say: 'plate (glossary)' },
];

/** Where a phrase stands, from 1. */
export interface Found {
  readonly line: number;
  readonly words: string;
  readonly say: string;
}

/** What stands between two words of a phrase: blanks, a line break, and what begins a line of a comment or a quotation. */
const gap = String.raw`(?:[\s>]|\*(?!\*)|\/\/|--|#)+`;

const pattern = (alternatives: string): string =>
  alternatives
    .split('|')
    .map((phrase) => phrase.split(' ').join(gap))
    .join('|');

const rules = phrases.map(({ avoid, say, except = [] }) => ({
  say,
  avoid: new RegExp(String.raw`(?<![\w-])(?:${pattern(avoid)})(?![\w-])`, 'gi'),
  except: except.length === 0 ? null : new RegExp(pattern(except.join('|')), 'gi'),
}));

/** Every phrase to avoid in a text, in its order. */
export function findPhrases(text: string): Found[] {
  const found = rules.flatMap(({ avoid, say, except }) => {
    const allowed = except === null ? [] : [...text.matchAll(except)];
    return [...text.matchAll(avoid)]
      .filter(({ index }) => !allowed.some((it) => it.index <= index && index < it.index + it[0].length))
      .map(({ index, 0: words }) => ({ index, words: words.replaceAll(/\s+/g, ' '), say }));
  });
  return found
    .sort((a, b) => a.index - b.index)
    .map(({ index, words, say }) => ({ line: text.slice(0, index).split('\n').length, words, say }));
}
