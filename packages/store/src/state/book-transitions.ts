import type { StoryStatus } from '@nextpanel/core';
import type { Keyspace } from '../keyspace.ts';
import type { RunTransition } from '../load-transitions.ts';
import type { StoredBook, StoredFailure, StoredSheet } from './stored.ts';

/** A value together with its text as stored, by which a transition checks that it has not changed since. */
export interface Read<Value> {
  readonly value: Value;
  readonly raw: string;
}

/** Where sheets of other pages belong. */
export interface OtherSheet {
  readonly story: string;
  /** As `pagesName` has it. */
  readonly pages: string;
  /** Of an edition; absent: the original. */
  readonly language: string | undefined;
}

/** What the names of such sheets begin with. */
export const otherSheets = (pages: string, language = ''): string => `${pages} ${language} `;

/** What a book was bound from, as it was read. */
export interface BoundFrom {
  readonly sheets: ReadonlyMap<number, Read<unknown>>;
  /** The frame of a cover that is drawn; null: the story has none. */
  readonly cover: Read<unknown> | null;
}

/** Transitions of what is made from frames. They need no fence: the same frames give the same bytes. */
export interface BookTransitions {
  composeSheet(
    story: string,
    sheet: number,
    composed: StoredSheet,
    frames: ReadonlyMap<string, Read<unknown>>,
    /** `StoryFacts.edits` when the panels were read. */
    edits: number,
  ): Promise<'all' | 'some' | 'changed' | 'gone'>;
  bindBook(
    story: string,
    /** As `wantedBooks` names it. */
    name: string,
    book: StoredBook,
    from: BoundFrom,
    /** `StoryFacts.edits` when title and book were read. */
    edits: number,
  ): Promise<StoryStatus | 'changed' | 'gone'>;
  loseFrame(
    story: string,
    lost: { panel: string; raw: string; batch: string },
    then: 'redraw' | 'ask',
    failure: StoredFailure,
  ): Promise<'waiting' | 'failed' | 'changed' | 'gone'>;
  /** Keeps a sheet of other pages than the story's; `of`: how many there are. */
  keepOtherSheet(
    sheet: OtherSheet & { readonly number: number; readonly of: number },
    composed: StoredSheet,
  ): Promise<void>;
  loseComposed(story: string, kind: 'sheets' | 'books', name: string | number, raw: string): Promise<void>;
}

export function bookTransitions(run: RunTransition, keys: Keyspace): BookTransitions {
  const seen = (read: ReadonlyMap<number | string, Read<unknown>>) =>
    [...read].flatMap(([name, { raw }]) => [name, raw]);
  return {
    async composeSheet(story, sheet, composed, frames, edits) {
      const warnings = JSON.stringify(composed.warnings);
      const args = [sheet, JSON.stringify(composed), edits, warnings, ...seen(frames)];
      const [kind, extent] = (await run('compose-sheet', [keys.story(story)], args)) as [string, 'all' | 'some'];
      return kind === 'composed' ? extent : (kind as 'changed' | 'gone');
    },
    async bindBook(story, name, book, { sheets, cover }, edits) {
      const args = [name, JSON.stringify(book), edits, cover?.raw ?? '', ...seen(sheets)];
      const [kind, status] = (await run('bind-book', [keys.story(story)], args)) as [string, StoryStatus];
      return kind === 'bound' ? status : (kind as 'changed' | 'gone');
    },
    async loseFrame(story, { panel, raw, batch }, then, failure) {
      const args = [panel, raw, batch, then, JSON.stringify(failure)];
      const [kind] = (await run('lose-frame', [keys.story(story)], args)) as [
        'waiting' | 'failed' | 'changed' | 'gone',
      ];
      return kind;
    },
    async keepOtherSheet({ story, pages, language, number, of }, composed) {
      const args = [otherSheets(pages, language), number, JSON.stringify(composed), of];
      await run('keep-other-sheet', [keys.story(story)], args);
    },
    async loseComposed(story, kind, name, raw) {
      await run('lose-composed', [keys.story(story)], [kind, name, raw]);
    },
  };
}
