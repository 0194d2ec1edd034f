import { describe, expect, it } from 'vitest';
import { parseStorySpec } from '../src/parse-story-spec.ts';
import { mistakes, mistakesOf } from './testing/mistakes.ts';

describe('scenes', () => {
  it('are inherited from the panel before', () => {
    const read = parseStorySpec(`title: A
scenes: [{ id: day }, { id: night }]
panels: [{ prompt: a }, { prompt: b, scene: day }, { prompt: c }, { prompt: d, scene: night }, { prompt: e }]
`);
    expect(read.ok && read.spec.panels.map(({ scene }) => scene)).toEqual([undefined, 'day', 'day', 'night', 'night']);
  });

  it('of a file without them stay out of the spec, so that it is what it was', () => {
    const read = parseStorySpec('title: A\npanels: [{ prompt: a }]\n');
    expect(read.ok && Object.keys(read.spec)).not.toContain('scenes');
    expect(read.ok && Object.keys(read.spec.panels[0] ?? {})).not.toContain('scene');
  });
});

describe('names that a story does not have', () => {
  it('are reported together, with line and remedy', () => {
    const source = `title: A
characters:
  - { id: hare, name: Hare, description: brown, outfits: [{ id: winter, description: coat }] }
  - { id: fox, name: Fox, description: red, outfits: [{ id: party, description: frock }] }
locations: [{ id: mill, description: tarred }]
props:
  - { id: mill, description: toy }
  - { id: anchor, description: iron }
scenes:
  - { id: race, location: mil, wears: { hare: party, wolf: winter }, props: [wach] }
  - { id: race }
panels:
  - { id: one, prompt: x, scene: rase }
  - { prompt: x, characters: [{ id: hare, outfit: wintr }, { id: fox, outfit: winter }] }
  - { prompt: x, references: [hare/party, nobody, panel:one, style, hare/winter] }
  - { prompt: x, continuesFrom: four }
  - { id: four, prompt: x, continuesFrom: one }
render: { batchSize: 2 }
`;
    expect(mistakesOf(source)).toEqual(
      mistakes('invalid', [
        ['/props/0/id', 7, /"mill" is the id of one of the locations, too/],
        ['/props/1/id', 8, /a word of its own in `references`/],
        ['/scenes/0/location', 10, /not in `locations`; did you mean "mill"\?/],
        [
          '/scenes/0/wears/hare',
          10,
          /"party" is an outfit of "fox", not of "hare"; write "winter", or add it under the `outfits` of "hare"/,
        ],
        ['/scenes/0/wears/wolf', 10, /"wolf" is not in the cast/],
        ['/scenes/0/props/0', 10, /"wach" is not in `props`/],
        ['/scenes/1/id', 11, /scenes 1 and 2 have the same id "race"/],
        ['/panels/0/scene', 13, /"rase" is not in `scenes`; did you mean "race"\?/],
        ['/panels/1/characters/0/outfit', 14, /did you mean "winter"\?/],
        ['/panels/1/characters/1/outfit', 14, /"winter" is an outfit of "hare", not of "fox"/],
        ['/panels/2/references/0', 15, /"party" is an outfit of "fox"/],
        ['/panels/2/references/1', 15, /"nobody" is not in the cast, `locations` or `props`/],
        ['/panels/2/references/3', 15, /the style has no picture/],
        ['/panels/3/continuesFrom', 16, /panel "four" comes later/],
      ]),
    );
  });

  it('a frame of the same batch is not there yet', () => {
    const source = 'title: A\npanels:\n  - { id: one, prompt: x }\n  - { prompt: y, continuesFrom: one }\n';
    expect(mistakesOf(source)).toEqual(
      mistakes('invalid', [['/panels/1/continuesFrom', 4, /in the same batch.*only a frame of an earlier batch/]]),
    );
  });

  it('more than 8 characters in a panel are refused with what to do', () => {
    const ids = Array.from({ length: 9 }, (_, index) => `c${index}`);
    const cast = ids.map((id) => `  - { id: ${id}, name: N${id}, description: d }`).join('\n');
    const source = `title: A\ncharacters:\n${cast}\npanels:\n  - { prompt: x, characters: [${ids.join(', ')}] }\n`;
    expect(mistakesOf(source)).toEqual(
      mistakes('invalid', [
        ['/panels/0/characters', 13, /has 9 characters; at most 8 are allowed: image models mix up/],
      ]),
    );
  });
});

it.each([
  ['middle', /must be one of left, centre, right; got the text "middle": did you mean "centre"\?/],
  ['center', /did you mean "centre"\?/],
  ['top', /must be one of left, centre, right; got the text "top"$/],
])('where a character stands, written as %s', (at, says) => {
  const source = `title: A
characters: [{ id: hare, name: Hare, description: brown }]
panels: [{ prompt: x, characters: [{ id: hare, at: ${at} }] }]
`;
  expect(mistakesOf(source)).toEqual(mistakes('invalid', [['/panels/0/characters/0/at', 3, says]]));
});

describe('a style with pictures', () => {
  it.each([
    ['style: { descripton: ink }', '/style/descripton', /unknown key "descripton"; did you mean `description`\?/],
    [
      'style: { description: ink, references: ./a.png }',
      '/style/references',
      /expected a list of pictures of the style/,
    ],
    ['style: 3', '/style', /expected the style of the pictures as text, or a mapping/],
  ])('%s', (line, pointer, says) => {
    const reported = mistakesOf(`title: A\n${line}\npanels: [{ prompt: x }]\n`)?.reported ?? [];
    expect(reported.find((it) => it.pointer === pointer)?.detail).toMatch(says);
  });
});
