import { eventSchemas, type KnownEvent, type StoryEvent } from './event-schemas.ts';
import { isEventType } from './event-types.ts';
import { asUnknown, type WireEvent } from './read-event.ts';

/**
 * Checks a stored event, once, where the stream is read. One that this version does not know, or whose fields are not what it
 * expects, becomes an UnknownEvent; a known one keeps fields that a newer version added.
 */
export function parseEvent(stored: WireEvent): StoryEvent {
  if (!isEventType(stored.type) || !eventSchemas[stored.type].safeParse(stored).success) return asUnknown(stored);
  return stored as unknown as KnownEvent;
}
