import fc from 'fast-check';
import { expect, test } from 'vitest';
import { panelTextSchema } from '../src/story-spec.ts';
import { readTextLine, textKinds, writeTextLine } from '../src/text-notation.ts';

test('the kinds are those of story files', () => {
  expect([...textKinds].sort()).toEqual([...panelTextSchema.shape.kind.options].sort());
});

test.each([
  ['speech@hare: Hello!', { kind: 'speech', speaker: 'hare', text: 'Hello!' }],
  ['speech [hare]: Hello!', { kind: 'speech', speaker: 'hare', text: 'Hello!' }],
  ['sfx: BANG: twice', { kind: 'sfx', text: 'BANG: twice' }],
  ['  caption :  The end ', { kind: 'caption', text: 'The end' }],
])('%s', (line, text) => {
  expect(readTextLine(line)).toEqual(text);
});

test.each(['', 'Hello', 'shout: Hello', 'speech@hare:', 'speech@: Hello'])('%j is no text', (line) => {
  expect(readTextLine(line)).toBeNull();
});

test('what is written is read again', () => {
  const texts = fc.record(
    {
      kind: fc.constantFrom(...textKinds),
      speaker: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,20}$/),
      text: fc.string({ minLength: 1 }).filter((text) => text.trim() === text),
    },
    { requiredKeys: ['kind', 'text'] },
  );
  fc.assert(
    fc.property(texts, (text) => {
      expect(readTextLine(writeTextLine(text))).toEqual(text);
    }),
  );
});
