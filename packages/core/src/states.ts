/** States that are stored. Everything else (panel status, progress, cost) is derived, never stored. */

export const storyStatuses = [
  'queued',
  'plates',
  'drawing',
  'composing',
  'completed',
  'paused',
  'needs_attention',
  'cancelled',
] as const;
export type StoryStatus = (typeof storyStatuses)[number];

/** Statuses in which a worker draws: the plates before the panels. */
export const isDrawingStatus = (status: StoryStatus): boolean =>
  status === 'queued' || status === 'plates' || status === 'drawing';

/** Statuses in which the system itself has something to do for the story. */
export const activeStatuses = ['queued', 'plates', 'drawing', 'composing'] as const satisfies readonly StoryStatus[];

export const isActiveStatus = (status: StoryStatus): boolean =>
  (activeStatuses as readonly StoryStatus[]).includes(status);

export const batchStatuses = ['waiting', 'drawing', 'drawn', 'failed', 'cancelled'] as const;
export type BatchStatus = (typeof batchStatuses)[number];

export const panelStatuses = ['waiting', 'drawing', 'drawn', 'failed'] as const;
export type PanelStatus = (typeof panelStatuses)[number];

export const requestStates = ['intended', 'ordered', 'kept', 'refused', 'possibly_paid'] as const;
export type RequestState = (typeof requestStates)[number];

/** How an attempt at a batch ended. `crashed` is written by the next turn, which finds the attempt still open. */
export const attemptOutcomes = ['drawn', 'failed', 'yielded', 'crashed'] as const;
export type AttemptOutcome = (typeof attemptOutcomes)[number];
