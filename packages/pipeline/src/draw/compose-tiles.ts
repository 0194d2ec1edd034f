import type { Picture } from '@nextpanel/core';
import { isTile, type PlannedRequest, type TilePicture } from './plan-requests.ts';
import { storePatiently } from './store-frames.ts';
import type { Turn } from './turn.ts';

/** The requests with their tiles composed and stored: the order names the bytes that are sent. The same tile is composed once. */
export async function composeTiles(turn: Turn, requests: readonly PlannedRequest[]): Promise<PlannedRequest[]> {
  const composed = new Map<string, Promise<Picture>>();
  const compose = (tile: TilePicture): Promise<Picture> => {
    const known = composed.get(tile.sha256) ?? composeTile(turn, tile);
    composed.set(tile.sha256, known);
    return known;
  };
  return Promise.all(
    requests.map(async (request) => {
      if (!request.references.some(isTile)) return request;
      const references = await Promise.all(
        request.references.map((picture) => (isTile(picture) ? compose(picture) : Promise.resolve(picture))),
      );
      const sent = request.sent.map((it, index) => ({ ...it, sha256: references[index]?.sha256 ?? it.sha256 }));
      return { ...request, references, sent };
    }),
  );
}

async function composeTile(turn: Turn, { cells, width, height, mime }: TilePicture): Promise<Picture> {
  const bytes = await turn.context.imaging.composeTile(cells.map((cell) => cell.bytes));
  return { width, height, mime, bytes, sha256: await storePatiently(turn, () => turn.context.artifacts.put(bytes)) };
}
