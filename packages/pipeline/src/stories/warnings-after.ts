import { findModel, type PanelSpec, refreshIgnored, type StorySpec, warnOfIgnored } from '@nextpanel/core';
import type { StoredSpec } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { type ChangedChain, priceable } from './plan-redraw.ts';

const blank: PanelSpec = { prompt: '-', characters: [], text: [], weight: 'normal' };

/** Warnings that name panels by number, or depend on which panels there are. */
const ofPanels: readonly string[] = [
  'weight_ignored',
  'speaker_ignored',
  'placement_ignored',
  'text_invisible',
  'character_unused',
  'cast_unused',
  'plates_ignored',
  'references_left_out',
  'same_name',
  'character_not_listed',
];

/**
 * The warnings of a story after its reading order changed. All panels are read only when a warning is about panels: otherwise it
 * stays what it was, however long the story is.
 *
 * @param order ids of the panels as it will be
 * @param added panels that are not stored yet
 */
export async function warningsAfter(
  { state, catalogue }: Pick<Context, 'state' | 'catalogue'>,
  { story, spec, over }: Pick<ChangedChain, 'story' | 'spec' | 'over'>,
  order: readonly string[],
  added: readonly PanelSpec[] = [],
): Promise<StoredSpec['warnings']> {
  const choice = { model: findModel(spec.render, catalogue), method: spec.render.method };
  const warned = (panels: readonly PanelSpec[]) => ({
    ...spec,
    ...priceable(spec),
    panels: panels as StorySpec['panels'],
  });
  // Behind a first batch every one of them has anchor and reference frame beside its cast.
  const first = Array.from({ length: spec.render.batchSize }, () => blank);
  const fresh = warnOfIgnored(warned([...first, ...added]), choice).filter(
    ({ code }) => !['character_unused', 'cast_unused', 'plates_ignored'].includes(code),
  );
  if (![...spec.warnings, ...fresh].some(({ code }) => ofPanels.includes(code))) return spec.warnings;
  const stored = new Map((await state.read.panels(story, order)).map((panel) => [panel.id, panel.spec]));
  const panels = order.flatMap((id) => over?.get(id)?.spec ?? stored.get(id) ?? []);
  return refreshIgnored(spec.warnings, warned(panels), choice);
}
