import { coverPanel, isCoverPanel } from '@nextpanel/core';
import type { StoryFacts } from './read-facts.ts';
import { spendingByProvider } from './spending-by-provider.ts';
import type { Submission } from './story-transitions.ts';

const nothing = { spent: 0, held: 0, possibly: 0 } as const;

/** What `read.story` says of a story that this submission has just stored, unless it is a copy. */
export function newStoryFacts(
  submission: Omit<Submission, 'copied'>,
  { updatedAt, duplicateOf }: Pick<StoryFacts, 'updatedAt' | 'duplicateOf'>,
): StoryFacts {
  const { id, tenant, createdAt, spec, panels, batches, pages, budget } = submission;
  return {
    id,
    tenant,
    title: spec.title,
    status: 'queued',
    reason: null,
    waiting: null,
    wait: null,
    waitsLong: false,
    toFetch: false,
    notBefore: null,
    coverDrawn: isCoverPanel(spec, coverPanel) ? false : null,
    spec,
    duplicateOf,
    priority: spec.priority ?? 0,
    createdAt,
    updatedAt,
    panels: panels.length,
    batches: batches.length,
    sheets: pages.length,
    drawnPanels: 0,
    drawnBatches: 0,
    composedSheets: 0,
    books: [],
    rev: 0,
    edits: 0,
    budget,
    ...nothing,
    spending: spendingByProvider(spec.render.provider, nothing, {}),
    failures: [],
  };
}
