import { characterIds, standingOf } from '@nextpanel/core';
import type { PanelFacts, StoredFrame, StoryFacts } from '@nextpanel/store';
import { installFonts } from '../book-fonts.ts';
import type { Context } from '../context.ts';
import { loadFrame } from '../frames.ts';
import { castIn } from './cast-in.ts';
import { hasMarks, pictureOf } from './sheet-lettering.ts';

/** A panel as the composer wants it. Throws LostFrame. */
export async function panelToCompose(
  context: Pick<Context, 'artifacts'>,
  panel: Pick<PanelFacts, 'id' | 'number' | 'spec'>,
  frame: StoredFrame,
) {
  return { ...panelToLetter(panel, frame), frame: (await loadFrame(context, panel.id, frame)).bytes };
}

/** The same, with its frame read when it is drawn: a sheet need not have all of them in memory. */
export const panelToDraw = (
  context: Pick<Context, 'artifacts'>,
  panel: Pick<PanelFacts, 'id' | 'number' | 'spec'>,
  frame: StoredFrame,
) => ({ ...panelToLetter(panel, frame), frame: async () => (await loadFrame(context, panel.id, frame)).bytes });

/** A panel as the letterer wants it, who looks at no picture. */
export function panelToLetter({ number, spec }: Pick<PanelFacts, 'number' | 'spec'>, frame: StoredFrame) {
  const cast = castIn(spec, frame);
  return {
    number,
    characters: characterIds(cast),
    standing: standingOf(cast),
    text: spec.text,
    ...pictureOf(spec, frame),
    ...(spec.focus && { focus: spec.focus }),
  };
}

/** What all sheets of an edition have in common. Throws `reference_lost` for a font whose file is gone. */
export const bookToCompose = async (
  context: Pick<Context, 'artifacts' | 'imaging'>,
  { spec }: Pick<StoryFacts, 'spec'>,
) => ({
  speakers: Object.fromEntries(spec.characters.map(({ id, name }) => [id, name])),
  language: spec.language,
  readingDirection: spec.readingDirection,
  ...(spec.book.caps && { caps: spec.book.caps }),
  ...(spec.book.house && { house: spec.book.house }),
  ...(spec.book.columns && { columns: spec.book.columns }),
  ...(spec.book.fonts && { fonts: await installFonts(context, spec.book.fonts) }),
  ...(spec.book.pageNumbers && { pageNumbers: true }),
  marks: hasMarks(spec),
});
