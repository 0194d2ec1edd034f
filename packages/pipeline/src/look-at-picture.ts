import { edgeSize, sharpestEdge } from '@nextpanel/checks';
import type { PictureLooks } from '@nextpanel/core';
import type { Context } from './context.ts';

/** Shares are kept with three digits. */
const digits = 1_000;

/** What is measured of a reference picture, about 50 ms for a megapixel. Throws like `inspectPicture`. */
export async function lookAtPicture({ imaging }: Pick<Context, 'imaging'>, bytes: Uint8Array): Promise<PictureLooks> {
  const clear = await imaging.readClearShare(bytes);
  const edge = sharpestEdge(await imaging.readPixels(bytes, edgeSize));
  return { clear: rounded(clear), edge: edge === null ? null : rounded(edge) };
}

const rounded = (share: number): number => Math.round(share * digits) / digits;
