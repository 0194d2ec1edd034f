import type { Keyspace } from '../keyspace.ts';
import type { RunTransition } from '../load-transitions.ts';
import type { BoundFrom, Read } from './book-transitions.ts';
import type { StoredBook, StoredEdition, StoredFailure, StoredSheet } from './stored.ts';

/** An edition that something is made for, as it was read: what is made of another one is refused. */
export interface MadeEdition {
  readonly story: string;
  readonly edition: Read<StoredEdition>;
  /** `StoryFacts.edits` when the story was read. */
  readonly edits: number;
}

/** Transitions of what is made for editions in other languages. They need no fence: same frames and words, same bytes. */
export interface EditionTransitions {
  composeSheet(
    made: MadeEdition,
    sheet: number,
    composed: StoredSheet,
    frames: ReadonlyMap<string, Read<unknown>>,
  ): Promise<'all' | 'some' | 'changed' | 'gone'>;
  bindBook(
    made: MadeEdition,
    /** As `wantedBooks` names it. */
    name: string,
    book: StoredBook,
    from: BoundFrom,
  ): Promise<'bound' | 'changed' | 'gone'>;
  /** The bytes of a sheet or a book are gone. */
  lose(story: string, language: string, part: 'sheet' | 'book', name: string | number, raw: string): Promise<void>;
  fail(story: string, language: string, failure: StoredFailure): Promise<void>;
  /** Tries again what could not be made. */
  retry(story: string, language: string): Promise<void>;
}

export function editionTransitions(run: RunTransition, keys: Keyspace): EditionTransitions {
  const seen = (read: ReadonlyMap<number | string, Read<unknown>>) =>
    [...read].flatMap(([name, { raw }]) => [name, raw]);
  return {
    async composeSheet({ story, edition, edits }, sheet, composed, frames) {
      const warnings = JSON.stringify(composed.warnings);
      const args = [
        edition.value.language,
        edition.raw,
        sheet,
        JSON.stringify(composed),
        edits,
        warnings,
        ...seen(frames),
      ];
      const [kind, extent] = (await run('compose-edition-sheet', [keys.story(story)], args)) as [
        string,
        'all' | 'some',
      ];
      return kind === 'composed' ? extent : (kind as 'changed' | 'gone');
    },
    async bindBook({ story, edition, edits }, name, book, { sheets, cover }) {
      const { language } = edition.value;
      const args = [language, edition.raw, name, JSON.stringify(book), edits, cover?.raw ?? '', ...seen(sheets)];
      const [kind] = (await run('bind-edition-book', [keys.story(story)], args)) as ['bound' | 'changed' | 'gone'];
      return kind;
    },
    async lose(story, language, part, name, raw) {
      await run('lose-edition-part', [keys.story(story)], [language, part, name, raw]);
    },
    async fail(story, language, failure) {
      await run('fail-edition', [keys.story(story)], [language, JSON.stringify(failure)]);
    },
    async retry(story, language) {
      await run('retry-edition', [keys.story(story)], [language]);
    },
  };
}
