import type { BookFormat, StoryStatus } from '@nextpanel/core';
import type { Keyspace } from '../keyspace.ts';
import type { RunTransition } from '../load-transitions.ts';
import type { StoredBook, StoredFailure, StoredSheet } from './stored.ts';

/** A value together with its text as stored, by which a transition checks that it has not changed since. */
export interface Read<Value> {
  readonly value: Value;
  readonly raw: string;
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
    format: BookFormat,
    book: StoredBook,
    sheets: ReadonlyMap<number, Read<unknown>>,
    /** `StoryFacts.edits` when title and book were read. */
    edits: number,
  ): Promise<StoryStatus | 'changed' | 'gone'>;
  loseFrame(
    story: string,
    lost: { panel: string; raw: string; batch: string },
    then: 'redraw' | 'ask',
    failure: StoredFailure,
  ): Promise<'waiting' | 'failed' | 'changed' | 'gone'>;
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
    async bindBook(story, format, book, sheets, edits) {
      const args = [format, JSON.stringify(book), edits, ...seen(sheets)];
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
    async loseComposed(story, kind, name, raw) {
      await run('lose-composed', [keys.story(story)], [kind, name, raw]);
    },
  };
}
