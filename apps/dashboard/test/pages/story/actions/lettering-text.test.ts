import { expect, test } from 'vitest';
import { readLettering, readTexts, writeLettering } from '../../../../src/pages/story/actions/lettering-text.ts';

const panels = [
  {
    number: 1,
    text: [
      { kind: 'sfx', text: 'BANG', drawnBy: 'model' },
      { kind: 'speech', speaker: 'hare', text: 'Nobody\nis \\faster: ever!', drawnBy: 'overlay' },
    ],
  },
  { number: 2, text: [] },
  { number: 3, text: [{ kind: 'caption', text: 'The end', drawnBy: 'overlay' }] },
] as const;
const views = panels.map(({ number, text }) => ({ number, text: [...text] }));

test('reading what was written changes nothing', () => {
  const written = writeLettering(views);
  expect(written).toBe('# 1\nspeech@hare: Nobody\\nis \\\\faster: ever!\n# 2\n# 3\ncaption: The end');
  expect(readLettering(written, views)).toEqual({ panels: [] });
});

test('how a text sounds is kept', () => {
  const text = [{ kind: 'speech', speaker: 'hare', style: 'whisper', text: 'Quiet', drawnBy: 'overlay' }] as const;
  const view = { number: 1, text: [...text] };
  const written = writeLettering([view]);
  expect(written).toBe('# 1\nspeech@hare/whisper: Quiet');
  expect(readTexts('speech@hare/whisper: Quiet!', view)).toEqual({ texts: [{ ...text[0], text: 'Quiet!' }] });
});

test('only changed panels are returned, and texts painted by the model stay', () => {
  const source = '# 1\nspeech [hare]: Hello\n# 2\n\nthought: Hm\n# 3\ncaption: The end';
  expect(readLettering(source, views)).toEqual({
    panels: [
      { number: 1, text: [views[0]?.text[0], { kind: 'speech', speaker: 'hare', text: 'Hello', drawnBy: 'overlay' }] },
      { number: 2, text: [{ kind: 'thought', text: 'Hm', drawnBy: 'overlay' }] },
    ],
  });
});

test.for([
  ['# 9', 'There is no panel 9'],
  ['# 1\n# 1', 'Panel 1 appears twice'],
  ['speech: Hello', 'Start with the number of a panel, such as # 1'],
  [
    '# 2\nshout: Hello',
    'Panel 2: “shout: Hello” is not a text; write KIND: WORDS or KIND@SPEAKER: WORDS, such as speech@hare: Hello! or speech@hare/shout: Hello!',
  ],
] as const)('%j is reported as an error', ([source, mistake]) => {
  expect(readLettering(source, views)).toEqual({ mistake });
});

test('line breaks survive a round trip', () => {
  const [first] = views;
  if (first === undefined) throw new Error('no panel');
  expect(readTexts('speech [hare]: Nobody\\nis \\\\faster: ever!', first)).toEqual({ texts: first.text });
});
