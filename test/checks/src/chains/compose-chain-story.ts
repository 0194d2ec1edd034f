import { type ChainPolicy, isNamedPolicy } from './chain-policies.ts';
import { randomOf } from './random-of.ts';

/** How the story is drawn; what is left out is the server's own choice. */
export interface ChainRender {
  readonly provider: string;
  readonly model?: string | undefined;
  readonly size?: string | undefined;
  readonly quality?: string | undefined;
}

export interface ChainStoryOptions {
  readonly policy: ChainPolicy;
  readonly panels: number;
  readonly seed: number;
  readonly render: ChainRender;
  readonly maxUsd?: number | undefined;
  /** A vision model that is asked about every frame; it buys no retake. */
  readonly review?: string | undefined;
}

const cast = [
  { id: 'hare', name: 'Hare', description: 'a lean brown hare with long black-tipped ears and a red scarf' },
  {
    id: 'tortoise',
    name: 'Tortoise',
    description: 'an old green tortoise with a chipped shell and small round glasses',
  },
  { id: 'owl', name: 'Owl', description: 'a stout grey owl in a blue waistcoat' },
];
const winter = { id: 'winter', description: 'a long green coat with brass buttons, and no scarf' };
const locations = [
  { id: 'meadow', description: 'a wide meadow with one crooked oak', words: 'in the meadow' },
  { id: 'road', description: 'a dusty road between two stone walls', words: 'on the road' },
  { id: 'room', description: 'a small room with a green stove and a round window', words: 'in the room at night' },
] as const;

/** ViStoryBench asks of every picture for scene, camera, interaction, action and who is on stage; so each prompt says all of them. */
const cameras = ['Long shot', 'Medium shot', 'Close-up', 'Seen from above', 'Seen from below', 'Over the shoulder'];
const alone = [
  'walks slowly',
  'looks up at the sky',
  'sits down to rest',
  'points ahead',
  'reads a letter',
  'laughs aloud',
];
const together = ['argues with', 'walks beside', 'whispers to', 'offers an apple to', 'turns away from', 'dances with'];

/** Scenes are so many panels long, in turn by chance. */
const lengths = [5, 6, 7, 8, 9, 10];

/**
 * A story of three characters, of whom one changes clothes in the middle, in three places that come back: what a long comic asks of a
 * chain. The same seed, length and policy give the same document; policies differ in nothing but what goes along with each panel.
 */
export function composeChainStory({ policy, panels, seed, render, maxUsd, review }: ChainStoryOptions) {
  const pick = randomOf(seed);
  const scenes: { id: string; location: string; wears?: Record<string, string> }[] = [];
  const drawn: object[] = [];
  let place = pick(locations);
  while (drawn.length < panels) {
    const coat = drawn.length >= panels / 2;
    const scene = `scene-${scenes.length + 1}`;
    scenes.push({ id: scene, location: place.id, ...(coat && { wears: { hare: winter.id } }) });
    const length = Math.min(pick(lengths), panels - drawn.length);
    for (let at = 0; at < length; at += 1) {
      const [first, second] = pick([
        ['hare', 'tortoise'],
        ['tortoise', 'hare'],
        ['owl', 'hare'],
        ['hare'],
        ['tortoise'],
      ] as const);
      const name = (id: string) => cast.find((it) => it.id === id)?.name ?? id;
      const deed = second === undefined ? pick(alone) : `${pick(together)} ${name(second)}`;
      const shown = [first, ...(second === undefined ? [] : [second])];
      drawn.push({
        prompt: `${pick(cameras)}: ${name(first)} ${deed}, ${place.words}`,
        scene,
        characters: shown,
        ...(isNamedPolicy(policy) && {
          references: [
            ...shown.map((id) => (id === 'hare' && coat ? `hare/${winter.id}` : id)),
            place.id,
            ...(policy === 'anchor' ? ['anchor'] : []),
          ],
        }),
      });
    }
    place = pick(locations.filter(({ id }) => id !== place.id));
  }
  return {
    title: `Chains: ${policy} (seed ${seed})`,
    style: 'ink and watercolour',
    characters: cast.map((it) => (it.id === 'hare' ? { ...it, outfits: [winter] } : it)),
    locations: locations.map(({ id, description }) => ({ id, description })),
    scenes,
    plates: { draw: ['characters', 'locations'] },
    render: { ...render, batchSize: 8, chain: policy === 'scene' ? 'scene' : 'always' },
    ...(review !== undefined && { review: { model: review, retakes: 0 } }),
    ...(maxUsd !== undefined && { budget: { maxUsd } }),
    panels: drawn,
  };
}
