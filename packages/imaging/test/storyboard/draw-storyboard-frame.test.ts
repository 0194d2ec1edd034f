import { createHash } from 'node:crypto';
import type { StoryboardFrame } from '@nextpanel/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { inspectPicture } from '../../src/inspect-picture.ts';
import { loadSharp, type Sharp } from '../../src/load-sharp.ts';
import { drawFigure } from '../../src/storyboard/draw-figure.ts';
import { drawStoryboardFrame } from '../../src/storyboard/draw-storyboard-frame.ts';
import { readStoryboardMark } from '../../src/storyboard/read-storyboard-mark.ts';
import { seededBy } from '../../src/storyboard/storyboard-random.ts';

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
const asReference = (bytes: Uint8Array) => ({ bytes, sha256: sha256(bytes) });

const frame = (more: Partial<StoryboardFrame> = {}): StoryboardFrame => ({
  number: 1,
  prompt: 'The hare boasts to the animals in the meadow',
  characters: [{ id: 'hare', name: 'Hare' }],
  language: 'en',
  reference: null,
  requestKey: sha256('request'),
  width: 256,
  height: 256,
  ...more,
});

let sharp: Sharp;
beforeAll(async () => {
  sharp = await loadSharp();
});

/** Hue in degrees, saturation and lightness 0–1 of the sky, the top sixteenth of the picture. */
async function sky(bytes: Uint8Array) {
  const { width, height } = await sharp(bytes).metadata();
  const top = await sharp(bytes)
    .extract({ left: 0, top: 0, width, height: Math.ceil(height / 16) })
    .toBuffer();
  const [r = 0, g = 0, b = 0] = await sharp(top).resize(1, 1, { fit: 'fill' }).raw().toBuffer();
  const [max, min] = [Math.max(r, g, b), Math.min(r, g, b)];
  const lightness = (max + min) / 510;
  const saturation = max === min ? 0 : (max - min) / 255 / (1 - Math.abs(2 * lightness - 1));
  const hue = (Math.atan2(Math.sqrt(3) * (g - b), 2 * r - g - b) * 180) / Math.PI;
  return { hue: (hue + 360) % 360, saturation, lightness };
}

const turn = (from: number, to: number) => (to - from + 360) % 360;

describe('a storyboard frame', () => {
  it.each([
    [64, 64],
    [256, 4096],
    [4096, 256],
    [65, 97],
    [300, 200],
    [1024, 1024],
    [1536, 1024],
    [4096, 2048],
  ])('of %d×%d is an RGB PNG of that size whose mark can be read', async (width, height) => {
    const bytes = await drawStoryboardFrame(frame({ width, height }));
    expect(await inspectPicture(bytes)).toEqual({ mime: 'image/png', width, height });
    expect(await sharp(bytes).metadata()).toMatchObject({ channels: 3, hasAlpha: false });
    expect(await readStoryboardMark(bytes)).toEqual({
      requestKey: sha256('request').slice(0, 16),
      reference: '0'.repeat(16),
    });
  });

  it('has the same bytes every time, and differs between requests', async () => {
    const reference = asReference(await drawStoryboardFrame(frame()));
    const once = await drawStoryboardFrame(frame({ reference }));
    expect(sha256(await drawStoryboardFrame(frame({ reference })))).toBe(sha256(once));
    expect(sha256(await drawStoryboardFrame(frame({ reference, requestKey: sha256('retake') })))).not.toBe(
      sha256(once),
    );
  });

  it.each(['', ' ', '<b>&"\'', '\uFFFF\u200F', '🦊'.repeat(500), 'あ'.repeat(8000), 'x'.repeat(8000), 'كان يا ما كان'])(
    'can be drawn from any prompt (%#)',
    async (prompt) => {
      const characters = [{ id: 'a', name: prompt.slice(0, 300) }];
      const bytes = await drawStoryboardFrame(frame({ prompt, characters, width: 512, height: 512 }));
      expect(await readStoryboardMark(bytes)).not.toBeNull();
    },
  );

  it('shows as much of its prompt below the scene as fits', async () => {
    const inkBelow = async (prompt: string) => {
      const bytes = await drawStoryboardFrame(frame({ prompt, width: 1024, height: 1024 }));
      const caption = sharp(bytes).extract({ left: 100, top: 905, width: 640, height: 110 }).greyscale().threshold(128);
      const { data } = await sharp(await caption.png().toBuffer())
        .raw()
        .toBuffer({ resolveWithObject: true });
      return data.filter((value) => value === 0).length;
    };
    const short = await inkBelow('The hare.');
    const long = await inkBelow('The hare boasts to all the animals. '.repeat(3));
    const endless = await inkBelow('The hare boasts to all the animals. '.repeat(200));
    expect(short).toBeGreaterThan(200);
    expect(long).toBeGreaterThan(short * 5);
    expect(endless).toBeLessThan(long * 2.5);
  });

  it('names its characters', async () => {
    const size = { width: 1024, height: 1024 };
    const draw = async (name: string) =>
      sharp(await drawStoryboardFrame(frame({ ...size, characters: [{ id: 'hare', name }] })))
        .raw()
        .toBuffer();
    const [hare, herbert] = [await draw('Hare'), await draw('Herbert')];
    const rows = new Set<number>();
    for (let at = 0; at < hare.length; at += 3) if (hare[at] !== herbert[at]) rows.add(Math.floor(at / 3 / size.width));
    expect(rows.size).toBeGreaterThan(10);
    expect(rows.size).toBeLessThan(60);
  });
});

describe('a character', () => {
  const looks = (id: string, pose: string) =>
    [
      ...drawFigure({ id, feet: { x: 0, y: 0 }, height: 200, facing: 1, pose: seededBy(pose) }).matchAll(
        /fill="(hsl[^"]+)"/g,
      ),
    ].map(([, fill]) => fill);

  it('keeps its colours in every pose', () => {
    expect(looks('hare', 'one')).toEqual(looks('hare', 'two'));
  });

  it('differs from others', () => {
    const cast = ['hare', 'tortoise', 'king', 'anna', 'tom', 'robot', 'owl', 'zoe'];
    expect(new Set(cast.map((id) => looks(id, 'one').join())).size).toBe(cast.length);
  });
});

describe('the chain', () => {
  it('is in the mark, which names the request and its reference', async () => {
    const first = await drawStoryboardFrame(frame());
    const second = await drawStoryboardFrame(frame({ reference: asReference(first), requestKey: sha256('second') }));
    expect(await readStoryboardMark(second)).toEqual({
      requestKey: sha256('second').slice(0, 16),
      reference: sha256(first).slice(0, 16),
    });
  });

  it('is in the colours, which follow the pixels of the reference, not its name', async () => {
    const paint = async (background: string) =>
      sharp({ create: { width: 64, height: 64, channels: 3, background } })
        .png()
        .toBuffer();
    for (const [colour, hue] of [
      ['#d02020', 0],
      ['#20d020', 120],
      ['#2020d0', 240],
    ] as const) {
      const reference = { bytes: await paint(colour), sha256: sha256('always the same') };
      const { hue: followed } = await sky(await drawStoryboardFrame(frame({ reference })));
      expect(turn(hue, followed)).toBeGreaterThan(12);
      expect(turn(hue, followed)).toBeLessThan(48);
    }
  });

  it('of 250 batches moves at every step, goes round the colour wheel, and never turns grey or glaring', async () => {
    const skies: Awaited<ReturnType<typeof sky>>[] = [];
    let reference = asReference(await drawStoryboardFrame(frame({ width: 96, height: 96 })));
    for (let batch = 0; batch < 250; batch++) {
      const requestKey = sha256(String(batch));
      const bytes = await drawStoryboardFrame(
        frame({ width: 96, height: 96, number: batch * 8 + 8, reference, requestKey }),
      );
      skies.push(await sky(bytes));
      reference = asReference(bytes);
    }
    const turns = skies.slice(1).map(({ hue }, index) => turn(skies[index]?.hue ?? 0, hue));
    expect(Math.min(...turns)).toBeGreaterThan(5);
    expect(Math.max(...turns)).toBeLessThan(80);
    for (const { saturation, lightness } of skies) {
      expect(saturation).toBeGreaterThan(0.25);
      expect(saturation).toBeLessThan(0.9);
      expect(lightness).toBeGreaterThan(0.5);
      expect(lightness).toBeLessThan(0.95);
    }
    const turned = turns.reduce((sum, step) => sum + step, 0);
    expect(turned).toBeGreaterThan(10 * 360);
  });

  it('continues from a grey picture', async () => {
    const grey = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#808080' } })
      .png()
      .toBuffer();
    expect((await sky(await drawStoryboardFrame(frame({ reference: asReference(grey) })))).saturation).toBeGreaterThan(
      0.25,
    );
  });
});

describe('the mark', () => {
  it('is not found in other pictures', async () => {
    const size = { width: 256, height: 256, channels: 3 } as const;
    for (const [index, background] of ['#000', '#fff', '#888'].entries()) {
      const flat = sharp({ create: { ...size, background } });
      const noisy = sharp({
        create: { ...size, background, noise: { type: 'gaussian', mean: 128, sigma: 20 + index * 60 } },
      });
      expect(await readStoryboardMark(await flat.png().toBuffer())).toBeNull();
      expect(await readStoryboardMark(await noisy.png().toBuffer())).toBeNull();
    }
    expect(await readStoryboardMark(Buffer.from('not a picture'))).toBeNull();
    expect(
      await readStoryboardMark(
        await sharp({ create: { ...size, width: 20, background: '#fff' } })
          .png()
          .toBuffer(),
      ),
    ).toBeNull();
  });

  it('is invalid with one bit changed, and absent once cropped away', async () => {
    const bytes = await drawStoryboardFrame(frame({ width: 512, height: 512 }));
    const cropped = await sharp(bytes).extract({ left: 0, top: 0, width: 500, height: 500 }).png().toBuffer();
    expect(await readStoryboardMark(cropped)).toBeNull();
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    // Cells of 2 px; the mark is 104×14 with its top left corner at 402,492: this is its cell of column 5, row 0.
    for (const [x, y] of [
      [416, 496],
      [417, 496],
      [416, 497],
      [417, 497],
    ] as const) {
      const at = (y * info.width + x) * 3;
      data.fill((data[at] ?? 0) > 128 ? 0 : 255, at, at + 3);
    }
    const changed = await sharp(data, { raw: { width: 512, height: 512, channels: 3 } })
      .png()
      .toBuffer();
    expect(await readStoryboardMark(changed)).toBeNull();
  });

  it('survives lossless WebP and good JPEG', async () => {
    const bytes = await drawStoryboardFrame(frame({ width: 1024, height: 1024 }));
    const mark = await readStoryboardMark(bytes);
    expect(mark).not.toBeNull();
    expect(await readStoryboardMark(await sharp(bytes).webp({ lossless: true }).toBuffer())).toEqual(mark);
    expect(
      await readStoryboardMark(await sharp(bytes).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer()),
    ).toEqual(mark);
  });
});
