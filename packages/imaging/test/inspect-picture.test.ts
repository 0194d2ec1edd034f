import { crc32, deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { inspectPicture } from '../src/inspect-picture.ts';
import { loadSharp, type Sharp } from '../src/load-sharp.ts';

let sharp: Sharp;
let pictures: Record<'png' | 'jpeg' | 'webp', Buffer>;
beforeAll(async () => {
  sharp = await loadSharp();
  const noise = sharp({
    create: {
      width: 300,
      height: 200,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  });
  const png = await noise.png().toBuffer();
  pictures = { png, jpeg: await sharp(png).jpeg().toBuffer(), webp: await sharp(png).webp().toBuffer() };
});

describe('a picture', () => {
  it.each(['png', 'jpeg', 'webp'] as const)('as %s is recognised by its bytes', async (format) => {
    expect(await inspectPicture(pictures[format])).toEqual({ mime: `image/${format}`, width: 300, height: 200 });
  });

  it.each(['png', 'jpeg', 'webp'] as const)('as %s that is truncated anywhere is unreadable', async (format) => {
    const whole = pictures[format];
    for (const length of [20, 0.1, 0.5, 0.9, 0.999].map((part) =>
      part < 1 ? Math.floor(whole.length * part) : part,
    )) {
      await expect(inspectPicture(whole.subarray(0, length))).rejects.toMatchObject({ code: 'picture_unreadable' });
    }
    await expect(inspectPicture(whole.subarray(0, -1))).rejects.toMatchObject({ code: 'picture_unreadable' });
  });

  it('with damaged pixel data is unreadable', async () => {
    const damaged = Buffer.from(pictures.png);
    const middle = Math.floor(damaged.length / 2);
    damaged[middle] = (damaged[middle] ?? 0) ^ 0xff;
    await expect(inspectPicture(damaged)).rejects.toMatchObject({ code: 'picture_unreadable' });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a GIF', Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')],
    ['SVG, which could read files', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
    ['a PNG signature alone', Buffer.from('89504e470d0a1a0a', 'hex')],
  ])('is not %s', async (_, bytes) => {
    await expect(inspectPicture(bytes)).rejects.toMatchObject({ code: 'picture_unreadable' });
  });

  it('that is too large is refused by its header, before a pixel is decoded', async () => {
    await expect(inspectPicture(pictures.png, { maxPixels: 59_999 })).rejects.toMatchObject({
      code: 'picture_too_large',
    });
    // A decompression bomb: the header announces 40 gigapixels, without data for any of them.
    const bomb = Buffer.from(pictures.png);
    bomb.writeUInt32BE(200_000, 16);
    bomb.writeUInt32BE(200_000, 20);
    bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
    const before = process.memoryUsage().rss;
    await expect(inspectPicture(bomb)).rejects.toMatchObject({ code: 'picture_too_large' });
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });

  it('that compresses to almost nothing is judged by its pixels', async () => {
    const flat = await sharp({ create: { width: 8000, height: 7000, channels: 3, background: '#888' } })
      .png()
      .toBuffer();
    expect(flat.length).toBeLessThan(1_000_000);
    await expect(inspectPicture(flat)).rejects.toMatchObject({ code: 'picture_too_large' });
  });

  it('is refused for compressed texts that would keep the decoder busy for minutes, before one is unpacked', async () => {
    const chunk = (type: string, data: Buffer) => {
      const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
      const whole = Buffer.alloc(body.length + 8);
      whole.writeUInt32BE(data.length);
      whole.set(body, 4);
      whole.writeUInt32BE(crc32(body), body.length + 4);
      return whole;
    };
    const packed = deflateSync(Buffer.alloc(20_000_000));
    const bombs = {
      zTXt: Buffer.concat([Buffer.from('k\0\0'), packed]),
      iTXt: Buffer.concat([Buffer.from('k\0\x01\0\0\0'), packed]),
    };
    const afterHeader = 33;
    for (const [type, data] of Object.entries(bombs)) {
      const texts = (count: number) =>
        Buffer.concat([
          pictures.png.subarray(0, afterHeader),
          ...Array<Buffer>(count).fill(chunk(type, data)),
          pictures.png.subarray(afterHeader),
        ]);
      await expect(inspectPicture(texts(500))).rejects.toMatchObject({ code: 'picture_too_large' });
      expect(await inspectPicture(texts(1))).toMatchObject({ width: 300 });
    }
  });

  it('has the size it is displayed in, whatever its colour type', async () => {
    const turned = await sharp(pictures.png).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await inspectPicture(turned)).toEqual({ mime: 'image/jpeg', width: 200, height: 300 });
    for (const drawn of [
      sharp(pictures.png).greyscale().toColourspace('b-w').png(),
      sharp(pictures.png).png({ palette: true }),
      sharp(pictures.png).ensureAlpha(0.5).png(),
      sharp(pictures.png).toColourspace('cmyk').jpeg(),
    ]) {
      expect(await inspectPicture(await drawn.toBuffer())).toMatchObject({ width: 300, height: 200 });
    }
  });
});
