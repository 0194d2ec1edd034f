import { expect, test } from 'vitest';
import { readStoryText } from '../../../../src/pages/stories/submit/read-story-text.ts';

const read = (parts: BlobPart[], name = 'hare.yaml') => readStoryText(new File(parts, name));

test('text comes as it is, without the mark that editors put before it', async () => {
  expect(await read(['\uFEFFtitle: Hase & Schildkröte\r\n'])).toEqual({
    ok: true,
    text: 'title: Hase & Schildkröte\r\n',
  });
});

test.each([
  ['empty', [], /is empty/],
  ['blank', ['\n  \n'], /blank lines/],
  ['a picture', [new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff, 0xd8])], /no text in UTF-8/],
  ['a program', ['MZ\0\0'], /is no text/],
  ['too big', [new Uint8Array(2 * 1024 * 1024 + 1).fill(0x61)], /up to 2 MB.*submit FILE/],
] as const)('%s is refused in words that name the file', async (_name, parts, words) => {
  const answer = await read([...parts]);
  expect(answer).toMatchObject({ ok: false });
  expect('words' in answer && answer.words).toMatch(words);
  expect('words' in answer && answer.words).toContain('hare.yaml');
});

test('what goes away while it is read is said so', async () => {
  const file = Object.assign(new File(['x'], 'hare.yaml'), {
    arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')),
  });
  expect(await readStoryText(file)).toMatchObject({ ok: false, words: expect.stringContaining('could not be read') });
});
