import { createHash } from 'node:crypto';
import { copyDistances, copySize, findCopies as findCopiesAmong, mostCellDifference } from '@nextpanel/checks';
import { drawStoryboardFrame, readPixels } from '@nextpanel/imaging';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';

const findCopies = async (pictures: readonly Uint8Array[]) =>
  findCopiesAmong(await Promise.all(pictures.map((bytes) => readPixels(bytes, copySize))));

const sha256 = (of: Uint8Array | string) => createHash('sha256').update(of).digest('hex');
const cast = [
  { id: 'hare', name: 'Hare' },
  { id: 'tortoise', name: 'Tortoise' },
];
const stories: [string, string[]][] = [
  [
    'on a meadow and a road',
    [
      'The hare boasts in the meadow',
      'The hare laughs at the tortoise in the meadow',
      'The race begins on the road',
      'The tortoise walks slowly on the road',
      'The hare sleeps under a tree in the meadow',
      'The tortoise passes the sleeping hare',
      'The hare wakes and runs on the road',
      'The tortoise wins',
    ],
  ],
  [
    'in one room',
    ['In the room at night', 'In the room at night, she reads', 'In the room, she wakes', 'She leaves the room'],
  ],
  ['of the same words', ['The hare runs', 'The hare runs', 'The hare runs', 'The hare runs']],
];

/** Frames of a story: the same palette and cast, each with a pose and scene of its own. */
const drawStory = (prompts: readonly string[], side: number) =>
  Promise.all(
    prompts.map((prompt, index) =>
      drawStoryboardFrame({
        number: index + 1,
        prompt,
        characters: cast,
        language: 'en',
        reference: null,
        requestKey: sha256(`${index} ${prompt}`),
        width: side,
        height: side,
      }),
    ),
  );

const shifted = async (bytes: Uint8Array, side: number) => {
  const moved = await sharp(bytes)
    .extract({ left: 1, top: 1, width: side - 1, height: side - 1 })
    .png()
    .toBuffer();
  return sharp(moved).extend({ right: 1, bottom: 1, extendWith: 'copy' }).png().toBuffer();
};

const copies: [string, (bytes: Uint8Array, side: number) => Promise<Uint8Array>][] = [
  ['the same bytes', async (bytes) => bytes],
  ['a JPEG of quality 80', (bytes) => sharp(bytes).jpeg({ quality: 80 }).toBuffer()],
  ['3 % brighter', (bytes) => sharp(bytes).linear(1.03, 0).png().toBuffer()],
  ['3 % darker', (bytes) => sharp(bytes).linear(0.97, 0).png().toBuffer()],
  ['shifted by a pixel both ways', shifted],
  [
    'a WebP of half the size',
    (bytes, side) =>
      sharp(bytes)
        .resize(side / 2)
        .webp({ quality: 70 })
        .toBuffer(),
  ],
];

describe.each([256, 1024])('among frames of %d pixels', (side) => {
  it.each(stories)('a story %s has no copies', async (_, prompts) => {
    expect(await findCopies(await drawStory(prompts, side))).toEqual([]);
  });

  it.each(copies)('every copy is found: %s', async (_, copy) => {
    const frames = await drawStory(stories[0]?.[1].slice(0, 4) ?? [], side);
    const found = await findCopies([...frames, ...(await Promise.all(frames.map((frame) => copy(frame, side))))]);
    expect(found.map(({ a, b }) => [a, b])).toEqual(frames.map((_frame, index) => [index, index + frames.length]));
  });
});

describe('copies', () => {
  it('are compared each with each; identical ones have distance 0', async () => {
    const [one, other] = await drawStory(['The hare runs', 'The tortoise swims in the sea'], 256);
    if (one === undefined || other === undefined) throw new Error('no frames');
    expect(await findCopies([one, other, one, one])).toEqual([
      { a: 0, b: 2, distance: 0 },
      { a: 0, b: 3, distance: 0 },
      { a: 2, b: 3, distance: 0 },
    ]);
    expect(await findCopies([])).toEqual([]);
  });

  it('are not the same scene in another brightness: day is not night', async () => {
    const [day] = await drawStory(['The hare runs'], 256);
    const night = await sharp(day).linear(0.6, 0).png().toBuffer();
    expect(await findCopies([day ?? Buffer.alloc(0), night])).toEqual([]);
  });

  it('are not pictures of equal brightness in another colour', async () => {
    const flat = (background: string) =>
      sharp({ create: { width: 64, height: 64, channels: 3, background } })
        .png()
        .toBuffer();
    expect(await findCopies([await flat('#a04040'), await flat('#40a040'), await flat('#4040a0')])).toEqual([]);
  });

  it('of one picture are judged by the same measure', async () => {
    const [one, other] = await drawStory(['The hare runs', 'The tortoise swims in the sea'], 256);
    if (one === undefined || other === undefined) throw new Error('no frames');
    const read = (bytes: Uint8Array) => readPixels(bytes, copySize);
    const [copy = 0, another = 0] = copyDistances(await read(one), [
      await read(await sharp(one).jpeg({ quality: 80 }).toBuffer()),
      await read(other),
    ]);
    expect(copy).toBeLessThan(mostCellDifference);
    expect(another).toBeGreaterThan(mostCellDifference);
  });

  it('cannot be sought in broken pictures', async () => {
    await expect(findCopies([Buffer.from('nothing')])).rejects.toMatchObject({ code: 'picture_unreadable' });
  });
});
