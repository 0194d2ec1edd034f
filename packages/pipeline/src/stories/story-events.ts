import { isActiveStatus, type StoryEvent } from '@nextpanel/core';
import type { Context } from '../context.ts';
import type { Following } from '../follow-until-rest.ts';
import { type Scope, storyFacts } from './read-story.ts';

/** Everything that happened to a story after `after` (an event id; default: the start), then ends. Throws `not_found`. */
export async function* readEvents(
  context: Pick<Context, 'state' | 'log'>,
  { after = '0', ...scope }: Scope & { after?: string },
): AsyncIterable<StoryEvent> {
  await storyFacts(context, scope);
  yield* logUnknown(context, context.state.events.read(scope.id, after));
}

/** The same, then continues until `signal` aborts or the story is deleted. Throws `not_found`. */
export async function* followEvents(
  context: Pick<Context, 'state' | 'log'>,
  { after = '0', signal, ...scope }: Scope & { after?: string; signal: AbortSignal },
): AsyncIterable<StoryEvent> {
  await storyFacts(context, scope);
  yield* logUnknown(context, context.state.events.follow(scope.id, after, signal));
}

/** Its events, until it rests: it is completed, cancelled, paused or needs attention. What it reads throws `not_found`. */
export const followingStory = (context: Pick<Context, 'state' | 'log'>, scope: Scope): Following<StoryEvent> => ({
  isResting: async () => !isActiveStatus((await storyFacts(context, scope)).status),
  read: (after) => readEvents(context, { ...scope, after }),
  follow: (after, signal) => followEvents(context, { ...scope, after, signal }),
  saysRest: (event) => event.type === 'story.status' && !isActiveStatus(event.status),
});

/** What a newer version wrote is passed on as it is. */
async function* logUnknown(
  { log }: Pick<Context, 'log'>,
  events: AsyncIterable<StoryEvent>,
): AsyncGenerator<StoryEvent> {
  for await (const event of events) {
    if (event.type === 'unknown') log.debug({ story: event.story, event: event.name }, 'unknown event');
    yield event;
  }
}
