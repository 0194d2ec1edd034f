import { createHash } from 'node:crypto';
import { canonicalJson, type PanelSpec, type SheetLettering, type SheetPlan, withoutTextIds } from '@nextpanel/core';
import type { PanelFacts, Read, StoredFrame, StoredSheet, StoryFacts } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { isLoss } from '../frames.ts';
import { castIn } from './cast-in.ts';

/** Raised when sheets are lettered differently, so that the lettering of the release before is computed again. */
const letteringVersion = 10;

/** Stories of the first recipe were written when a star was a star. */
export const hasMarks = ({ recipe = 1 }: Pick<StoryFacts['spec'], 'recipe'>): boolean => recipe > 1;

/** The size of a panel's picture, where a mouth was placed in it: how it is cropped decides where the mouth stands on the sheet. */
export const pictureOf = ({ text }: Pick<PanelSpec, 'text'>, frame: StoredFrame | undefined) =>
  frame && text.some(({ mouth }) => mouth) ? { picture: { width: frame.width, height: frame.height } } : {};

/** What the lettering and the look of every sheet of a book follow from. */
export const bookInputs = (spec: StoryFacts['spec']) => ({
  language: spec.language,
  readingDirection: spec.readingDirection,
  caps: spec.book.caps,
  house: spec.book.house,
  columns: spec.book.columns,
  fonts: spec.book.fonts,
  marks: hasMarks(spec),
  pageNumbers: spec.book.pageNumbers || undefined,
  speakers: spec.characters.map(({ id, name }) => [id, name]),
});

/** SHA-256 over everything the lettering of a sheet follows from. Pictures are not among it: a new take moves no balloon, unless its characters stand elsewhere. Its size counts where a mouth was placed. */
export function hashLettering(
  { spec }: Pick<StoryFacts, 'spec'>,
  plan: SheetPlan,
  panels: readonly Pick<PanelFacts, 'id' | 'number' | 'spec'>[],
  selected: ReadonlyMap<string, Read<StoredFrame>>,
): string {
  const inputs = {
    letteringVersion,
    plan,
    ...bookInputs(spec),
    panels: panels.map(({ id, number, spec }) => ({
      number,
      characters: castIn(spec, selected.get(id)?.value),
      text: withoutTextIds(spec.text),
      focus: spec.focus,
      ...pictureOf(spec, selected.get(id)?.value),
    })),
  };
  return createHash('sha256').update(canonicalJson(inputs)).digest('hex');
}

/** The stored lettering of a sheet; null if it has none, or its bytes are lost, which computes it again. */
export async function readLettering(
  { artifacts }: Pick<Context, 'artifacts'>,
  sheet: Pick<StoredSheet, 'lettering'> | undefined,
): Promise<SheetLettering | null> {
  if (!sheet?.lettering) return null;
  try {
    return JSON.parse(Buffer.from(await artifacts.get(sheet.lettering.sha256)).toString()) as SheetLettering;
  } catch (error) {
    if (isLoss(error)) return null;
    throw error;
  }
}
