import { type OriginalWords, originalPanel } from '@nextpanel/core';
import type { StoryHead } from '@nextpanel/store';
import type { Context } from '../context.ts';

/** The words of a story, from which its editions are made. */
export async function readOriginal({ state }: Pick<Context, 'state'>, story: StoryHead): Promise<OriginalWords> {
  const { id, title, spec } = story;
  const panels = await state.read.panels(id, await state.read.order(id));
  return {
    language: spec.language,
    readingDirection: spec.readingDirection,
    title,
    summary: spec.book.summary ?? null,
    characters: spec.characters.map((character) => ({ id: character.id, name: character.name })),
    panels: panels.map((panel) => originalPanel(panel.id, panel.number, panel.spec)),
  };
}
