import { ApiError, type Client } from '@nextpanel/client';
import type { EarlierCast, StorySpec } from '@nextpanel/core';
import { readStoryFile } from './read-story-file.ts';

/**
 * Sends a story to the server. Of a next chapter only the server knows the whole cast, and so the mistakes in it: they are found in the
 * file then, with their lines.
 *
 * @param file absolute path
 * @throws InvalidStoryFile, and what `send` throws
 */
export async function placeMistakes<Answer>(
  client: Pick<Client, 'nextChapter'>,
  file: string,
  { continues }: Pick<StorySpec, 'continues'>,
  send: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await send();
  } catch (error) {
    if (continues !== undefined && error instanceof ApiError && error.code === 'invalid')
      await readStoryFile(file, {}, await earlierCast(client, continues));
    throw error;
  }
}

/** What the next chapter of a story takes over; null: the server has no such story of this tenant. */
async function earlierCast(client: Pick<Client, 'nextChapter'>, story: string): Promise<EarlierCast | null> {
  try {
    return (await client.nextChapter(story)).cast as EarlierCast;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'not_found') return null;
    throw error;
  }
}
