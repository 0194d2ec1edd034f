import { createHash } from 'node:crypto';
import { drawStoryboardFrame } from '@nextpanel/imaging';
import { places } from './draw-places.ts';

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

/** A frame, and what a model may have made of it: one figure in other clothes, one more, one missing. */
export interface SceneFrame {
  readonly frame: Buffer;
  readonly altered: Readonly<Record<Alteration, Buffer>>;
}

export const alterations = ['outfit swapped', 'person added', 'person removed'] as const;
export type Alteration = (typeof alterations)[number];

const stranger = { id: 'owl', name: 'Owl' };

/** Frames of a scene: one place, eight moments. The same seed draws the same frames. */
export async function drawScene(scene: number, seed: number, side = 512): Promise<SceneFrame[]> {
  const place = places[scene % places.length];
  return Promise.all(
    moments.map(async (moment, index) => {
      const prompt = `${moment} ${place}`;
      const draw = async (characters: readonly { readonly id: string; readonly name: string }[]) =>
        Buffer.from(
          await drawStoryboardFrame({
            number: index + 1,
            prompt,
            characters,
            language: 'en',
            reference: null,
            requestKey: createHash('sha256').update(`${seed} ${scene} ${index} ${prompt}`).digest('hex'),
            width: side,
            height: side,
          }),
        );
      const shown = cast.slice(0, 1 + (index % 2));
      return {
        frame: await draw(shown),
        altered: {
          // The storyboard gives each id its own colours and shape; the name below stays.
          'outfit swapped': await draw(shown.map((it, at) => (at === 0 ? { ...it, id: `${it.id}-in-a-coat` } : it))),
          'person added': await draw([...shown, stranger]),
          'person removed': await draw(shown.slice(1)),
        },
      };
    }),
  );
}
