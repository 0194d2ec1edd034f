import type { StoryEvent } from '@nextpanel/core';
import type { Context } from '../context.ts';
import { type Scope, storyFacts } from './read-story.ts';

/** Everything that happened to a story after `after` (an event id; from the start by default), then ends. Throws `not_found`. */
export async function* readEvents(
  context: Pick<Context, 'state'>,
  { after = '0', ...scope }: Scope & { after?: string },
): AsyncIterable<StoryEvent> {
  await storyFacts(context, scope);
  yield* context.state.events.read(scope.id, after);
}

/** The same, then goes on until `signal` aborts. Throws `not_found`. */
export async function* followEvents(
  context: Pick<Context, 'state'>,
  { after = '0', signal, ...scope }: Scope & { after?: string; signal: AbortSignal },
): AsyncIterable<StoryEvent> {
  await storyFacts(context, scope);
  yield* context.state.events.follow(scope.id, after, signal);
}
