import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attachment } from '../../../src/routes/books/attachment.ts';

test.each([
  ['The Hare.pdf', `attachment; filename="The Hare.pdf"; filename*=UTF-8''The%20Hare.pdf`],
  ['Crème brûlée.pdf', `attachment; filename="Creme brulee.pdf"; filename*=UTF-8''Cr%C3%A8me%20br%C3%BBl%C3%A9e.pdf`],
  ['うさぎ.cbz', `attachment; filename="_.cbz"; filename*=UTF-8''%E3%81%86%E3%81%95%E3%81%8E.cbz`],
  ['../../etc/pass"wd', `attachment; filename="_.._etc_pass_wd"; filename*=UTF-8''_.._etc_pass_wd`],
  [`it's (1)*.pdf`, `attachment; filename="it's (1)_.pdf"; filename*=UTF-8''it%27s%20%281%29_.pdf`],
  ['', `attachment; filename="book"; filename*=UTF-8''book`],
  ['\u0301', `attachment; filename="book"; filename*=UTF-8''%CC%81`],
  ['\u0301.pdf', `attachment; filename="pdf"; filename*=UTF-8''%CC%81.pdf`],
])('%s', (name, header) => {
  expect(attachment(name)).toBe(header);
});

test('whatever the name, the header is one line of ASCII that decodes to a name in no other folder', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const header = attachment(name);
      const [, ascii, encoded] =
        /^attachment; filename="([\x20-\x21\x23-\x7e]+)"; filename\*=UTF-8''([\w.%!~-]+)$/.exec(header) ?? [];
      for (const file of [ascii, decodeURIComponent(encoded ?? '')]) {
        expect(file).toBeTruthy();
        expect(file).not.toMatch(/[\\/\0\r\n]|^\./);
      }
    }),
  );
});
