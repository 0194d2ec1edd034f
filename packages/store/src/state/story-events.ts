import { parseEvent, type StoryEvent } from '@nextpanel/core';
import type { Keyspace } from '../keyspace.ts';
import type { EventStreams, EventsOf } from './event-streams.ts';

export type StoryEvents = EventsOf<StoryEvent>;

export const storyEvents = (streams: EventStreams, keys: Keyspace): StoryEvents =>
  streams.of<StoryEvent>({
    key: (story) => keys.story(story),
    parse: (story, stored) => parseEvent({ ...stored, story }),
    deleted: (story, stored) => ({ ...stored, type: 'story.deleted', story, version: 1 }),
  });
