import { expect, test } from 'vitest';
import { readTextOption } from '../../src/edits/read-text-option.ts';

test('texts are read in order, with kind, speaker and words', () => {
  const first = readTextOption('speech@hare: Nobody: is faster!');
  expect(first).toEqual([{ kind: 'speech', speaker: 'hare', text: 'Nobody: is faster!', drawnBy: 'overlay' }]);
  expect(readTextOption('caption:At dawn', first)).toEqual([
    ...first,
    { kind: 'caption', text: 'At dawn', drawnBy: 'overlay' },
  ]);
});

test.each(['Hello!', 'shout: Hello!', 'speech:', 'speech@: Hello!', 'speech@the hare: Hello!'])(
  'anything else is refused, with the expected form: %s',
  (option) => {
    expect(() => readTextOption(option)).toThrow(/KIND@SPEAKER: WORDS/);
  },
);
