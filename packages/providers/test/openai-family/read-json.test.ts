import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Base64Picture, readJson } from '../../src/openai-family/read-json.ts';

/** A JSON answer that comes in pieces that end anywhere. */
function answer(text: string, pieceLength: number, type = 'application/json'): Response {
  const bytes = Buffer.from(text);
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(new Uint8Array(bytes.subarray(at, at + pieceLength)));
      at += pieceLength;
    },
  });
  return new Response(body, { headers: { 'content-type': type } });
}

test('any JSON is read as JSON.parse reads it, wherever its pieces end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.json({ stringUnit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), async (text, length) => {
      expect(await readJson(answer(text, length))).toEqual(JSON.parse(text));
    }),
    { numRuns: 300 },
  );
});

const picture = randomBytes(400_001);
const base64 = picture.toString('base64');

test.each([
  ['as it is', base64],
  ['as a data URL', `data:image/png;base64,${base64}`],
  ['with escaped slashes', base64.replaceAll('/', '\\/')],
  ['in lines', base64.replaceAll(/.{76}/g, '$&\\r\\n')],
])('a picture %s is decoded on the way', async (_, written) => {
  for (const length of [65_536, 65_537, 1_000_003]) {
    const text = `{"data":[{"b64_json":"${written}","revised_prompt":"a \\"hare\\" \\\\"},{"b64_json":"${written}"}],"n":1}`;
    const value = (await readJson(answer(text, length))) as {
      data: { b64_json: unknown; revised_prompt?: string }[];
      n: number;
    };
    expect(value.n).toBe(1);
    expect(value.data[0]?.revised_prompt).toBe('a "hare" \\');
    for (const { b64_json: read } of value.data) {
      expect(read instanceof Base64Picture && Buffer.compare(read.bytes, picture)).toBe(0);
    }
  }
});

test('JSON that ends too early is no JSON', async () => {
  await expect(readJson(answer('{"data":[{"b64_json":"AAAA', 10))).rejects.toThrow(SyntaxError);
  await expect(readJson(answer(`{"data":[{"b64_json":"${base64}`, 10_000))).rejects.toThrow(SyntaxError);
  await expect(readJson(answer('{"data":[', 10))).rejects.toThrow(SyntaxError);
  await expect(readJson(answer('', 10))).rejects.toThrow(SyntaxError);
});

test('an answer that is a picture itself is that picture, whatever its type says', async () => {
  const bytes = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), picture]);
  const body = new Response(new Blob([bytes]), { headers: { 'content-type': 'application/json' } });
  expect(((await readJson(body)) as Base64Picture).bytes).toEqual(bytes);
});

test.each([
  ['with a byte order mark', '\ufeff{"a":"\ufeff"}', 'application/json', { a: '\ufeff' }],
  ['called a page', ' {"a":1}', 'text/html', { a: 1 }],
  ['called text', '[1]', 'text/plain', [1]],
  ['in events that are called JSON', 'data: {"a":1}\n\n', 'application/json', { a: 1 }],
])('JSON %s is read', async (_name, text, type, value) => {
  for (const length of [1, 2, 100]) expect(await readJson(answer(text, length, type))).toEqual(value);
});

test('a page is its text', async () => {
  expect(await readJson(answer('<html>"</html>', 3, 'text/html'))).toBe('<html>"</html>');
});
