import { describe, expect, it } from 'vitest';
import {
  type AdaptedScene,
  askForPanels,
  askForScenes,
  assembleScript,
  coverScript,
  divideUnits,
  draftStory,
  estimateAdaptation,
  type PanelList,
  sourceUnits,
  writeDraft,
} from '../../src/index.ts';

const prose = `The mill stood dark. Hanna pushed the door. “Is anybody there?” she called. Nobody answered.

The next morning Otto came. “You are early,” said Hanna. “So are you.”`;
const units = sourceUnits(prose, 'prose', 'en');
const noWishes = { panels: null, guidance: null };
const known = { characters: [], locations: [] };

describe('the pieces of a script', () => {
  it('are sentences of prose, quotes whole, and lines of a screenplay', () => {
    expect(units.map(({ text }) => text)).toEqual([
      'The mill stood dark.',
      'Hanna pushed the door.',
      '“Is anybody there?” she called.',
      'Nobody answered.',
      'The next morning Otto came.',
      '“You are early,” said Hanna.',
      '“So are you.”',
    ]);
    expect(units.map(({ startsParagraph }) => startsParagraph)).toEqual([
      true,
      false,
      false,
      false,
      true,
      false,
      false,
    ]);
    const screenplay = sourceUnits('INT. MILL - NIGHT\r\n\r\nHANNA\r\nIs anybody there?\r\n', 'fountain', 'en');
    expect(screenplay.map(({ text }) => text)).toEqual(['INT. MILL - NIGHT', 'HANNA', 'Is anybody there?']);
  });

  it('are divided into parts that together are all of them, however long one is', () => {
    const long = sourceUnits(`${'A sentence of the story. '.repeat(900)}\n\n${'x'.repeat(40_000)}`, 'prose', 'en');
    const parts = divideUnits(long);
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => from + index))).toEqual(
      long.map((_, index) => index + 1),
    );
    expect(divideUnits([])).toEqual([]);
  });
});

describe('the scenes', () => {
  const question = askForScenes(units, { from: 1, to: 7 }, known, { panels: null, guidance: 'for children' });
  const scene = { location: null, time: null, summary: '' };
  const listOf = (...scenes: { from: number; to: number; location?: string }[]) => ({
    title: null,
    characters: [],
    locations: [],
    scenes: scenes.map((it) => ({ ...scene, ...it })),
  });

  it('are asked for with the numbers of the pieces, and with what the author wants', () => {
    const words = question.messages.map(({ content }) => content).join('\n');
    expect(words).toContain('2| Hanna pushed the door.');
    expect(words).toContain('\n\n5| The next morning Otto came.');
    expect(words).toContain('The author asks: for children');
  });

  it('are all the pieces in order', () => {
    expect(question.check(listOf({ from: 1, to: 4 }, { from: 5, to: 7 }))).toEqual({ unusable: [], flaws: [] });
    expect(question.check(listOf({ from: 1, to: 3 }, { from: 5, to: 7 })).unusable).toEqual([
      'a scene begins with piece 5; it must begin with 4',
    ]);
    expect(question.check(listOf({ from: 1, to: 5 })).unusable).toEqual([
      'the last scene ends with piece 5; it must end with 7',
    ]);
    expect(question.check(listOf({ from: 1, to: 7, location: 'Mill' })).flaws).toEqual([
      '"Mill" is in no entry of "locations"',
    ]);
  });
});

describe('the panels of a scene', () => {
  const question = askForPanels(
    units,
    { from: 5, to: 7, location: null, time: null, before: 'Hanna enters the mill' },
    { characters: [{ name: 'Hanna', description: 'old', fromScript: true }], locations: [] },
    { panels: 14, guidance: null },
  );
  const panel = { picture: 'Otto at the gate', characters: [], texts: [] };
  const said = (text: string, speaker: string | null = 'Hanna') => ({
    kind: 'speech' as const,
    style: null,
    speaker,
    text,
  });
  const good: PanelList = {
    panels: [
      { ...panel, from: 5, to: 5 },
      {
        from: 6,
        to: 7,
        picture: 'Hanna smiles',
        characters: ['Hanna'],
        texts: [said('You are early,'), said('So are you.', null)],
      },
    ],
  };

  it('are asked for in proportion to the whole', () => {
    expect(question.messages[1]?.content).toContain('Make about 6 panels of it.');
    expect(question.messages[1]?.content).toContain('Before this scene: Hanna enters the mill');
  });

  it('show every piece, once, in order, each something of its own', () => {
    expect(question.check(good)).toEqual({ unusable: [], flaws: [] });
    expect(question.check({ panels: good.panels.slice(1) }).unusable).toEqual([
      'panel 1 begins with piece 6; it must begin with 5',
    ]);
    expect(question.check({ panels: [{ ...panel, from: 5, to: 9_999 }] }).unusable).toEqual([
      'the last panel ends with piece 9999; it must end with 7',
    ]);
    expect(question.check({ panels: [{ ...panel, picture: ' …', from: 5, to: 7 }] }).unusable).toEqual([
      'panel 1 has no "picture"',
    ]);
  });

  it('name what is lettered otherwise than it is written, left out, repeated or unknown', () => {
    const [first, second] = good.panels;
    const flawed = {
      panels: [
        { ...panel, ...first, from: 5, to: 5, characters: ['Ida'], texts: [said('You are so early')] },
        { ...panel, ...second, from: 6, to: 7, picture: 'OTTO, at the gate!', texts: [said('So are you.')] },
      ],
    };
    expect(question.check(flawed)).toEqual({
      unusable: [],
      flaws: [
        'panel 2 shows the same as panel 1',
        '"Ida" is not in the list of characters',
        'panel 1: "You are so early" does not stand in its pieces word by word',
        'piece 6: the quote "You are early," is in no text',
      ],
    });
  });
});

describe('the draft', () => {
  const scenes: AdaptedScene[] = [
    {
      from: 1,
      to: 4,
      location: 'Mill',
      time: 'night',
      panels: [
        {
          from: 1,
          to: 4,
          picture: 'Hanna in the door of the dark mill',
          characters: ['Hanna'],
          texts: [{ kind: 'speech', speaker: 'Hanna', style: 'shout', text: '“Is anybody there?”' }],
        },
      ],
    },
    { from: 5, to: 7, location: 'Yard', time: null, panels: null },
  ];
  const adaptation = {
    title: 'The Mill',
    characters: [
      { name: 'Hanna', description: 'an old woman in a grey coat', fromScript: true },
      { name: 'Otto', description: 'a boy with a cap', fromScript: false },
    ],
    locations: [{ name: 'Mill', description: 'a wooden mill', fromScript: false }],
    scenes,
  };
  const script = assembleScript(adaptation, units, 'prose', 'en');
  const draft = draftStory(script, { language: 'en' });

  it('has the looks that the model gave, its suggestions listed; a scene without answers is there sentence by sentence', () => {
    expect(draft.story).toMatchObject({
      title: 'The Mill',
      characters: [
        { id: 'hanna', description: 'an old woman in a grey coat' },
        { id: 'otto', description: 'a boy with a cap' },
      ],
      locations: [{ id: 'mill', description: 'Mill. a wooden mill' }, { id: 'yard' }],
    });
    const [first, ...others] = draft.story.panels as { prompt: string; text?: { text: string; style?: string }[] }[];
    expect(first).toMatchObject({
      scene: 'mill-night',
      characters: ['hanna'],
      text: [{ speaker: 'hanna', style: 'shout', text: 'Is anybody there?' }],
    });
    expect(others.flatMap(({ text = [] }) => text.map((it) => it.text))).toEqual(['You are early', 'So are you.']);
    expect(draft.gaps).toContainEqual({
      pointer: '/characters/1/description',
      why: "how Otto looks: the model's suggestion",
    });
    expect(draft.gaps.some(({ pointer }) => pointer === '/characters/0/description')).toBe(false);
    expect(writeDraft(draft)).toContain("the model's suggestion");
  });

  it('loses no quote', () => {
    expect(coverScript(prose, draft).notVerbatim).toEqual([]);
    expect(coverScript(prose, draft).unknownNames).toEqual([]);
  });
});

it('costs at least what one question for scenes and one for each scene cost', () => {
  const price = { by: 'tokens', input: 1, output: 4 } as const;
  const one = estimateAdaptation(units, noWishes, price);
  expect(one).toMatchObject({ calls: 2, priceKnown: true });
  expect(one.price.high).toBeGreaterThan(one.price.expected);
  const long = sourceUnits('She walked to the mill. '.repeat(2_000), 'prose', 'en');
  expect(estimateAdaptation(long, noWishes, price).price.expected).toBeGreaterThan(50 * one.price.expected);
  expect(estimateAdaptation(units, noWishes, null)).toMatchObject({ price: { high: 0 }, priceKnown: false });
});
