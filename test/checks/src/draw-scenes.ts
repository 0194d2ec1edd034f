import { createHash } from 'node:crypto';
import { drawStoryboardFrame } from '@nextpanel/imaging';

const cast = [
  { id: 'hare', name: 'Hare' },
  { id: 'tortoise', name: 'Tortoise' },
];

const moments = [
  'The hare boasts',
  'The tortoise waits',
  'The hare laughs at the tortoise',
  'They look at the sky',
  'The hare points ahead',
  'The tortoise walks on',
  'The hare sits down',
  'The tortoise smiles',
];

const places = ['in the meadow', 'on the road', 'in the room at night', 'under the tree', 'by the sea', 'in the snow'];

/** Frames of a scene: one place, eight moments. The same seed draws the same frames. */
export async function drawScene(scene: number, seed: number, side = 512): Promise<Buffer[]> {
  const place = places[scene % places.length];
  return Promise.all(
    moments.map(async (moment, index) => {
      const prompt = `${moment} ${place}`;
      const frame = await drawStoryboardFrame({
        number: index + 1,
        prompt,
        characters: cast.slice(0, 1 + (index % 2)),
        language: 'en',
        reference: null,
        requestKey: createHash('sha256').update(`${seed} ${scene} ${index} ${prompt}`).digest('hex'),
        width: side,
        height: side,
      });
      return Buffer.from(frame);
    }),
  );
}
