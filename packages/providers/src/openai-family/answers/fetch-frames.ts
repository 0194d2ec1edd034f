import { asNextpanelError, NextpanelError } from '@nextpanel/core';
import type { Download } from './download-picture.ts';
import type { AnsweredPicture } from './find-pictures.ts';

/**
 * The frames in their places, downloaded where they are addresses; null where one has none or cannot be fetched, as long as
 * another came. Throws when none did, or when asking failed for the moment.
 */
export async function fetchFrames(
  download: Download,
  pictures: readonly (AnsweredPicture | null)[],
  signal: AbortSignal,
): Promise<(Uint8Array | null)[]> {
  const fetched = await Promise.all(
    pictures.map(async (picture) => {
      if (picture === null) return null;
      if (picture.kind === 'bytes') return picture.bytes;
      return download(picture.url, signal).catch((thrown: unknown) => asNextpanelError(thrown));
    }),
  );
  signal.throwIfAborted();
  const failures = fetched.filter((it) => it instanceof NextpanelError);
  const [failure] = failures;
  const inside = pictures.some((picture) => picture?.kind === 'bytes');
  // What came inside the answer would be lost if the others were asked for later.
  const later = inside ? undefined : failures.find(({ money, retryable }) => money === 'none' && retryable);
  if (later !== undefined) throw later;
  const frames = fetched.map((it) => (it instanceof NextpanelError ? null : it));
  if (failure !== undefined && frames.every((frame) => frame === null)) throw failure;
  return frames;
}
