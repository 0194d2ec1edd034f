import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findModel } from '../../src/catalogue/find-model.ts';
import { parseSize } from '../../src/catalogue/size-rule.ts';
import { composePrompt, type PromptInput } from '../../src/prompts/compose-prompt.ts';
import type { ReferenceRole } from '../../src/prompts/order-references.ts';
import type { PromptPanel, PromptStory } from '../../src/prompts/prompt-parts.ts';
import type { PanelText } from '../../src/story-spec.ts';

const model = findModel({ provider: 'openai', model: 'gpt-image-2' });
const story: PromptStory = {
  style: 'Loose ink line and watercolour.\nWarm palette.\n',
  language: 'en',
  characters: [
    { id: 'hare', name: 'Hare', description: 'A lean brown hare in a red scarf.' },
    { id: 'fox', name: 'Fox', description: 'A slim russet fox in a yellow cap.' },
    { id: 'owl', name: 'Owl', description: 'A plump grey owl with a pocket watch.' },
  ],
};
const panel = (number: number, prompt: string, characters: string[] = [], text: PanelText[] = []): PromptPanel => ({
  number,
  prompt,
  characters,
  text,
});
const say = (text: string, over: Partial<PanelText> = {}): PanelText => ({
  kind: 'speech',
  text,
  drawnBy: 'model',
  ...over,
});
const sheetOf = (id: string): ReferenceRole[] => [{ kind: 'character', id }];
const anchor: ReferenceRole[] = [{ kind: 'anchor' }];
const frame: ReferenceRole[] = [{ kind: 'reference-frame' }];
const compose = (over: Partial<PromptInput> & Pick<PromptInput, 'panels'>) =>
  composePrompt({
    story,
    method: 'panels',
    references: [],
    panelsSinceReference: 0,
    distance: 0,
    size: parseSize('1024x1024'),
    model,
    ...over,
  });

// Recipe 1, which is never edited: what it drew is recalled by these words.

describe('the prompt of a panel', () => {
  it('of a first batch', () => {
    expect(compose({ panels: [panel(1, 'The hare boasts\nin the meadow.', ['hare', 'fox'])] })).toBe(
      `One panel of an illustrated story, drawn as one picture.
Style: Loose ink line and watercolour. Warm palette.
The panel: The hare boasts in the meadow.
Who is in it; everyone looks the same in every picture of the story:
- Hare: A lean brown hare in a red scarf.
- Fox: A slim russet fox in a yellow cap.
Composition: square, one moment, drawn to the edges of the picture; no border, no split into several panels.
Keep the upper third calm, background rather than faces, hands or action: lettering is set over it afterwards.
No text anywhere: no letters, words, captions, speech bubbles, sound effects, signature or watermark.`,
    );
  });

  it('of a later batch, with everything that goes along', () => {
    const prompt = compose({
      panels: [panel(9, 'The hare sleeps.', ['hare'])],
      references: [sheetOf('hare'), anchor, frame],
      panelsSinceReference: 1,
      size: parseSize('1536x1024'),
    });
    expect(prompt).toBe(
      `One panel of an illustrated story, drawn as one picture.
Style: Loose ink line and watercolour. Warm palette.
Attached pictures, in this order:
Image 1: character sheet of Hare.
Image 2: the story's first frame.
Image 3: the frame just before this panel.
Take the looks from the character sheets exactly: face, body, colours, clothes; not pose, place or lettering.
Take the way of drawing from the story's first frame: line, palette, texture, proportions; not what happens in it.
Go on from the frame before: keep people, clothes, props, place, light and weather as they are there unless told otherwise below; draw a new moment, not the same composition.
The panel: The hare sleeps.
Who is in it; everyone looks the same in every picture of the story:
- Hare: A lean brown hare in a red scarf.
Composition: 3:2 landscape, one moment, drawn to the edges of the picture; no border, no split into several panels.
Keep the upper third calm, background rather than faces, hands or action: lettering is set over it afterwards.
No text anywhere: no letters, words, captions, speech bubbles, sound effects, signature or watermark.`,
    );
  });

  it('says how far back the reference frame is, and never the number of a panel', () => {
    const at = (number: number, referencePanel: number) =>
      compose({
        panels: [panel(number, 'p')],
        references: [frame],
        panelsSinceReference: number - referencePanel,
      });
    expect(at(11, 8)).toContain('Image 1: the frame 3 panels before this one.');
    // Panels inserted before a batch must not have it paid again.
    expect(at(31, 28)).toBe(at(11, 8));
  });

  it('names a picture that is two things as both', () => {
    const prompt = compose({
      panels: [panel(2, 'p', ['hare', 'fox'])],
      references: [
        [...sheetOf('hare'), ...sheetOf('fox')],
        [...anchor, ...frame],
      ],
      panelsSinceReference: 1,
    });
    expect(prompt).toContain('Image 1: character sheet of Hare and Fox.');
    expect(prompt).toContain("Image 2: the story's first frame and the frame just before this panel.");
  });

  it('is the same whatever the overlay says: lettering is translated without drawing anything', () => {
    const plain = compose({ panels: [panel(1, 'p', ['hare'])] });
    const lettered = compose({ panels: [panel(1, 'p', ['hare'], [say('Nobody is faster!', { drawnBy: 'overlay' })])] });
    expect(lettered).toBe(plain);
  });

  it.each([
    ['1024x1536', '2:3 portrait'],
    ['1920x1088', '1.76:1 landscape'],
    ['1088x1920', '1:1.76 portrait'],
    ['2048x1152', '16:9 landscape'],
  ])('calls %s %s', (size, shape) => {
    expect(compose({ panels: [panel(1, 'p')], size: parseSize(size) })).toContain(`Composition: ${shape}, one moment`);
  });
});

describe('lettering drawn by the model', () => {
  const lettering = (language: string, text: PanelText[]) => {
    const prompt = compose({ story: { ...story, language }, panels: [panel(1, 'p', ['hare'], text)] });
    return prompt.slice(prompt.indexOf('Lettering in the picture:'));
  };

  it('is quoted with its place and its language', () => {
    const text = [
      say('Nobody is faster!', { speaker: 'hare' }),
      say('Once, in a\n  meadow', { kind: 'caption' }),
      say('Third time this week.', { kind: 'thought', speaker: 'fox' }),
      say('ZOOM', { kind: 'sfx' }),
      say('Who said that?'),
      say('Set on the sheet', { drawnBy: 'overlay' }),
    ];
    expect(lettering('en', text)).toBe(
      `Lettering in the picture:
- speech balloon of Hare: “Nobody is faster!”
- caption box: “Once, in a meadow”
- thought balloon of Fox: “Third time this week.”
- sound effect, lettered into the drawing: “ZOOM”
- speech balloon: “Who said that?”
The lettering is in English (en): exactly the words in quotes, every character as given, nothing added, left out or translated.
No text but this lettering: no letters, words, captions, speech bubbles, sound effects, signature or watermark beside it.`,
    );
  });

  it.each([
    ['ar', 'Arabic (ar)', 'It is written from right to left with its letters joined.'],
    ['ar-EG', 'Arabic (ar-EG)', 'right to left with its letters joined'],
    ['fa', 'Persian (fa)', 'right to left with its letters joined'],
    ['he', 'Hebrew (he)', 'It is written from right to left.'],
    ['ja', 'Japanese (ja)', 'Draw every character in full'],
    ['ko', 'Korean (ko)', 'Draw every character in full'],
    ['zh-Hant', 'Traditional Chinese (zh-Hant)', 'Draw every character in full'],
    ['zh-TW', 'Traditional Chinese (zh-TW)', 'Draw every character in full'],
    ['zh', 'Simplified Chinese (zh)', 'Draw every character in full'],
    ['pt-BR', 'Portuguese (pt-BR)', ''],
    ['tlh', 'the language with the tag "tlh"', ''],
  ])('in %s is in %s', (language, name, script) => {
    const text = lettering(language, [say('桃太郎 ذهب')]);
    expect(text).toContain(`in ${name}: exactly the words in quotes`);
    expect(text).toContain('“桃太郎 ذهب”');
    expect(text).toContain(script);
    expect(/right to left|in full/.test(text)).toBe(script !== '');
  });

  it('leaves no room for an overlay', () => {
    const prompt = compose({ panels: [panel(1, 'p', [], [say('Hello')])] });
    expect(prompt).not.toContain('upper third');
  });
});

describe('the prompt of a batch', () => {
  const panels = [
    panel(9, 'The hare sleeps.', ['hare']),
    panel(10, 'The fox looks at the sun.', ['fox']),
    panel(11, 'Nobody is there.'),
  ] as const;
  const tail = `Style: Loose ink line and watercolour. Warm palette.
Attached pictures, in this order:
Image 1: the story's first frame.
Image 2: the frame just before panel 1.
Take the way of drawing from the story's first frame: line, palette, texture, proportions; not what happens in it.
Go on from the frame before: keep people, clothes, props, place, light and weather as they are there unless told otherwise below; draw a new moment, not the same composition.
Who is in it; everyone looks the same in every picture of the story:
- Hare: A lean brown hare in a red scarf.
- Fox: A slim russet fox in a yellow cap.
The panels tell one story in order. Each goes on from the one before: keep people, clothes, props, place, light and weather unless the panel says otherwise; each is a new moment with a composition of its own.
Panel 1 (Hare): The hare sleeps.
Panel 2 (Fox): The fox looks at the sun.
Panel 3: Nobody is there.
In every panel keep the upper third calm, background rather than faces, hands or action: lettering is set over it afterwards.
No text anywhere: no letters, words, captions, speech bubbles, sound effects, signature or watermark.`;
  const batch = (over: Partial<PromptInput>) =>
    compose({ panels: [...panels], references: [anchor, frame], panelsSinceReference: 1, ...over });

  it('by series', () => {
    expect(batch({ method: 'series' })).toBe(
      `Draw 3 panels of an illustrated story as 3 separate images: call the image tool 3 times, once for each panel, in this order, and answer with nothing else.
Each image is square and shows one panel, drawn to its edges. No collage, no grid, no composite, no borders.
${tail}`,
    );
  });

  it('by one call', () => {
    expect(batch({ method: 'one-call' })).toBe(
      `Draw 3 panels of an illustrated story as 3 separate images, one for each panel, in this order.
Each image is square and shows one panel, drawn to its edges. No collage, no grid, no composite, no borders.
${tail}`,
    );
  });

  it('by contact sheet', () => {
    expect(batch({ method: 'contact-sheet', size: parseSize('1536x1024') })).toBe(
      `Draw one picture: a contact sheet of 3 panels of an illustrated story in a grid of 1 column by 3 rows.
All cells have exactly the same size and are 3:2 landscape. Straight gutters of pure white divide them, and a margin of the same white runs around; nothing crosses a gutter, nothing is written in it.
Panels run from left to right, then from top to bottom: row 1: panel 1; row 2: panel 2; row 3: panel 3.
${tail}`,
    );
  });

  it('by contact sheet with blank cells', () => {
    const seven = Array.from({ length: 7 }, (_, index) => panel(index + 1, 'p'));
    const prompt = compose({ method: 'contact-sheet', panels: seven as unknown as PromptInput['panels'] });
    expect(prompt).toContain('in a grid of 2 columns by 4 rows.');
    expect(prompt).toContain('row 1: panels 1 and 2; row 2: panels 3 and 4; row 3: panels 5 and 6; row 4: panel 7.');
    expect(prompt).toContain('The last cell stays pure white.');
  });

  it('with lettering drawn by the model in some panels', () => {
    const lettered = [panel(1, 'p', ['hare'], [say('すごい', { speaker: 'hare' })]), panel(2, 'q')] as const;
    const prompt = compose({ method: 'series', panels: [...lettered], story: { ...story, language: 'ja' } });
    expect(prompt.slice(prompt.indexOf('Panel 1'))).toBe(
      `Panel 1 (Hare): p
- lettering, speech balloon of Hare: “すごい”
Panel 2: q
Only panel 1 has lettering. The lettering is in Japanese (ja): exactly the words in quotes, every character as given, nothing added, left out or translated. Draw every character in full, stroke by stroke as given, none like it.
In the panels without lettering keep the upper third calm, background rather than faces, hands or action: lettering is set over it afterwards. They have no text: no letters, captions or speech bubbles.
No other text: no signature, watermark, title or page number.`,
    );
  });

  it('of one panel is the prompt of that panel', () => {
    const one = [panel(1, 'p')] as const;
    for (const method of ['series', 'one-call', 'contact-sheet'] as const) {
      expect(compose({ method, panels: [...one] })).toBe(compose({ panels: [...one] }));
    }
  });
});

describe('prompt_too_long', () => {
  const short = { ...model, promptMax: 1_000 };

  it('names the panel, by how much, and what is longest', () => {
    const long = panel(7, 'x'.repeat(900), ['hare']);
    const { length } = compose({ panels: [long] });
    expect(() => compose({ panels: [long], model: short })).toThrow(
      expect.objectContaining({
        code: 'prompt_too_long',
        detail: { pointer: '/panels/6/prompt', panel: 7, length, excess: length - 1_000 },
        message: expect.stringMatching(
          /^panel 7 needs a prompt of 1,\d{3} characters, \d{3} more than the 1,000 that "gpt-image-2" reads; .*the prompt of panel 7 \(900\), the style \(46\)/,
        ) as string,
      }) as Error,
    );
  });

  it('of a batch names its longest panel', () => {
    const panels = [panel(1, 'x'.repeat(300)), panel(2, 'x'.repeat(400)), panel(3, 'y')] as const;
    expect(() => compose({ method: 'series', panels: [...panels], model: short })).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^panels 1 to 3 together need a prompt of/) as string,
        detail: expect.objectContaining({ pointer: '/panels/1/prompt', panel: 2 }) as unknown,
      }) as Error,
    );
  });

  it('is the only way a text is kept out: whatever fits is in it whole', () => {
    const words = fc.string({ minLength: 1, maxLength: 300 }).map((text) => `a${text.replace(/\s+/g, ' ').trim()}`);
    fc.assert(
      fc.property(words, words, words, words, (style, description, prompt, quoted) => {
        const composed = compose({
          story: { style, language: 'en', characters: [{ id: 'hare', name: 'Hare', description }] },
          panels: [panel(1, prompt, ['hare'], [say(quoted)])],
        });
        for (const text of [style, description, prompt, quoted]) expect(composed).toContain(text);
      }),
    );
  });
});
