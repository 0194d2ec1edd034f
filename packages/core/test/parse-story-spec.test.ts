import { describe, expect, it } from 'vitest';
import { parseStorySpec, parseStoryValue } from '../src/parse-story-spec.ts';
import { type Expected, mistakes, mistakesOf, reportedBy } from './testing/mistakes.ts';

const panels = 'panels: [{ prompt: A hare sleeps }]\n';

describe('documents that are not a story', () => {
  const cases: readonly (readonly [title: string, source: string, expected: readonly Expected[]])[] = [
    ['an empty file', '', [['', 1, /empty; a story needs at least `title` and `panels`/]]],
    ['nothing but a comment', '# soon\n', [['', 1, /empty/]]],
    ['a list', '- prompt: x\n', [['', 1, /expected a story: a mapping .*, got a list/]]],
    ['a text', 'Once upon a time', [['', 1, /got the text "Once upon a time"/]]],
    ['an empty list of panels', 'title: A\npanels: []\n', [['/panels', 2, /has no panels; at least 1/]]],
    [
      'an empty mapping',
      '{}',
      [
        ['/title', 1, /`title` is missing/],
        ['/panels', 1, /`panels` is missing; add a list of panels/],
      ],
    ],
    [
      'panels as a text',
      'title: A\npanels: hello\n',
      [['/panels', 2, /expected a list of panels, got the text "hello"/]],
    ],
    [
      'panels as a list of texts',
      'title: A\npanels:\n  - The hare runs\n',
      [['/panels/0', 3, /expected a panel: .* got the text "The hare runs"; write "- prompt: …"/]],
    ],
    [
      'a text instead of texts',
      `title: A\npanels:\n  - prompt: x\n    text: Hello\n`,
      [['/panels/0/text', 4, /expected a list of texts, got the text "Hello"; write "- kind: caption"/]],
    ],
    [
      'an empty prompt',
      'title: A\npanels:\n  - prompt: ""\n  - prompt:\n  - prompt: "  "\n',
      [
        ['/panels/0/prompt', 3, /is empty/],
        ['/panels/1/prompt', 4, /expected what the panel shows, as text, got nothing; write a value after the key/],
        ['/panels/2/prompt', 5, /is empty/],
      ],
    ],
  ];
  it.each(cases)('%s', (_title, source, expected) => expect(mistakesOf(source)).toEqual(mistakes('invalid', expected)));
});

describe('unknown keys', () => {
  it('are reported at every level, with what was probably meant', () => {
    const source = `title: A
panles: []
pages: []
provider: openai
xyzzy: 1
characters:
  - { id: hare, name: Hare, description: brown, refrences: [] }
panels:
  - promt: x
    prompt: x
    caption: Once
    focus: { x: 1, y: 1, z: 1 }
    text:
      - { kind: speech, text: hi, Speaker: hare }
      - { kind: speech, text: hi, type: speech }
render: { batch_size: 4 }
budget: { max: 4 }
book: { format: pdf }
webhook: { uri: https://example.com, url: https://example.com }
`;
    expect(mistakesOf(source)).toEqual(
      mistakes('invalid', [
        ['/panles', 2, /unknown key "panles"; did you mean `panels`\?/],
        ['/pages', 3, /did you mean `panels`\?/],
        ['/provider', 4, /it belongs to `render`/],
        ['/xyzzy', 5, /unknown key "xyzzy"; a story has `title`, `continues`/],
        ['/characters/0/refrences', 7, /did you mean `references`/],
        ['/panels/0/promt', 9, /did you mean `prompt`/],
        ['/panels/0/caption', 11, /did you mean `text`/],
        ['/panels/0/focus/z', 12, /a focus has `x`, `y`/],
        ['/panels/0/text/0/Speaker', 14, /did you mean `speaker`/],
        ['/panels/0/text/1/type', 15, /did you mean `kind`/],
        ['/render/batch_size', 16, /did you mean `batchSize`/],
        ['/budget/maxUsd', 17, /`maxUsd` is missing/],
        ['/budget/max', 17, /`budget` has `maxUsd`/],
        ['/book/format', 18, /did you mean `formats`/],
        ['/webhook/uri', 19, /did you mean `url`/],
      ]),
    );
  });

  it('`__proto__` and `constructor` are ordinary keys and change nothing', () => {
    const json = `{"title":"A","panels":[{"prompt":"x"}],\n"__proto__":{"polluted":1},"constructor":1}`;
    const expected: Expected[] = [
      ['/__proto__', 2, /unknown key "__proto__"/],
      ['/constructor', 2, /unknown key "constructor"/],
    ];
    expect(mistakesOf(json, 'json')).toEqual(mistakes('invalid', expected));
    expect(mistakesOf(json, 'yaml')).toEqual(mistakes('invalid', expected));
    expect(parseStoryValue(JSON.parse(json))).toMatchObject({
      ok: false,
      errors: [{ pointer: '/__proto__' }, { pointer: '/constructor' }],
    });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('escapes pointers by RFC 6901 and never repeats a long key', () => {
    const reported = reportedBy(`title: A\n"a/b~c": 1\n"${'k'.repeat(900)}": 1\n${panels}`);
    expect(reported.map(({ pointer }) => pointer)).toEqual(['/a~1b~0c', '']);
    expect(reported[1]?.detail.length).toBeLessThan(320);
  });
});

describe('values', () => {
  it('invalid words and numbers are reported with what is allowed', () => {
    const source = `title: A
language: english language
readingDirection: left
panels:
  - { prompt: x, weight: spalsh, focus: { x: 2, y: -1 } }
  - { prompt: x, text: [{ kind: shout, text: hi }] }
render: { provider: opnai, size: big, batchSize: 9, approveAfter: 0, model: "" }
book: { layout: grids, formats: [docx, pdf] }
webhook: { url: ftp://example.com }
characters: [{ id: Hare!, name: Hare, description: brown }]
`;
    expect(mistakesOf(source)).toEqual(
      mistakes('invalid', [
        ['/language', 2, /"english language" is not a BCP 47 language tag/],
        ['/readingDirection', 3, /must be one of ltr, rtl, vertical; got the text "left"/],
        [
          '/panels/0/weight',
          5,
          /must be one of splash, wide, tall, normal; got the text "spalsh": did you mean "splash"\?/,
        ],
        ['/panels/0/focus/x', 5, /must be at most 1; got the number 2/],
        ['/panels/0/focus/y', 5, /must be at least 0; got the number -1/],
        ['/panels/1/text/0/kind', 6, /must be one of caption, speech, thought, sfx/],
        ['/render/provider', 7, /did you mean "openai"\?/],
        ['/render/size', 7, /"big" is not a size; write WIDTHxHEIGHT/],
        ['/render/batchSize', 7, /must be at most 8; got the number 9/],
        ['/render/approveAfter', 7, /must be at least 1; got the number 0/],
        ['/render/model', 7, /is empty/],
        ['/book/layout', 8, /got the text "grids": did you mean "grid"\?/],
        ['/book/formats/0', 8, /must be one of pdf, .*cbz.*; got the text "docx"/],
        ['/webhook/url', 9, /"ftp:\/\/example.com" is not an http or https URL/],
        ['/characters/0/id', 10, /"Hare!" is not an id/],
      ]),
    );
  });

  it('a print interior without paper is reported', () => {
    expect(mistakesOf(`title: A\nbook: { formats: [pdf, print] }\n${panels}`)).toEqual(
      mistakes('invalid', [['/book/formats/1', 2, /print needs pages made for paper: choose layout comic/]]),
    );
  });

  it.each([
    [
      'print',
      'layout: webtoon',
      /^print needs pages, and layout webtoon is a strip without any: choose another layout, or one for this format alone with \{ format: print, layout: comic \} in book\.formats$/,
    ],
    [
      'print-cover',
      'layout: webtoon, cover: { panel: 1 }',
      /^print-cover needs pages, and layout webtoon .* with \{ format: print-cover, layout: comic, page: kdp-6x9 \} in/,
    ],
    [
      'print-cover',
      'layout: comic, cover: { panel: 1 }',
      /^print-cover needs paper whose thickness is known: set book\.page to kdp-6x9 or square$/,
    ],
    ['print-cover', 'layout: comic, page: kdp-6x9', /^print-cover needs a cover: set book\.cover$/],
    [
      'print-cover',
      'layout: comic',
      /^print-cover needs a cover, and paper whose thickness is known: set book\.cover, and set book\.page to/,
    ],
  ])('%s of a book with %s names what to do, and no more', (format, book, needed) => {
    expect(mistakesOf(`title: A\nbook: { ${book}, formats: [${format}] }\n${panels}`)).toEqual(
      mistakes('invalid', [['/book/formats/0', 2, needed]]),
    );
  });

  it.each([
    ['print', '{ format: print, layout: comic }'],
    ['print-cover', '{ format: print-cover, layout: comic, page: kdp-6x9 }'],
  ])('what the error of %s proposes for a webtoon is accepted', (_, choice) => {
    const book = `book: { layout: webtoon, cover: { panel: 1 }, formats: [webtoon, ${choice}] }`;
    expect(mistakesOf(`title: A\n${book}\n${panels}`)).toBeNull();
  });

  it('a format that is listed twice is reported', () => {
    expect(mistakesOf(`title: A\nbook: { formats: [pdf, pdf] }\n${panels}`)).toEqual(
      mistakes('invalid', [['/book/formats', 2, /lists a format twice/]]),
    );
  });

  it('huge texts are reported by length, with at most 80 characters quoted', () => {
    const reported = reportedBy(`title: ${'x'.repeat(300_000)}\nlanguage: ${'y'.repeat(300_000)}\n${panels}`);
    expect(reported).toEqual([
      { pointer: '/title', line: 1, detail: 'is 300,000 characters long; at most 300 are allowed: shorten it' },
      { pointer: '/language', line: 2, detail: expect.stringMatching(/^"y{60}…" is not a BCP 47/) as string },
    ]);
  });

  it.each([
    ['a bell', 'a\\u0007b', /"a\\u0007b" contains U\+0007 as character 2, which cannot be drawn; remove it/],
    ['NUL', '\\0', /U\+0000/],
    ['a C1 control', '\\u0085', /U\+0085/],
    ['a lone surrogate', '\\ud800', /U\+D800/],
    ['a noncharacter', '\\uffff', /U\+FFFF/],
    ['the remains of bytes that were not UTF-8', '\uFFFD', /not UTF-8; save it as UTF-8/],
  ])('refuses %s in a text', (_title, text, says) => {
    expect(mistakesOf(`title: A\npanels:\n  - prompt: "${text}"\n`)).toEqual(
      mistakes('invalid', [['/panels/0/prompt', 3, says]]),
    );
  });

  it.each([
    [2_001, '2,001'],
    [5_000, '5,000'],
  ])('refuses %i panels, once', (panelCount, said) => {
    const source = `title: A\npanels:\n${'  - prompt: x\n'.repeat(panelCount)}`;
    expect(mistakesOf(source)).toEqual(
      mistakes('invalid', [
        ['/panels', 2, new RegExp(`has ${said} panels; at most 2,000 are allowed: split it into several stories`)],
      ]),
    );
  });
});

describe('what text editors do', () => {
  it('a byte order mark and Windows line ends are accepted and leave no trace', () => {
    const yaml = '\uFEFFtitle: A\r\nstyle: |\r\n  ink\r\n  and water\r\npanels:\r\n  - prompt: x\r\n';
    expect(parseStorySpec(yaml)).toMatchObject({ ok: true, spec: { style: 'ink\nand water\n' } });
    const json = '\uFEFF{"title": "A",\r\n"style": "ink\\r\\nand water", "panels": [{"prompt": "x"}]}\r\n';
    expect(parseStorySpec(json, { format: 'json' })).toMatchObject({ ok: true, spec: { style: 'ink\nand water' } });
  });

  it('lines are counted with Windows line ends', () => {
    expect(mistakesOf('title: A\r\n\r\npanels:\r\n  - prompt: 5\r\n')).toEqual(
      mistakes('invalid', [['/panels/0/prompt', 4, /quotes/]]),
    );
  });

  it('`auto` accepts JSON and YAML that begins with a bracket, and reports errors in the format that was meant', () => {
    expect(parseStorySpec('{"title":"A","panels":[{"prompt":"x"}]}').ok).toBe(true);
    expect(parseStorySpec('{title: A, panels: [{prompt: x}]}').ok).toBe(true);
    expect(mistakesOf('{"title": "A" "panels": []}')).toEqual(
      mistakes('unparsable', [['', 1, /expected "," or "\}"/]]),
    );
    expect(mistakesOf('{title: @a, panels: []}')).toEqual(mistakes('unparsable', [['', 1, /put it in quotes/]]));
  });

  it('the column of an error is that of the value', () => {
    const result = parseStorySpec('title: A\npanels: [{ prompt: 5 }]\n');
    expect(!result.ok && result.errors).toMatchObject([{ line: 2, column: 20 }]);
  });
});

describe('the format as it is documented', () => {
  const source = `title: The Tortoise and the Hare          # required
language: en
readingDirection: ltr
style: ink and watercolour, warm palette
characters:
  - { id: hare, name: Hare, description: a lean brown hare in a red scarf, references: [./hare.png] }
panels:
  - prompt: The hare boasts to the animals in the meadow
    characters: [hare]
    text: [{ kind: speech, speaker: hare, text: "Nobody is faster than me!" }]
render:
  { provider: openai, model: gpt-image-2, size: 1024x1024, quality: medium, batchSize: 8, method: panels,
    approveAfter: 1, unknownOutcome: retry, recoverable: false, recall: true, fallback: false }
budget: { maxUsd: 12 }
book: { layout: grid, formats: [pdf, cbz], author: ~, summary: ~ }
webhook: { url: https://example.com/hooks/nextpanel }
`;

  it('is a valid story where paths are uploaded first, and has one error elsewhere', () => {
    expect(parseStorySpec(source, { references: 'local-allowed' })).toMatchObject({
      ok: true,
      spec: { budget: { maxUsd: 12 }, book: { author: null }, render: { method: 'panels', approveAfter: 1 } },
    });
    expect(mistakesOf(source)).toEqual(
      mistakes('invalid', [['/characters/0/references/0', 6, /upload the file with POST \/v1\/assets/]]),
    );
  });
});

describe('a document that is already parsed', () => {
  it('is checked in the same way, without lines', () => {
    const result = parseStoryValue({ titel: 'A', panels: [{ prompt: 1, characters: ['hare'] }] });
    expect(result).toEqual({
      ok: false,
      kind: 'invalid',
      errors: [
        { pointer: '/title', detail: expect.stringContaining('missing') as string },
        { pointer: '/panels/0/prompt', detail: expect.stringContaining('put it in quotes: "1"') as string },
        { pointer: '/titel', detail: 'unknown key "titel"; did you mean `title`?' },
        { pointer: '/panels/0/characters/0', detail: expect.stringContaining('not in the cast') as string },
      ],
    });
  });

  it('cyclic and deep values are refused', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic.style = cyclic;
    expect(parseStoryValue(cyclic)).toMatchObject({
      ok: false,
      errors: [{ detail: expect.stringMatching(/nested/) as string }],
    });
  });

  it('defaults are filled in', () => {
    expect(parseStoryValue({ title: 'A', panels: [{ prompt: 'x' }] })).toMatchObject({
      ok: true,
      spec: {
        language: 'en',
        readingDirection: 'ltr',
        characters: [],
        render: { provider: 'storyboard', batchSize: 8 },
      },
    });
  });
});
