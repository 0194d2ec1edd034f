import { parseStorySpec, type StorySpec } from '@nextpanel/core';
import { expect, it } from 'vitest';
import { letterStory } from './src/letter-example.ts';

const tale =
  'Well, I was going to tell you all about what happened yesterday at the old mill, when the miller and his three daughters came home late from ' +
  'the market and found the door wide open, the cat on the table, the milk all gone, and nobody at all to blame for it.';

const texts = [
  { kind: 'speech', text: tale },
  { kind: 'speech', text: tale.toUpperCase() },
  { kind: 'thought', text: tale },
  { kind: 'speech', text: `${tale} ${tale}` },
];

const story = (layout: 'comic' | 'manga'): StorySpec => {
  const parsed = parseStorySpec(
    JSON.stringify({
      title: 'The mill',
      language: 'en',
      characters: ['Ana', 'Bo'].map((name) => ({ id: name.toLowerCase(), name, description: 'red hair' })),
      panels: texts.map((text) => ({
        prompt: 'Two people talk',
        characters: ['ana', 'bo'],
        text: [{ ...text, speaker: 'ana' }],
      })),
      book: { layout },
    }),
    { references: 'local-allowed' },
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.spec;
};

it.each(['comic', 'manga'] as const)(
  'long speeches fit into the pages of a %s, in the usual size, and cover no mouth',
  async (layout) => {
    const { pages } = await letterStory(story(layout));
    const panels = pages.flatMap(({ lettering }) => lettering.panels);
    expect(panels.flatMap(({ warnings }) => warnings)).toEqual([]);
    expect(panels.map(({ texts: set }) => set.length)).toEqual([1, 1, 1, 1]);
  },
);
