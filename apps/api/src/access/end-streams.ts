import { type Context, openByHash } from '@nextpanel/pipeline';
import type { EventStreams } from '../routes/events/send-stream.ts';
import type { Credential } from './caller.ts';

/** Ends event streams whose key was revoked or rotated, or whose session was signed out, as soon as that happens. Returns what stops it. */
export function endStreams(context: Pick<Context, 'state' | 'log'>, streams: EventStreams): () => void {
  const judge = async (stream: AbortController, { secret, session }: Credential): Promise<void> => {
    const signedOut = session !== null && secret !== null && (await context.state.access.sessionOf(session)) === null;
    if (signedOut || (secret !== null && (await openByHash(context, secret)) === null)) stream.abort();
  };
  return context.state.access.follow((changed) => {
    for (const [stream, credential] of streams.open) {
      const { key, session } = credential;
      if (key === null && session !== null && session === changed) stream.abort();
      if (key === null || (changed !== null && changed !== key && changed !== session)) continue;
      judge(stream, credential).catch((error: unknown) =>
        context.log.warn({ err: error }, 'a key was not looked at again'),
      );
    }
  });
}
