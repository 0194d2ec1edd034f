/** Waits for work that others wait for, too: rejects with the caller's own reason when the caller gives up, and the work continues. */
export async function untilAborted<T>(work: Promise<T>, caller: AbortSignal): Promise<T> {
  // There may be no caller left to handle its rejection.
  work.catch(() => undefined);
  caller.throwIfAborted();
  // A signal of our own: a whole batch listens to the caller's, and Node warns of more than ten.
  const signal = AbortSignal.any([caller]);
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
