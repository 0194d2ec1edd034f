import { describe, expect, it } from 'vitest';
import { findModel } from '../../src/catalogue/find-model.ts';
import { parseSize } from '../../src/catalogue/size-rule.ts';
import type { PromptInput } from '../../src/prompts/compose-prompt.ts';
import type { ReferenceRole } from '../../src/prompts/order-references.ts';
import type { PromptPanel, PromptStory } from '../../src/prompts/prompt-parts.ts';
import { findRecipe, olderRecipes } from '../../src/prompts/recipes.ts';
import type { PanelText } from '../../src/story-spec.ts';

const story: PromptStory = {
  style: 'Loose ink line and watercolour.',
  language: 'en',
  characters: [
    { id: 'hare', name: 'Hare', description: 'A lean brown hare in a red scarf.' },
    { id: 'fox', name: 'Fox', description: 'A slim russet fox in a yellow cap.' },
  ],
};
const overlay: PanelText = { kind: 'speech', text: 'Nobody is faster!', speaker: 'hare', drawnBy: 'overlay' };
const painted: PanelText = { ...overlay, drawnBy: 'model' };
const panel = (number: number, text: PanelText[] = [], prompt = 'The hare sleeps.'): PromptPanel => ({
  number,
  prompt,
  characters: ['hare'],
  text,
});
const compose = (over: Partial<PromptInput>, recipe = 2) =>
  findRecipe(recipe).composePrompt({
    story,
    method: 'panels',
    panels: [panel(9)],
    references: [],
    panelsSinceReference: 0,
    distance: 0,
    size: parseSize('1024x1024'),
    model: findModel({ provider: 'openai', model: 'gpt-image-2' }),
    ...over,
  });
const sheetOf = (id: string): ReferenceRole[] => [{ kind: 'character', id }];
const anchor: ReferenceRole[] = [{ kind: 'anchor' }];
const frame: ReferenceRole[] = [{ kind: 'reference-frame' }];

describe('recipe 2: the pictures that go along', () => {
  it('shows several pictures of a character as one person, and a frame directly before as where the story is', () => {
    const references = [sheetOf('hare'), sheetOf('fox'), sheetOf('hare'), anchor, frame];
    expect(compose({ references, distance: 1, panels: [panel(9, [overlay])] })).toBe(
      `One panel of an illustrated story, drawn as one picture.
Style: Loose ink line and watercolour.
Attached pictures, in this order:
Image 1: picture of Hare.
Image 2: picture of Fox.
Image 3: another picture of Hare.
Image 4: the story's first frame.
Image 5: the frame directly before this panel.
Images 1 and 3 show one and the same character, Hare: learn the looks from all of them, and draw Hare once.
Take the looks from the characters' pictures exactly: face, body, colours, clothes; not pose, place or lettering.
Take the way of drawing from the story's first frame: line, palette, texture, proportions; and the looks of people in it who appear here again. Not its place, light or what happens in it.
Go on from the frame directly before: keep people, clothes, props, place, light and weather as they are there unless told otherwise below; draw a new moment, not the same composition.
The panel: The hare sleeps.
Who is in it; everyone looks the same in every picture of the story:
- Hare: A lean brown hare in a red scarf.
Composition: square, one moment, drawn to the edges of the picture; no border, no split into several panels.
Keep the upper third calm, background rather than faces, hands or action: lettering is set over it afterwards.
No text anywhere: no letters, words, captions, speech bubbles, sound effects, signature or watermark.`,
    );
  });

  it('takes place, light and weather only from a frame directly before', () => {
    const far = compose({ references: [frame], panelsSinceReference: 3, distance: 3 });
    expect(far).toContain('Image 1: the frame 3 panels before this panel.');
    expect(far).toContain('Place, light and weather may have changed since: take them from the words below');
    expect(far).not.toContain('Go on from');
  });

  it('counts from the frame that goes along, not from the batch', () => {
    // The ninth panel of a batch that is drawn by requests of eight continues from the eighth.
    const ninth = compose({ references: [frame], panelsSinceReference: 9, distance: 1 });
    expect(ninth).toContain('Image 1: the frame directly before this panel.');
    const first = compose({ references: [frame], panelsSinceReference: 9, distance: 1 }, 1);
    expect(first).toContain('the frame 9 panels before this one');
  });

  it('names a picture of two characters, and the first frame that is directly before', () => {
    const references = [
      [...sheetOf('hare'), ...sheetOf('fox')],
      [...anchor, ...frame],
    ];
    const prompt = compose({ references, distance: 1 });
    expect(prompt).toContain('Image 1: picture of Hare and Fox.');
    expect(prompt).toContain("Image 2: the story's first frame and the frame directly before this panel.");
    expect(prompt).not.toContain('one and the same');
  });
});

describe('recipe 2: room for lettering', () => {
  it('is asked for only where some will be set, whatever its words are', () => {
    expect(compose({})).not.toContain('calm');
    expect(compose({ panels: [panel(1, [painted])] })).not.toContain('calm');
    expect(compose({ panels: [panel(1, [painted, overlay])] })).toContain('Keep the upper third calm');
    const translated = compose({ panels: [panel(1, [{ ...overlay, text: 'Plus vite !' }])] });
    expect(translated).toBe(compose({ panels: [panel(1, [overlay])] }));
  });

  it('is named by panel in a batch', () => {
    const batch = (...texts: PanelText[][]) => {
      const [first, ...others] = texts.map((text, index) => panel(index + 1, text)) as [PromptPanel, ...PromptPanel[]];
      const prompt = compose({ method: 'series', panels: [first, ...others] });
      return prompt.slice(prompt.indexOf('Panel 1 (Hare)'));
    };
    expect(batch([], [])).not.toContain('calm');
    expect(batch([overlay], [overlay])).toContain('In every panel keep the upper third calm');
    expect(batch([overlay], [], [overlay])).toContain('In panels 1 and 3 keep the upper third calm');
    expect(batch([painted], [overlay])).toBe(`Panel 1 (Hare): The hare sleeps.
- lettering, speech balloon of Hare: “Nobody is faster!”
Panel 2 (Hare): The hare sleeps.
Only panel 1 has lettering drawn into the picture. The lettering is in English (en): exactly the words in quotes, every character as given, nothing added, left out or translated.
In panel 2 keep the upper third calm, background rather than faces, hands or action: lettering is set over it afterwards.
The other panels have no text: no letters, captions or speech bubbles.
No other text: no signature, watermark, title or page number.`);
  });
});

describe('recipe 2: who stands where', () => {
  const answer: PanelText = { ...overlay, speaker: 'fox', text: 'We will see.' };
  const both = (text: PanelText[], prompt = 'They talk.'): PromptPanel => ({
    ...panel(1, text, prompt),
    characters: ['fox', 'hare'],
  });

  it('is said where two speak in balloons, in the order by which the letterer leads their tails', () => {
    expect(compose({ panels: [both([overlay, answer])] })).toContain(
      'The panel: They talk.\nFrom left to right: Fox, Hare.\n',
    );
    const unlisted = { ...both([overlay, answer]), characters: [] };
    expect(compose({ panels: [unlisted] })).toContain('From left to right: Hare, Fox.');
    expect(compose({ method: 'series', panels: [both([overlay, answer]), panel(2)] })).toContain(
      '  From left to right: Fox, Hare.',
    );
  });

  it('is said wherever the panel places a figure, whatever its words and texts are', () => {
    const placed = { ...both([], 'The fox on the left mocks the hare.'), standing: new Map([['fox', 0.78]]) };
    expect(compose({ panels: [placed] })).toContain('From left to right: Hare, Fox.');
    const alone = { ...panel(1), characters: ['fox'], standing: new Map([['fox', 0.22]]) };
    expect(compose({ panels: [alone] })).toContain('Fox stands on the left.');
  });

  it.each([
    ['one speaks', [overlay, overlay], undefined],
    ['the second only thinks aloud in the picture', [overlay, { ...answer, drawnBy: 'model' as const }], undefined],
    ['a caption names the second', [overlay, { ...answer, kind: 'caption' as const }], undefined],
    ['the prompt places them', [overlay, answer], 'The fox on the left mocks the hare.'],
    ['the prompt places them in Japanese', [overlay, answer], 'キツネは右に立つ'],
    ['the prompt places them in French', [overlay, answer], 'Le renard est à côté.'],
  ])('is left open where %s', (_title, text, prompt) => {
    expect(compose({ panels: [both(text, prompt)] })).not.toContain('From left to right');
  });

  it('is no part of recipe 1', () => {
    expect(compose({ panels: [both([overlay, answer])] }, 1)).not.toContain('From left to right');
  });
});

it('what recipe 1 drew is found from recipe 2, and nothing is older than recipe 1', () => {
  expect(olderRecipes(findRecipe(2)).map(({ number }) => number)).toEqual([1]);
  expect(olderRecipes(findRecipe(1))).toEqual([]);
});

describe('recipe 2: scenes', () => {
  const set: PromptStory = {
    ...story,
    characters: [
      {
        ...(story.characters[0] as PromptStory['characters'][number]),
        outfits: [{ id: 'winter', description: 'A long green coat.' }],
      },
    ],
    locations: [{ id: 'mill', description: 'A tarred windmill on a bare hill.' }],
    props: [{ id: 'watch', description: 'A brass pocket watch.' }],
    scenes: [
      { id: 'race', location: 'mill', time: 'dusk', light: 'low sun', wears: { hare: 'winter' }, props: ['watch'] },
    ],
  };

  it('say place, time, light, objects and clothes, and what each picture is', () => {
    const references: ReferenceRole[][] = [
      [{ kind: 'character', id: 'hare', outfit: 'winter' }],
      [{ kind: 'location', id: 'mill' }],
      [{ kind: 'prop', id: 'watch' }],
      [{ kind: 'style' }],
      [{ kind: 'reference-frame', scene: 'other' }],
    ];
    expect(compose({ story: set, panels: [{ ...panel(9), scene: 'race' }], references, distance: 1 })).toBe(
      `One panel of an illustrated story, drawn as one picture.
Style: Loose ink line and watercolour.
Attached pictures, in this order:
Image 1: picture of Hare.
Image 2: the place where the scene is.
Image 3: the object "watch".
Image 4: the style.
Image 5: the frame directly before this panel.
Take the looks from the characters' pictures exactly: face, body, colours, clothes; not pose, place or lettering.
Take the place from its picture: buildings, layout, materials, colours; not its light, weather or point of view, and nobody who is not named below.
Take the looks of objects from their pictures exactly: shape, colours, material.
Take only the way of drawing from the picture of the style: line, palette, texture; nothing that it shows.
Take only people, their faces, hair and build, and the way of drawing from the frame directly before this panel: it shows another scene. Place, light, weather, clothes and props are those of the words below.
The panel: The hare sleeps.
The scene, which looks the same in all its pictures: A tarred windmill on a bare hill; time: dusk; light: low sun.
Objects of the scene; each looks the same in every picture in which it is seen:
- watch: A brass pocket watch.
Who is in it; everyone looks the same in every picture of the story:
- Hare: A lean brown hare in a red scarf. Wears here, instead of other clothes: A long green coat.
Composition: square, one moment, drawn to the edges of the picture; no border, no split into several panels.
No text anywhere: no letters, words, captions, speech bubbles, sound effects, signature or watermark.`,
    );
  });

  it('name the characters of a tile from left to right', () => {
    const cells = ['hare', 'fox'].map((id) => ({ kind: 'character' as const, id }));
    expect(compose({ references: [[{ kind: 'tile', cells }]] })).toContain('Image 1, left to right: Hare, Fox.');
  });

  it('keep place and light of a frame of the same scene, however far back', () => {
    const far = compose({ references: [[{ kind: 'reference-frame', scene: 'same' }]], distance: 5 });
    expect(far).toContain('Go on from the frame 5 panels before this panel, which shows the same scene: keep people');
  });
});
