import { followStream, readStream, type StreamOptions } from './follow-stream.ts';
import type { Connection } from './open-connection.ts';
import type { Change } from './types.ts';

export type ChangesOptions = StreamOptions;

/**
 * What changes, as it changes: ids of stories and scripts, and names of the operations' lists. What changed while the client was disconnected is
 * not repeated: after every connection, the first included, an empty list of stories comes, which means "read everything again".
 */
export async function* followChanges(
  connection: Connection,
  options: ChangesOptions,
): AsyncGenerator<Change, void, undefined> {
  const ask = (signal: AbortSignal) =>
    connection.open(
      connection.GET('/v1/events', { headers: { accept: 'text/event-stream' }, parseAs: 'stream', signal }),
    );
  const open = (onConnected: () => void) => readStream(connection, ask, options, onConnected);
  for await (const { type, data } of followStream(open, options, () => true)) {
    // A newer server may send other messages.
    if (type === 'message' || type === 'scripts' || type === 'operations') yield JSON.parse(data) as Change;
  }
}

/** The same, stories alone. */
export async function* followStories(
  connection: Connection,
  options: ChangesOptions,
): AsyncGenerator<readonly string[], void, undefined> {
  for await (const change of followChanges(connection, options)) if ('stories' in change) yield change.stories;
}
