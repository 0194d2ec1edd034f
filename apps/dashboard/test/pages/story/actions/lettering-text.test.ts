import { expect, test } from 'vitest';
import { readTexts, writeTexts } from '../../../../src/pages/story/actions/lettering-text.ts';

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

test('reading what was written changes nothing, and texts painted by the model stay', () => {
  expect(views.map(writeTexts)).toEqual(['speech@hare: Nobody\\nis \\\\faster: ever!', '', 'caption: The end']);
  for (const view of views) expect(readTexts(writeTexts(view), view)).toEqual({ texts: view.text });
});

test('how a text sounds is kept', () => {
  const text = [{ kind: 'speech', speaker: 'hare', style: 'whisper', text: 'Quiet', drawnBy: 'overlay' }] as const;
  const view = { text: [...text] };
  expect(writeTexts(view)).toBe('speech@hare/whisper: Quiet');
  expect(readTexts('speech@hare/whisper: Quiet!', view)).toEqual({ texts: [{ ...text[0], text: 'Quiet!' }] });
});

test('what is no text is reported with an example', () => {
  expect(readTexts('shout: Hello', { text: [] })).toEqual({
    mistake:
      '“shout: Hello” is not a text; write KIND: WORDS or KIND@SPEAKER: WORDS, such as speech@hare: Hello! or speech@hare/shout: Hello!',
  });
});

test('line breaks survive a round trip', () => {
  const [first] = views;
  if (first === undefined) throw new Error('no panel');
  expect(readTexts('speech [hare]: Nobody\\nis \\\\faster: ever!', first)).toEqual({ texts: first.text });
});
