import { isActiveStatus, type StoryEvent } from '@nextpanel/core';
import type { Context } from '../context.ts';
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

/**
 * The same, until the story rests: it is completed, cancelled, paused or needs attention, and everything that happened by then was
 * yielded. Throws `not_found`.
 */
export async function* followUntilRest(
  context: Pick<Context, 'state' | 'log'>,
  { after = '0', signal, ...scope }: Scope & { after?: string; signal: AbortSignal },
): AsyncIterable<StoryEvent> {
  let last = after;
  while (!signal.aborted) {
    if (await isResting(context, scope)) {
      for await (const event of readEvents(context, { ...scope, after: last })) {
        last = event.id;
        yield event;
      }
      // It may have been resumed meanwhile.
      if (await isResting(context, scope)) return;
    }
    for await (const event of followEvents(context, { ...scope, after: last, signal })) {
      last = event.id;
      yield event;
      // An old one perhaps; the story itself says how it is.
      if (event.type === 'story.status' && !isActiveStatus(event.status)) break;
    }
  }
}

/** Whether a story rests and nothing happened after `after`. Throws `not_found`. */
export async function hasRested(
  context: Pick<Context, 'state' | 'log'>,
  { after, ...scope }: Scope & { after?: string },
): Promise<boolean> {
  if (!(await isResting(context, scope))) return false;
  for await (const _event of readEvents(context, { ...scope, ...(after !== undefined && { after }) })) return false;
  return true;
}

const isResting = async (context: Pick<Context, 'state'>, scope: Scope): Promise<boolean> =>
  !isActiveStatus((await storyFacts(context, scope)).status);

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
