import { expect, it } from 'vitest';
import { loadSharp } from '../src/load-sharp.ts';
import { scalePicture } from '../src/scale-picture.ts';

it('a scaled picture is a PNG of the size, upright, and the same bytes each time', async () => {
  const sharp = await loadSharp();
  // Stored lying on its side, as phones do: 6 means that it is shown turned by 90 degrees.
  const picture = await sharp({ create: { width: 800, height: 400, channels: 3, background: '#369' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  const scaled = await scalePicture(picture, { width: 100, height: 200 });
  const { format, width, height, orientation } = await sharp(scaled).metadata();
  expect({ format, width, height, orientation }).toEqual({
    format: 'png',
    width: 100,
    height: 200,
    orientation: undefined,
  });
  expect(await scalePicture(picture, { width: 100, height: 200 })).toEqual(scaled);
});
