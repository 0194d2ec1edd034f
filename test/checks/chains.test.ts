import { storySpecSchema } from '@nextpanel/core';
import { drawStoryboardFrame } from '@nextpanel/imaging';
import { wearPicture } from '@nextpanel/vendors';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { chainPolicies } from './src/chains/chain-policies.ts';
import { composeChainStory } from './src/chains/compose-chain-story.ts';
import { measureDistances } from './src/chains/measure-distances.ts';

const render = { provider: 'openai', size: '1024x1024', quality: 'low' };
const compose = (policy: (typeof chainPolicies)[number], seed = 7) =>
  composeChainStory({ policy, panels: 64, seed, render });

describe('the story that policies are compared with', () => {
  it('is published as it is drawn, and the same for every policy but for what goes along', async () => {
    await expect(stringify(compose('always'))).toMatchFileSnapshot('./story-set/64-panels-seed-7.yaml');
    const plain = (policy: (typeof chainPolicies)[number]) => {
      const spec = storySpecSchema.parse(compose(policy));
      return { ...spec, title: '', render: null, panels: spec.panels.map((panel) => ({ ...panel, references: null })) };
    };
    for (const policy of chainPolicies) expect(plain(policy)).toEqual(plain('always'));
    expect(compose('always', 8)).not.toEqual({ ...compose('always'), title: compose('always', 8).title });
  });

  it('has three places that come back, and an outfit that changes in the middle', () => {
    const { scenes } = compose('always');
    expect(new Set(scenes.map(({ location }) => location)).size).toBe(3);
    expect(scenes.length).toBeGreaterThan(6);
    expect(scenes.findIndex(({ wears }) => wears)).toBeGreaterThan(2);
  });
});

describe('drift by distance', () => {
  const draw = async (index: number, wear: number) => ({
    number: index + 1,
    location: 'meadow',
    bytes: await wearPicture(
      await drawStoryboardFrame({
        number: index + 1,
        prompt: 'The hare walks in the meadow',
        characters: [{ id: 'hare', name: 'Hare' }],
        language: 'en',
        reference: null,
        requestKey: index.toString(16).padStart(64, '0'),
        width: 256,
        height: 256,
      }),
      wear,
    ),
  });

  it('is nothing where pictures stay as they are, and grows where each is more worn than the one before', async () => {
    const numbers = Array.from({ length: 24 }, (_, index) => index);
    const steady = await measureDistances(await Promise.all(numbers.map((index) => draw(index, 0))));
    expect(steady.distances.map(({ from, frames, found }) => [from, frames, found])).toEqual([
      [0, 4, 0],
      [8, 8, 0],
      [16, 8, 0],
    ]);
    const worn = await measureDistances(await Promise.all(numbers.map((index) => draw(index, index / 3))));
    const [near = 0, middle = 0, far = 0] = worn.distances.map(({ spreads }) => spreads);
    expect([near < middle, middle < far, worn.distances.at(-1)?.found]).toEqual([true, true, 1]);
    expect(worn.last.light).toBeLessThan(-10);
    expect(worn.last.grain).toBeGreaterThan(2);
    expect(Math.abs(steady.last.light)).toBeLessThan(5);
  });
});
