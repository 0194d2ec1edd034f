import { describe, expect, it } from 'vitest';
import { readAnswers } from '../../src/review/read-answers.ts';
import { describeMismatches, weighAnswers } from '../../src/review/weigh-answers.ts';

const match = { answer: 'match', words: '' };
const character = (id: string, over: object = {}) => ({
  id,
  face: match,
  hair: match,
  outfit: match,
  build: match,
  colours: match,
  ...over,
});
const frame = (number: number, characters: readonly object[] = [], over: object = {}) => ({
  frame: number,
  count: characters.length,
  people: match,
  action: match,
  place: match,
  text: match,
  anatomy: match,
  copy: match,
  characters,
  ...over,
});
const shot = (number: number, ...ids: string[]) => ({
  frame: number,
  characters: ids.map((id) => ({ id, name: id, description: id, outfit: null })),
});
const shots = [shot(1, 'hare'), shot(2)];
const whole = { frames: [frame(1, [character('hare')]), frame(2)] };

describe('the answer of a judge', () => {
  it('is read with a fence or words around it', () => {
    const text = JSON.stringify(whole);
    expect(readAnswers(text, shots)).toMatchObject({ kind: 'answers', frames: [{ frame: 1 }, { frame: 2 }] });
    expect(readAnswers(`I looked.\n\`\`\`json\n${text}\n\`\`\`\nBye.`, shots).kind).toBe('answers');
  });

  it.each([
    ['no JSON', 'They all look fine to me.', 'there is no JSON object in the answer'],
    ['half of it', JSON.stringify(whole).slice(0, 200), 'the JSON is broken'],
    ['a frame that it was not shown', { frames: [...whole.frames, frame(9)] }, 'frame 9 does not exist'],
    ['a frame missing', { frames: whole.frames.slice(1) }, 'frame 1 is missing'],
    ['a frame twice', { frames: [...whole.frames, frame(2)] }, 'frame 2 is there more than once'],
    [
      'a stranger',
      { frames: [frame(1, [character('hare'), character('fox')]), frame(2)] },
      'frame 1: character fox does not exist',
    ],
    ['a character missing', { frames: [frame(1), frame(2)] }, 'frame 1: character hare is missing'],
    [
      'an answer of its own',
      { frames: [frame(1, [character('hare', { face: { answer: 'maybe', words: '' } })]), frame(2)] },
      'frames.0.characters.0.face.answer: ',
    ],
    ['something more', { frames: [frame(1, [character('hare')]), frame(2, [], { mood: 'gay' })] }, 'frames.1: '],
  ])('is not used with %s', (_, answer, mistake) => {
    const read = readAnswers(typeof answer === 'string' ? answer : JSON.stringify(answer), shots);
    expect(read).toMatchObject({ kind: 'unreadable', mistakes: [expect.stringContaining(mistake)] });
  });

  it('counts certain mismatches by the worst character, in at most ten words each', () => {
    const said = (answer: string, words = '') => ({ answer, words });
    const long = said('mismatch', 'a green coat that reaches down to the knees instead of a red scarf');
    const hare = character('hare', { outfit: long, colours: said('mismatch', 'grey') });
    const fox = character('fox', { face: said('mismatch', 'no whiskers'), hair: said('unsure', 'red?') });
    const read = readAnswers(
      JSON.stringify({
        frames: [
          frame(1, [hare, fox], {
            people: said('mismatch', 'two hares'),
            action: said('mismatch'),
            place: said('not_visible'),
          }),
        ],
      }),
      [shot(1, 'hare', 'fox')],
    );
    if (read.kind !== 'answers' || !read.frames[0]) throw new Error('it was not read');
    const weighed = weighAnswers(read.frames[0]);
    // Two of the hare, the people and the action.
    expect(weighed.value).toBe(4);
    expect(describeMismatches(weighed.mismatches)).toBe(
      'hare: outfit (a green coat that reaches down to the knees instead); hare: colours (grey); fox: face (no whiskers); people (two hares); action',
    );
    expect(weighed.correctable.map(({ question }) => question)).toEqual(['outfit', 'colours', 'face', 'people']);
  });
});
