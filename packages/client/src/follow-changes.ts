import { followStream, readStream, type StreamOptions } from './follow-stream.ts';
import type { Connection } from './send-request.ts';

export type ChangesOptions = StreamOptions;

/**
 * Ids of stories that changed, as they change. What happened while nobody was connected is not repeated: after every
 * connection, the first included, an empty list comes, which means "look at everything again".
 */
export async function* followChanges(
  connection: Connection,
  options: ChangesOptions,
): AsyncGenerator<readonly string[], void, undefined> {
  const request = { headers: { accept: 'text/event-stream' } };
  const open = (onConnected: () => void) => readStream(connection, '/v1/events', request, options, onConnected);
  for await (const { data } of followStream(open, options, true)) {
    yield (JSON.parse(data) as { stories: string[] }).stories;
  }
}
