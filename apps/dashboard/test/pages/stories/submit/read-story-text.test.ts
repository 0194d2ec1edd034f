import { expect, test } from 'vitest';
import { readStoryText } from '../../../../src/pages/stories/submit/read-story-text.ts';

const read = (parts: BlobPart[], name = 'hare.yaml') => readStoryText(new File(parts, name));

test('text is read unchanged, without the byte order mark', async () => {
  expect(await read(['\uFEFFtitle: Hase & Schildkröte\r\n'])).toEqual({
    ok: true,
    text: 'title: Hase & Schildkröte\r\n',
  });
});

test.each([
  ['empty', [], /is empty/],
  ['blank', ['\n  \n'], /blank lines/],
  ['a picture', [new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff, 0xd8])], /not UTF-8 text/],
  ['a program', ['MZ\0\0'], /is not (UTF-8 )?text/],
  ['too big', [new Uint8Array(2 * 1024 * 1024 + 1).fill(0x61)], /up to 2 MB.*submit FILE/],
] as const)('%s is refused in words that name the file', async (_name, parts, words) => {
  const answer = await read([...parts]);
  expect(answer).toMatchObject({ ok: false });
  expect('words' in answer && answer.words).toMatch(words);
  expect('words' in answer && answer.words).toContain('hare.yaml');
});

test('a file that disappears while it is read is reported', async () => {
  const file = Object.assign(new File(['x'], 'hare.yaml'), {
    arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')),
  });
  expect(await readStoryText(file)).toMatchObject({ ok: false, words: expect.stringContaining('could not be read') });
});
