import { expect, test } from 'vitest';
import { plainLines, plainText } from '../../src/terminal/plain-text.ts';

test('a title cannot colour the terminal, move the cursor, ring the bell, or set the window title', () => {
  expect(plainText('\u001B[31mred\u001B[0m \u001B]0;owned\u0007\u001B[2J\u0007hare\u009B1A')).toBe('red  hare');
});

test('a title stays on its line and cannot reverse the rest of the line', () => {
  expect(plainText('one\r\ntwo\tthree')).toBe('one two three');
  expect(plainText('abc\u202Egnp.exe')).toBe('abc gnp.exe');
});

test('letters of every script pass', () => {
  expect(plainText('الأرنب 兎と亀 🐢')).toBe('الأرنب 兎と亀 🐢');
});

test('a text of several lines keeps its lines', () => {
  expect(plainLines('first\n\u001B[1msecond\u001B[0m')).toBe('first\nsecond');
});
