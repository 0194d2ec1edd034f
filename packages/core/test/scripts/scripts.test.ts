import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStorySpec, type StorySpec } from '../../src/index.ts';
import { coverScript } from '../../src/scripts/cover-script.ts';
import { draftStory, writeDraft } from '../../src/scripts/draft-story.ts';
import { detectScriptFormat, readScript } from '../../src/scripts/read-script.ts';
import type { ScriptFormat } from '../../src/scripts/script.ts';
import { writeScript, writtenFormats } from '../../src/scripts/write-script.ts';

/** The story of a script, by way of its file, and what is known of the way. */
function storyOf(script: string, language = 'en') {
  const read = readScript(script, 'auto', language);
  const draft = draftStory(read, { language });
  const parsed = parseStorySpec(writeDraft(draft));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return { read, spec: parsed.spec, gaps: draft.gaps, coverage: coverScript(script, draft) };
}
/** `valid`, the reason why the script is refused, or the errors of a draft that is no story. */
function outcomeOf(script: string): string {
  try {
    const parsed = parseStorySpec(writeDraft(draftStory(readScript(script, 'auto', 'en'), { language: 'en' })));
    return parsed.ok ? 'valid' : JSON.stringify(parsed.errors);
  } catch (error) {
    return String(error);
  }
}
const texts = ({ panels }: StorySpec) =>
  panels.map(({ text }) => text.map(({ kind, speaker, style, text: words }) => [kind, speaker, style, words]));
const covered = { leftOut: [], notVerbatim: [], unknownNames: [], outOfOrder: [] };

const comic = `Title: The Race
Written by: A. Fabulist

PAGE ONE (2 panels)

Panel 1. Wide shot of a meadow under an oak.
The hare poses on a stump.

CAPTION: Once, in a meadow…
HARE (SHOUTING): Nobody is faster
than me!
TORTOISE (thinking): We will see.

PANEL 2
The tortoise looks up at Old Tom the owl.
OLD TOM (OFF): On your marks.
SFX: BANG

PAGE TWO
PANEL 1: The hare runs.
`;

const fountain = `Title: The Mill
Author: A. B.

INT. OLD MILL - NIGHT

The hare enters. It is dark.

HARE (O.S.)
(whispering)
Is anyone here?

EXT. HILL - DAY

The TORTOISE walks.

TORTOISE
Slow and steady.

INT. OLD MILL - NIGHT

The lamp is lit.
`;

const table = `page,panel,prompt,speaker,text
1,1,A meadow,HARE,"I am fast, you know"
1,1,,TORTOISE,Are you?
2,2,A finishing line,,The end
`;

const prose = `The Hare's Mistake

One day Hare laughed at Tortoise. "You are slow," said Hare. "I am steady," answered Tortoise, and she walked on past Mole.

They raced to the mill. Mole waved a flag.
`;

describe('scripts', () => {
  it.each<[ScriptFormat, string]>([
    ['comic', comic],
    ['fountain', fountain],
    ['csv', table],
    ['prose', prose],
  ])('%s is known by its looks', (format, script) => {
    expect(detectScriptFormat(script)).toBe(format);
  });

  it('a comic script becomes panels, pages, characters and balloons, word by word', () => {
    const { spec, gaps, coverage } = storyOf(comic);
    expect(spec.title).toBe('The Race');
    expect(spec.book.author).toBe('A. Fabulist');
    expect(spec.characters.map(({ id, name }) => [id, name])).toEqual([
      ['hare', 'Hare'],
      ['tortoise', 'Tortoise'],
      ['old-tom', 'Old Tom'],
    ]);
    expect(spec.panels.map(({ prompt, page }) => [prompt, page])).toEqual([
      ['Wide shot of a meadow under an oak. The hare poses on a stump.', undefined],
      ['The tortoise looks up at Old Tom the owl.', undefined],
      ['The hare runs.', 'new'],
    ]);
    expect(texts(spec)).toEqual([
      [
        ['caption', undefined, undefined, 'Once, in a meadow…'],
        ['speech', 'hare', 'shout', 'Nobody is faster than me!'],
        ['thought', 'tortoise', undefined, 'We will see.'],
      ],
      [
        ['speech', 'old-tom', 'off', 'On your marks.'],
        ['sfx', undefined, undefined, 'BANG'],
      ],
      [],
    ]);
    expect(spec.panels[1]?.characters).toEqual(['tortoise', 'old-tom']);
    expect(gaps.map(({ pointer }) => pointer)).toEqual([0, 1, 2].map((n) => `/characters/${n}/description`));
    // A sentence over two lines is one text; the lines are found in it.
    expect(coverage).toEqual(covered);
  });

  it('a screenplay becomes scenes in locations, which come again under the same name', () => {
    const { spec, coverage } = storyOf(fountain);
    expect(spec.locations?.map(({ id }) => id)).toEqual(['old-mill', 'hill']);
    expect(spec.scenes).toEqual([
      { id: 'old-mill-night', location: 'old-mill', time: 'night' },
      { id: 'hill-day', location: 'hill', time: 'day' },
    ]);
    expect(spec.panels.map(({ scene }) => scene)).toEqual(['old-mill-night', 'hill-day', 'old-mill-night']);
    expect(texts(spec)).toEqual([
      [['speech', 'hare', 'whisper', 'Is anyone here?']],
      [['speech', 'tortoise', undefined, 'Slow and steady.']],
      [],
    ]);
    expect(coverage).toEqual(covered);
  });

  it('rows of a table with one number are one panel', () => {
    const { spec } = storyOf(table);
    expect(spec.panels.map(({ page }) => page)).toEqual([undefined, 'new']);
    expect(texts(spec)).toEqual([
      [
        ['speech', 'hare', undefined, 'I am fast, you know'],
        ['speech', 'tortoise', undefined, 'Are you?'],
      ],
      [['caption', undefined, undefined, 'The end']],
    ]);
  });

  it('quotes in prose are spoken by the name next to them', () => {
    const { spec, coverage } = storyOf(prose);
    expect(spec.title).toBe("The Hare's Mistake");
    expect(texts(spec).flat()).toEqual([
      ['speech', 'hare', undefined, 'You are slow'],
      ['speech', 'tortoise', undefined, 'I am steady'],
    ]);
    expect(coverage.notVerbatim).toEqual([]);
    expect(coverage.leftOut).toEqual([]);
  });

  it('prose names characters that never speak, and does not guess who "he" is', () => {
    const tale = `Every morning Pedro rowed out with his dog Luna. "There is nothing left," he said to Luna one day, and Luna barked.
"Hold on!" cried Pedro, and a whale rose.`;
    const { spec, gaps } = storyOf(tale);
    expect(spec.characters.map(({ name }) => name)).toEqual(['Pedro', 'Luna']);
    expect(texts(spec).flat()).toEqual([
      ['speech', undefined, undefined, 'There is nothing left'],
      ['speech', 'pedro', undefined, 'Hold on!'],
    ]);
    expect(gaps).toContainEqual({ pointer: expect.stringMatching(/text\/0\/speaker$/), why: 'who says it' });
  });

  it('other quotation marks are read too, and a quote of two sentences is one balloon', () => {
    const { spec } = storyOf('Dann sagte Hase: „Ich bin schnell. Sehr schnell.“ Und lachte über Igel.', 'de');
    expect(texts(spec).flat()).toEqual([['speech', 'hase', undefined, 'Ich bin schnell. Sehr schnell.']]);
  });

  it('the report names what was left out, changed, unknown and turned round', () => {
    const draft = {
      story: {
        title: 'The Race',
        panels: [
          { prompt: 'The hare runs.' },
          { prompt: 'Wide shot of a meadow under an oak.', text: [{ text: 'Nobody is slower than me!' }] },
        ],
      },
    };
    const report = coverScript(`${comic}\nThen Rabbit met Rabbit, and so Rabbit saw Rabbit.\n`, draft);
    expect(report.leftOut).toContainEqual({ line: 7, text: 'The hare poses on a stump.' });
    expect(report.notVerbatim).toEqual([{ panel: 2, text: 'Nobody is slower than me!' }]);
    expect(report.unknownNames).toContain('Rabbit');
    expect(report.outOfOrder).toEqual([2]);
  });

  it.each([
    ['', 'no panel'],
    ['name,prompt\n"a', 'cannot be read'],
    [`${'a '.repeat(250_001)}`, 'the longest that is read'],
  ])('a script that is none is refused with the reason (%#)', (script, why) => {
    expect(() => readScript(script, 'auto', 'en')).toThrow(why);
  });

  it('whatever the text, the draft is a valid story or the text is refused', () => {
    const word = fc.constantFrom(
      'HARE:',
      'Panel 1',
      'PAGE 2',
      'INT. MILL - DAY',
      '"Hi,"',
      '“',
      'said Tom.',
      '\n',
      '\n\n',
      'x,y',
      'SFX: B',
      '兎',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), (words) => {
        const script = words.join(' ');
        expect(outcomeOf(script)).toMatch(/^valid$|no panel|no column|cannot be read/);
      }),
    );
  });
});

describe('a story as a script', () => {
  const spec = storyOf(comic).spec;

  it.each(writtenFormats)('is read again as the same story: %s', (format) => {
    const script = writeScript(spec, format);
    const again = storyOf(script).spec;
    expect(again.panels.map(({ prompt }) => prompt)).toEqual(spec.panels.map(({ prompt }) => prompt));
    expect(texts(again)).toEqual(texts(spec));
    expect(again.characters.map(({ id, name }) => [id, name])).toEqual(
      spec.characters.map(({ id, name }) => [id, name]),
    );
  });

  const words = fc
    .stringMatching(/^[a-zàé=+@-][a-zàé ,;"'!?=+@-]{0,30}[a-z!?]$/u)
    .map((text) => text.replaceAll(/ +/g, ' '));
  const spokenText = fc.record({
    kind: fc.constantFrom('speech' as const, 'thought' as const, 'caption' as const, 'sfx' as const),
    style: fc.constantFrom(undefined, 'whisper' as const, 'shout' as const, 'radio' as const, 'off' as const),
    speaker: fc.constantFrom('hare', 'usagi'),
    text: words,
  });
  const story = fc.record({
    title: words,
    characters: fc.constant([
      { id: 'hare', name: 'Old Hare' },
      { id: 'usagi', name: 'うさぎ' },
    ]),
    panels: fc.array(
      fc.record({
        prompt: words,
        page: fc.constantFrom(undefined, 'new'),
        text: fc.array(spokenText, { maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  });

  it.each(writtenFormats)('keeps what is drawn, who says what, and how: %s', (format) => {
    fc.assert(
      fc.property(story, (wanted) => {
        const { panels } = readScript(writeScript(wanted, format), format, 'en');
        const spoken = ({ kind, style, speaker, text }: (typeof wanted.panels)[number]['text'][number]) =>
          kind === 'caption' || kind === 'sfx'
            ? { kind, style: undefined, speaker: null, text }
            : {
                kind,
                style: kind === 'thought' ? undefined : style,
                speaker: speaker === 'hare' ? 'OLD HARE' : 'USAGI',
                text,
              };
        expect(panels).toMatchObject(
          wanted.panels.map(({ prompt, page, text }, index) => ({
            prompt,
            startsPage: index > 0 && page === 'new',
            texts: text.map(spoken),
          })),
        );
      }),
    );
  });
});
