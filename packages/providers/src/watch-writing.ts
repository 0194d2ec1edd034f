import type { Dispatcher } from 'undici';

/** A request failed before its last byte was written: the vendor cannot have read all of it, so it has not worked on it. */
export class NeverSent extends Error {
  override readonly name = 'NeverSent';
}

/**
 * A dispatcher for one request that knows whether all of it was handed to the connection: undici says so by `onRequestSent`,
 * after the last byte of the body. What is still in a buffer of this machine then counts as sent, so the answer never says
 * "not sent" of what may have arrived.
 */
export function watchWriting(dispatcher: Dispatcher): {
  readonly dispatcher: Dispatcher;
  readonly isWritten: () => boolean;
} {
  let written = false;
  const watched = dispatcher.compose((dispatch) => (options, handler) => {
    const watching: Dispatcher.DispatchHandler = Object.create(handler);
    watching.onRequestSent = () => {
      written = true;
      handler.onRequestSent?.();
    };
    return dispatch(options, watching);
  });
  return { dispatcher: watched, isWritten: () => written };
}
