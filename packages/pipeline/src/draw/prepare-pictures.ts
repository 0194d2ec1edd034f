import type { Picture } from '@nextpanel/core';
import type { PlannedRequest } from './plan-requests.ts';
import { isScaled, isTile, type ScaledPicture, type TilePicture } from './planned-pictures.ts';
import { storePatiently } from './store-frames.ts';
import type { Turn } from './turn.ts';

/**
 * The requests with their tiles composed and large references scaled, and both stored: the order names the bytes that are sent. The
 * same picture is made once.
 */
export async function preparePictures(turn: Turn, requests: readonly PlannedRequest[]): Promise<PlannedRequest[]> {
  const made = new Map<string, Promise<Picture>>();
  const make = (picture: TilePicture | ScaledPicture): Promise<Picture> => {
    const known = made.get(picture.sha256) ?? makePicture(turn, picture);
    made.set(picture.sha256, known);
    return known;
  };
  return Promise.all(
    requests.map(async (request) => {
      if (!request.references.some((picture) => isTile(picture) || isScaled(picture))) return request;
      const references = await Promise.all(
        request.references.map((picture) =>
          isTile(picture) || isScaled(picture) ? make(picture) : Promise.resolve(picture),
        ),
      );
      // A scaled picture is shown, and compared with later ones, as the picture it was made of.
      const sent = request.sent.map((it, index) => {
        const planned = request.references[index];
        return planned && isTile(planned) ? { ...it, sha256: references[index]?.sha256 ?? it.sha256 } : it;
      });
      return { ...request, references, sent };
    }),
  );
}

async function makePicture(turn: Turn, picture: TilePicture | ScaledPicture): Promise<Picture> {
  const { imaging, artifacts } = turn.context;
  const { width, height, mime } = picture;
  const bytes = isTile(picture)
    ? await imaging.composeTile(picture.cells.map((cell) => cell.bytes))
    : await imaging.scalePicture(picture.original.bytes, { width, height });
  return { width, height, mime, bytes, sha256: await storePatiently(turn, () => artifacts.put(bytes)) };
}
