import { letterEdition, ownValue } from '@nextpanel/core';
import type { PanelFacts, Read, StoredEdition, StoredSheet, StoryFacts } from '@nextpanel/store';
import type { Context } from '../context.ts';

/** A story as one of its editions shows it: the same panels and frames, other words. */
export interface ShownEdition {
  /** Null: the original. */
  readonly edition: Read<StoredEdition> | null;
  readonly facts: StoryFacts;
  readonly show: (panels: readonly PanelFacts[]) => readonly PanelFacts[];
}

/**
 * The story in a language, to be composed and bound like the original; null if it has no such edition.
 *
 * @param language absent: the original
 */
export async function editionOf(
  { state }: Pick<Context, 'state'>,
  facts: StoryFacts,
  language: string | undefined,
): Promise<ShownEdition | null> {
  if (language === undefined) return { edition: null, facts, show: (panels) => panels };
  const edition = await state.editions.one(facts.id, language);
  return edition && showEdition(facts, edition);
}

function showEdition(facts: StoryFacts, edition: Read<StoredEdition>): ShownEdition {
  const { spec } = facts;
  const { language, readingDirection, title = facts.title, summary = spec.book.summary, alts, names } = edition.value;
  return {
    edition,
    facts: {
      ...facts,
      title,
      spec: {
        ...spec,
        language,
        readingDirection,
        book: { ...spec.book, summary },
        characters: spec.characters.map((it) => ({ ...it, name: ownValue(names, it.id) ?? it.name })),
      },
    },
    show: (panels) =>
      panels.map((panel) => {
        const alt = ownValue(alts, panel.id) ?? panel.spec.alt;
        const text = letterEdition(panel.spec.text, edition.value, spec);
        return { ...panel, spec: { ...panel.spec, text, ...(alt !== undefined && { alt }) } };
      }),
  };
}

/** The composed sheets of an edition, or of the original. */
export const sheetsIn = (
  { state }: Pick<Context, 'state'>,
  story: string,
  language: string | undefined,
): Promise<Map<number, Read<StoredSheet>>> =>
  language === undefined ? state.read.sheets(story) : state.editions.sheets(story, language);
