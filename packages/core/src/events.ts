/** What happened to a story, as its event stream, the API and webhooks tell it. */
export const eventTypes = [
  'story.status',
  'batch.started',
  'batch.drawn',
  'batch.failed',
  'panel.drawn',
  'panel.failed',
  'take.selected',
  /** Panels and batches behind `after` have other numbers from here on; their ids stay. */
  'panels.inserted',
  /** A panel has another number, and so have those between its old place and its new one. */
  'panel.moved',
  /** A panel left the book; those behind it have other numbers. */
  'panel.removed',
  'sheet.composed',
  'book.bound',
  'budget.reached',
  'provider.paused',
  'provider.resumed',
] as const;
export type EventType = (typeof eventTypes)[number];

/** One entry of a story's stream. `id` is the Redis stream id, `at` ISO 8601 in UTC. */
export interface StoryEvent {
  readonly id: string;
  readonly type: EventType;
  readonly story: string;
  readonly at: string;
  readonly [field: string]: unknown;
}
