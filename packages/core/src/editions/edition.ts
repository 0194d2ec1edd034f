import { createHash } from 'node:crypto';
import type { PanelText, ReadingDirection } from '../story-spec.ts';
import { type NamedText, nameTexts } from './text-ids.ts';

/** The words of a story in one more language, for the same pictures. What it does not have is the original's. */
export interface EditionWords {
  /** BCP 47, in canonical form. */
  readonly language: string;
  readonly readingDirection: ReadingDirection;
  readonly title?: string;
  readonly summary?: string;
  /** Who translated it. */
  readonly translator?: string;
  /** By text id. */
  readonly texts: Readonly<Record<string, EditionTranslation>>;
  /** By panel id: descriptions for readers who cannot see the pictures. */
  readonly alts: Readonly<Record<string, string>>;
  /** By character id. */
  readonly names: Readonly<Record<string, string>>;
}

export interface EditionTranslation {
  readonly text: string;
  /** Hash of the words it translates, see `hashWords`. */
  readonly source: string;
  /** Where the middle of its balloon stands in the slot; absent: where that of the original stands. */
  readonly balloon?: NonNullable<PanelText['balloon']>;
}

/** What of a story an edition is made from. */
export interface OriginalWords {
  readonly language: string;
  readonly readingDirection: ReadingDirection;
  readonly title: string;
  readonly summary: string | null;
  readonly characters: readonly { readonly id: string; readonly name: string }[];
  /** In reading order. */
  readonly panels: readonly OriginalPanel[];
}

export interface OriginalPanel {
  readonly id: string;
  readonly number: number;
  /** Only if the author wrote one. */
  readonly alt?: string | undefined;
  readonly text: readonly NamedText[];
}

/** The panels of a story that is not submitted yet, or of stored ones, as an edition sees them. */
export const originalPanel = (
  id: string,
  number: number,
  { alt, text }: { readonly alt?: string | undefined; readonly text: readonly PanelText[] },
): OriginalPanel => ({ id, number, alt, text: nameTexts(id, text) });

/** `in_picture`: the model draws it, so no edition can set it in other words. */
export const translationStatuses = ['translated', 'outdated', 'untranslated', 'in_picture'] as const;
export type TranslationStatus = (typeof translationStatuses)[number];

/** Identifies the words that a translation was made from. */
export const hashWords = (words: string): string => createHash('sha256').update(words).digest('hex').slice(0, 32);

/** A value by an id that users chose, which may be the name of something every object has. */
export const ownValue = <Value>(values: Readonly<Record<string, Value>>, id: string): Value | undefined =>
  Object.hasOwn(values, id) ? values[id] : undefined;

/** How one text of the original stands in an edition. */
export function judgeText({ id, text, drawnBy }: NamedText, { texts }: Pick<EditionWords, 'texts'>): TranslationStatus {
  if (drawnBy === 'model') return 'in_picture';
  const translation = ownValue(texts, id);
  if (translation === undefined) return 'untranslated';
  return translation.source === hashWords(text) ? 'translated' : 'outdated';
}

/** A text as it is lettered in an edition. `language`: that of the original, where its words are used. */
export type EditionText = NamedText & { readonly language?: string };

/**
 * The texts of a panel in an edition. Outdated and untranslated ones have the original's words, in the original's language: readers
 * see that something is missing, not something that was never said.
 */
export function letterEdition(
  texts: readonly NamedText[],
  edition: Pick<EditionWords, 'texts'>,
  original: Pick<OriginalWords, 'language'>,
): EditionText[] {
  return texts.map((text) => {
    if (judgeText(text, edition) !== 'translated') return { ...text, language: original.language };
    const { text: words = text.text, balloon } = ownValue(edition.texts, text.id) ?? {};
    return { ...text, text: words, ...(balloon && { balloon }) };
  });
}

export interface TranslationCounts {
  readonly texts: number;
  readonly translated: number;
  readonly outdated: number;
  readonly untranslated: number;
  readonly inThePicture: number;
}

export function countTexts(panels: readonly OriginalPanel[], edition: Pick<EditionWords, 'texts'>): TranslationCounts {
  const statuses = panels.flatMap(({ text }) => text.map((it) => judgeText(it, edition)));
  const count = (wanted: TranslationStatus) => statuses.filter((status) => status === wanted).length;
  return {
    texts: statuses.length,
    translated: count('translated'),
    outdated: count('outdated'),
    untranslated: count('untranslated'),
    inThePicture: count('in_picture'),
  };
}
