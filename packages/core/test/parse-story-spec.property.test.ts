import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { bookFormats } from '../src/formats/book-formats.ts';
import { parseStorySpec, parseStoryValue } from '../src/parse-story-spec.ts';

const unprintable = /[\p{Cc}\p{Cs}\uFFFD-\uFFFF]/gu;
const text = (maxLength = 60) =>
  fc
    .string({
      unit: fc.oneof(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        fc.constantFrom(': ', ' #', '\n', '"', "'", '- ', '{', '%', '\t', '*'),
      ),
      maxLength,
    })
    .map((value) => `${value.replace(unprintable, (sign) => (sign === '\n' || sign === '\t' ? sign : ''))}.`);
const ids = ['hare', 'tortoise', 'fox-2', 'a_b'] as const;

const story = fc.record(
  {
    title: text(),
    language: fc.constantFrom('en', 'ja', 'ar-EG', 'zh-Hant'),
    readingDirection: fc.constantFrom('ltr', 'rtl', 'vertical'),
    style: text(),
    characters: fc.tuple(...ids.map((id) => fc.record({ id: fc.constant(id), name: text(), description: text() }))),
    panels: fc.array(
      fc.record(
        {
          prompt: text(),
          characters: fc.subarray([...ids]),
          text: fc.array(
            fc.record(
              {
                kind: fc.constantFrom('caption', 'speech', 'thought', 'sfx'),
                text: text(),
                speaker: fc.constantFrom(...ids),
              },
              { requiredKeys: ['kind', 'text'] },
            ),
            { maxLength: 4 },
          ),
          focus: fc.record({ x: fc.double({ min: 0, max: 1, noNaN: true }), y: fc.constantFrom(0, 0.5, 1) }),
          weight: fc.constantFrom('splash', 'wide', 'normal'),
        },
        { requiredKeys: ['prompt'] },
      ),
      { minLength: 1, maxLength: 20 },
    ),
    budget: fc.record({ maxUsd: fc.nat(1_000) }),
    book: fc.record(
      { author: fc.option(text()), formats: fc.constantFrom(['pdf'], ['cbz', 'pdf']) },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['title', 'characters', 'panels'] },
);

/** Values that look like parts of a story, so that every depth of the checks is reached. */
const key = fc.constantFrom(
  'title',
  'panels',
  'characters',
  'id',
  'text',
  'prompt',
  'render',
  'book',
  'formats',
  'batchSize',
  'approveAfter',
  'references',
  'speaker',
  'focus',
  '__proto__',
  '',
  'x/y~z',
);
const { value: nearlyStory } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, depthSize: 'large' },
    fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom(...bookFormats, ...ids, 1, -1, null, '', 'data:,', './x', 'http://x', '\u0000'),
    ),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(key, tie('value'), { maxKeys: 6 }),
  ),
}));

describe('any input', () => {
  it('any JSON value is a story or a list of errors with messages', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), nearlyStory), (value) => {
        const result = parseStoryValue(value);
        if (result.ok) return;
        expect(result.errors.length).toBeGreaterThan(0);
        for (const { pointer, detail } of result.errors) {
          expect(pointer).toMatch(/^(\/|$)/);
          // A key or text of the input may be called anything.
          expect(detail.replace(/"[^"]*"/g, '')).not.toMatch(/Invalid|undefined|\[object|NaN|Expected|Too (big|small)/);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('any text is a story or a list of errors with lines', () => {
    const signs = fc.constantFrom(
      'a',
      ': ',
      '\n',
      '  ',
      '- ',
      '"',
      "'",
      '{',
      '}',
      '[',
      ']',
      ', ',
      '#',
      '&a',
      '*a',
      '!t',
      '|',
      '>',
      '%',
      '?',
      '\t',
      '---',
      '\r\n',
      '\\',
      'title: x',
      'panels:',
      '<<',
      '\uFEFF',
      '\0',
    );
    fc.assert(
      fc.property(
        fc.string({ unit: signs, maxLength: 40 }),
        fc.constantFrom('yaml', 'json', 'auto'),
        (source, format) => {
          const result = parseStorySpec(source, { format });
          if (result.ok) return;
          expect(result.errors.length).toBeGreaterThan(0);
          const lines = source.split('\n').length;
          for (const { line, column } of result.errors) {
            expect(line).toBeGreaterThanOrEqual(1);
            expect(line).toBeLessThanOrEqual(lines);
            expect(column).toBeGreaterThanOrEqual(1);
          }
        },
      ),
      { numRuns: 3_000 },
    );
  });
});

describe('any story', () => {
  it('is the same story as a value, as JSON and as YAML', () => {
    fc.assert(
      fc.property(story, (written) => {
        const parsed = parseStoryValue(written);
        expect(parsed).toMatchObject({ ok: true });
        expect(parseStorySpec(JSON.stringify(written), { format: 'json' })).toEqual(parsed);
        expect(parseStorySpec(JSON.stringify(written, null, 2))).toEqual(parsed);
        expect(parseStorySpec(stringify(written), { format: 'yaml' })).toEqual(parsed);
      }),
      { numRuns: 200 },
    );
  });

  it('is the same when its result is parsed again', () => {
    fc.assert(
      fc.property(story, (written) => {
        const parsed = parseStoryValue(written);
        expect(parsed.ok && parseStoryValue(parsed.spec)).toEqual(parsed);
      }),
      { numRuns: 100 },
    );
  });
});
