import type { Command } from './commands.ts';
import { type Life, lookAt, rawFrame, seenSheets, storedSheet } from './life.ts';
import { seenFrames } from './run-change.ts';
import type { Call } from './run-turn.ts';
import { batchOf, type Panel, sheetsOf } from './story-model.ts';
import { bindBook, composeSheet, loseComposed, loseFrame } from './story-rules.ts';

type Of<Name extends Command['do']> = Extract<Command, { do: Name }>;

/** A sheet is named for what it shows: frames and words of its panels. */
export const sheetName = (frames: readonly (string | null)[], words: readonly string[]): string =>
  `${frames.join(',')} ${words.join(',')}`;

/** A book is named for the sheets it was bound from. */
export const bookName = (format: string, sheets: readonly string[]): string => `${format}: ${sheets.join('; ')}`;

/** Null when a panel of the sheet has no frame: then nobody composes it. */
export function runCompose(life: Life, { sheet: seed, outdated }: Of<'compose'>): Call | null {
  const look = outdated ? life.look : lookAt(life.model);
  const sheet = 1 + (seed % look.pages.length);
  const page = look.pages[sheet - 1] ?? [];
  const frames = new Map<string, string>();
  for (const { id, frame } of page) {
    if (!frame) return null;
    frames.set(id, frame);
  }
  const name = sheetName(
    [...frames.values()],
    page.map(({ words }) => words),
  );
  const { edits } = look;
  return {
    name: 'compose',
    real: () => life.state.books.composeSheet(life.id, sheet, storedSheet(name), seenFrames(life, frames), edits),
    model: () => composeSheet(life.model, sheet, name, { frames, edits }),
  };
}

/** Null when a sheet is missing: then nobody binds. */
export function runBind(life: Life, { format: seed, outdated }: Of<'bind'>): Call | null {
  const look = outdated ? life.look : lookAt(life.model);
  if (look.sheets.size < look.pages.length) return null;
  const format = look.formats[seed % look.formats.length] as string;
  const name = bookName(format, [...look.sheets.values()]);
  const book = { sha256: name, bytes: 1, pages: 1 };
  return {
    name: 'bind',
    real: async () =>
      asBound(
        await life.state.books.bindBook(
          life.id,
          format,
          book,
          { sheets: seenSheets(look.sheets), cover: null },
          look.edits,
        ),
      ),
    model: () => asBound(bindBook(life.model, format, name, look)),
  };
}

/** Null when the panel has no such frame. */
export function runLoseFrame(life: Life, { panel: seed, of, ask }: Of<'loseFrame'>): Call | null {
  const then = ask ? 'ask' : 'redraw';
  // Those of removed panels, too: the chain goes through them.
  const panels = life.model.batches.flatMap((it) => it.panels);
  const panel = panels[seed % panels.length] as Panel;
  const earlier = life.look.pages.flat().find(({ id }) => id === panel.id);
  const frame = of === 'earlier' ? earlier?.frame : panel[of];
  if (!frame) return null;
  const lost = { panel: panel.id, raw: rawFrame(life, frame), batch: batchOf(life.model, panel).id };
  return {
    name: `loseFrame ${frame}`,
    real: () => life.state.books.loseFrame(life.id, lost, then, { code: 'frame_lost', detail: '' }),
    model: () => loseFrame(life.model, panel, frame, then, 'frame_lost'),
  };
}

export function runLoseComposed(life: Life, { kind, which }: Of<'loseComposed'>): Call | null {
  const entries: (readonly [string | number, string])[] = [...life.model[kind]];
  const [name, composed] = entries[which % entries.length] ?? [];
  if (name === undefined || composed === undefined) return null;
  const raw = JSON.stringify(kind === 'sheets' ? storedSheet(composed) : { sha256: composed, bytes: 1, pages: 1 });
  return {
    name: 'loseComposed',
    async real() {
      await life.state.books.loseComposed(life.id, kind, name, raw);
      return '';
    },
    model() {
      loseComposed(life.model, kind, name, composed);
      return '';
    },
  };
}

export const everySheet = (life: Life): number[] => Array.from({ length: sheetsOf(life.model) }, (_, index) => index);

/** An answer that names the story's status, as opposed to refusals. */
const asBound = (answer: string): string => (answer === 'changed' || answer === 'gone' ? answer : `bound ${answer}`);
