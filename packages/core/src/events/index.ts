export { coverBatch, coverPanel } from '../matter/cover-id.ts';
export type { Change, EventOf, KnownEvent, StoryEvent, UnknownEvent } from './event-schemas.ts';
export * from './event-types.ts';
export { readEvent, type WireEvent, writeEvent } from './read-event.ts';
