import { beforeAll, describe, expect, it } from 'vitest';
import { loadSharp, type Sharp } from '../src/load-sharp.ts';
import { resizePicture } from '../src/resize-picture.ts';

let sharp: Sharp;
let picture: Buffer;
beforeAll(async () => {
  sharp = await loadSharp();
  picture = await sharp({ create: { width: 400, height: 800, channels: 3, background: '#369' } })
    .png()
    .toBuffer();
});

describe('a preview', () => {
  it('is a WebP of the requested width and the same aspect', async () => {
    const { bytes, mime } = await resizePicture(picture, 100);
    expect(mime).toBe('image/webp');
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 100, height: 200 });
  });

  it('is never larger than the picture', async () => {
    expect(await sharp((await resizePicture(picture, 9999)).bytes).metadata()).toMatchObject({
      width: 400,
      height: 800,
    });
  });

  it('of a broken picture is refused', async () => {
    await expect(resizePicture(picture.subarray(0, 200), 100)).rejects.toMatchObject({ code: 'picture_unreadable' });
  });
});
