import { expect, test } from 'vitest';
import { parseReplies } from '../../src/doctor/ask-redis.ts';

test('replies of every kind are read', () => {
  const text = '+OK\r\n$5\r\na\r\nb\r\r\n*2\r\n$1\r\nk\r\n$-1\r\n:7\r\n-ERR no\r\n';
  expect(parseReplies(text, 5)).toEqual(['OK', 'a\r\nb\r', ['k', null], 7, new Error('ERR no')]);
});

test('no reply is told before all of it is there', () => {
  const text = '*2\r\n$1\r\nk\r\n$2\r\nvv\r\n';
  for (let end = 0; end < text.length; end += 1) expect(parseReplies(text.slice(0, end), 1)).toBeNull();
  expect(parseReplies(text, 1)).toEqual([['k', 'vv']]);
});
