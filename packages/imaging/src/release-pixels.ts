/**
 * Gives the memory of pixels back that are not needed any more. V8 does not see how large they are and collects them late: two sheets at a
 * time held 200 MB of pixels instead of 100. A buffer that shares its memory with others is left alone, and so is one that was given back.
 */
export function releasePixels(pixels: Uint8Array): void {
  const { buffer } = pixels;
  if (pixels.byteLength > 0 && pixels.byteLength === buffer.byteLength && buffer instanceof ArrayBuffer)
    buffer.transfer(0);
}
