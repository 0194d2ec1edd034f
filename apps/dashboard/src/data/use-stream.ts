import { useEffect } from 'react';
import { useAskForKey } from './ask-for-key.tsx';
import { useReportStream } from './connection.tsx';
import { type FollowOptions, followStream } from './follow-stream.ts';
import { useLookedAt } from './use-looked-at.ts';

/** What a stream is followed with. */
export type StreamContext = Pick<FollowOptions, 'signal' | 'onState'>;

export interface OpenStream {
  /** Follows it from where it was left; rejects when its first connection failed. */
  readonly follow: () => Promise<void>;
  /** Drops what came and was not shown yet. */
  readonly stop: () => void;
}

/**
 * Follows a stream while the page is looked at, and tells the connection's state under its name. A browser makes six
 * connections to a server over HTTP/1.1, for all its tabs together: a tab out of sight that held one would sooner or later
 * keep the others from being answered.
 *
 * @param name null: nothing is followed
 * @param open begins to follow it; another function begins again
 */
export function useStream(name: string | null, open: (context: StreamContext) => OpenStream): void {
  const onUnauthorized = useAskForKey();
  const report = useReportStream();
  const lookedAt = useLookedAt();
  useEffect(() => {
    if (name === null || !lookedAt) return;
    const stopped = new AbortController();
    const { signal } = stopped;
    const onState: FollowOptions['onState'] = (state) => {
      if (!signal.aborted) report(name, state);
    };
    const { follow, stop } = open({ signal, onState });
    void followStream(follow, { signal, onState, onUnauthorized });
    return () => {
      stopped.abort();
      report(name, 'off');
      stop();
    };
  }, [name, open, lookedAt, report, onUnauthorized]);
}
