import { createHash } from 'node:crypto';
import { canonicalJson, type SheetLettering, type SheetPlan, withoutTextIds } from '@nextpanel/core';
import type { PanelFacts, StoredSheet, StoryFacts } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { isLoss } from '../frames.ts';

/** Raised when sheets are lettered differently, so that the lettering of the release before is computed again. */
const letteringVersion = 1;

/** Stories of the first recipe were written when a star was a star. */
export const hasMarks = ({ recipe = 1 }: Pick<StoryFacts['spec'], 'recipe'>): boolean => recipe > 1;

/** SHA-256 over everything the lettering of a sheet follows from. Pictures are not among it: a new take moves no balloon. */
export function hashLettering(
  { spec }: Pick<StoryFacts, 'spec'>,
  plan: SheetPlan,
  panels: readonly Pick<PanelFacts, 'number' | 'spec'>[],
): string {
  const inputs = {
    letteringVersion,
    plan,
    language: spec.language,
    readingDirection: spec.readingDirection,
    caps: spec.book.caps,
    marks: hasMarks(spec),
    speakers: spec.characters.map(({ id, name }) => [id, name]),
    panels: panels.map(({ number, spec: { characters, text, focus } }) => ({
      number,
      characters,
      text: withoutTextIds(text),
      focus,
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
