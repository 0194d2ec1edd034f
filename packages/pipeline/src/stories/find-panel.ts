import { NextpanelError } from '@nextpanel/core';
import type { BatchFacts, PanelFacts, StoryFacts } from '@nextpanel/store';
import type { ChangedChain } from './plan-redraw.ts';

/** A panel of the chain with its batch. Throws `not_found`. */
export function findPanel(
  { facts, batches, panels }: ChangedChain,
  number: number,
): { readonly panel: PanelFacts; readonly batch: BatchFacts } {
  const panel = panels[number - 1];
  const batch = batches.find(({ first, last }) => first <= number && number <= last);
  if (!panel || !batch) throw noPanel(facts, number);
  return { panel, batch };
}

export const noPanel = (facts: StoryFacts, number: number): NextpanelError =>
  new NextpanelError('not_found', `the story has ${facts.panels} panels; there is no panel ${number}`);
