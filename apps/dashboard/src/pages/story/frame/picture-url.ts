/** Widths that pictures are asked for in, so that the server scales each once: tiles, and the frame in the drawer. */
export const tileWidth = 320;
export const largeWidth = 1_200;

/**
 * The address of a picture scaled to a width, in pixels. It changes with the picture, so that another take shows at once.
 *
 * @param width none: the stored picture as it is
 */
export function pictureUrl({ url, sha256 }: { readonly url: string; readonly sha256: string }, width?: number): string {
  const query = width === undefined ? '' : `width=${width}&`;
  return `${url}${url.includes('?') ? '&' : '?'}${query}v=${sha256.slice(0, 12)}`;
}
