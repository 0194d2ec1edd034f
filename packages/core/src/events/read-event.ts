import type { KnownEvent, StoryEvent, UnknownEvent } from './event-schemas.ts';
import { isEventType } from './event-types.ts';

/** An event as the API sends it: what a newer version wrote keeps its own type and fields. */
export type WireEvent = Readonly<Record<string, unknown>> &
  Pick<UnknownEvent, 'id' | 'story' | 'at'> & { type: string };

/** Reads an event a server sent. The server has checked the fields of the types it knows. */
export const readEvent = (wire: WireEvent): StoryEvent =>
  isEventType(wire.type) ? (wire as unknown as KnownEvent) : asUnknown(wire);

export function asUnknown({ type, id, story, at, ...fields }: WireEvent): UnknownEvent {
  return { type: 'unknown', name: type, id, story, at, fields };
}

/** The event as the API sends it. */
export function writeEvent(event: StoryEvent): WireEvent {
  if (event.type !== 'unknown') return event;
  const { name, fields, ...envelope } = event;
  return { ...fields, ...envelope, type: name };
}
