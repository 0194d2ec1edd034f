import { followEvents } from './follow-events.ts';
import type { Connection } from './open-connection.ts';
import type { StoryStatus, StoryView } from './types.ts';

export interface WaitOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Statuses in which nothing more happens until a user does something. */
const resting: readonly StoryStatus[] = ['completed', 'cancelled', 'paused', 'needs_attention'];

/**
 * The story once it rests: completed, cancelled, paused, or in need of attention; also over lost connections and restarts of the
 * server. Throws like `followEvents`, and the signal's reason when aborted.
 */
export async function waitForStory(
  connection: Connection,
  id: string,
  { signal }: WaitOptions = {},
): Promise<StoryView> {
  const read = () =>
    connection.read(connection.GET('/v1/stories/{id}', { params: { path: { id } }, ...(signal && { signal }) }));
  try {
    const story = await read();
    if (resting.includes(story.status)) return story;
    for await (const event of followEvents(connection, id, { signal })) {
      if (event.type !== 'story.status' || !resting.includes(event.status)) continue;
      // An event of the past: the story may have been resumed since.
      const now = await read();
      if (resting.includes(now.status)) return now;
    }
    return await read();
  } catch (error) {
    // Whatever an aborted connection failed by.
    signal?.throwIfAborted();
    throw error;
  }
}
