import type { StoriesQuery } from '@nextpanel/client';
import type { PictureRef } from './picture-ref.ts';

/** The query of a list of stories; its pages are followed by cursor. */
export type StoriesFilter = Omit<StoriesQuery, 'cursor'>;

/** Keys of everything cached from the server. The parts of a story lie below it: invalidating `story(id)` reaches all. */
export const keys = {
  stories: ['stories'] as const,
  storyList: (filter: StoriesFilter) => ['stories', filter] as const,
  story: (id: string) => ['story', id] as const,
  storyView: (id: string) => ['story', id, 'story'] as const,
  plateTakes: (id: string, plate: string) => ['story', id, 'plates', plate] as const,
  plates: (id: string) => ['story', id, 'plates'] as const,
  panels: (id: string) => ['story', id, 'panels'] as const,
  /** Below the panels: what has them read again reaches it, too. */
  cover: (id: string) => ['story', id, 'panels', 'cover'] as const,
  lettering: (id: string, panel: string, version: string) => ['story', id, 'lettering', panel, version] as const,
  batches: (id: string) => ['story', id, 'batches'] as const,
  checks: (id: string) => ['story', id, 'checks'] as const,
  sheets: (id: string) => ['story', id, 'sheets'] as const,
  attempts: (id: string) => ['story', id, 'attempts'] as const,
  ledger: (id: string) => ['story', id, 'ledger'] as const,
  editions: (id: string) => ['story', id, 'editions'] as const,
  edition: (id: string, language: string) => ['story', id, 'editions', language] as const,
  notes: (id: string) => ['story', id, 'notes'] as const,
  links: (id: string) => ['story', id, 'links'] as const,
  allTakes: (id: string) => ['story', id, 'takes'] as const,
  takes: (id: string, panel: PictureRef) => ['story', id, 'takes', panel] as const,
  events: (id: string) => ['story', id, 'events'] as const,
  dryRun: (id: string, what: readonly unknown[]) => ['story', id, 'dry-run', ...what] as const,
  scripts: ['scripts'] as const,
  script: (id: string) => ['script', id] as const,
  queues: ['queues'] as const,
  providers: ['providers'] as const,
  allProviderStats: ['provider-stats'] as const,
  providerStats: (id: string, minutes: number) => ['provider-stats', id, minutes] as const,
  workers: ['workers'] as const,
  spending: ['spending'] as const,
  costs: ['costs'] as const,
  costsOf: (days: { readonly from?: string; readonly to?: string }) => ['costs', days.from, days.to] as const,
  /** Apart from `stories`, whose entries are pages. */
  needsPerson: ['needs-person'] as const,
  /** Apart from `stories`, too. */
  waitingStories: ['waiting-stories'] as const,
  /** What a change of many stories would do. */
  bulk: (plan: unknown) => ['bulk', plan] as const,
  /** Who asks. */
  session: ['session'] as const,
  storyTitle: (id: string) => ['story-title', id] as const,
};
