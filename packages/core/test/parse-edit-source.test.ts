import { expect, test } from 'vitest';
import { looksLikeStory, parseLetteringSource, parsePanelsSource, parseTextsSource } from '../src/parse-edit-source.ts';

const mistakesOf = (result: { ok: boolean; errors?: readonly { pointer: string; detail: string; line?: number }[] }) =>
  (result.errors ?? []).map(({ line, pointer, detail }) => `${line} ${pointer} ${detail}`);

test('panels are read from a list and from a mapping, with their defaults', () => {
  const list = parsePanelsSource('- prompt: The hare wakes up\n- prompt: It runs\n  characters: [hare]\n');
  expect(list).toMatchObject({ ok: true, value: [{ text: [], weight: 'normal' }, { characters: ['hare'] }] });
  expect(parsePanelsSource('panels:\n  - prompt: The hare wakes up\n')).toMatchObject({ ok: true });
  expect(parsePanelsSource('[{"prompt": "The hare wakes up"}]')).toMatchObject({ ok: true });
});

test('errors in panels have their position in the file, with or without a mapping around the list', () => {
  const list = mistakesOf(parsePanelsSource('- prompt: one\n- promt: two\n'));
  expect(list).toEqual([
    expect.stringContaining('2 /1/prompt `prompt` is missing'),
    expect.stringMatching(/^2 \/1\/promt .*did you mean `prompt`/),
  ]);
  expect(mistakesOf(parsePanelsSource('panels:\n  - prompt: 12\n'))).toEqual([
    expect.stringMatching(/^2 \/panels\/0\/prompt expected .* put it in quotes: "12"/),
  ]);
});

test.each([parsePanelsSource, parseTextsSource, parseLetteringSource])('anything else is refused: %o', (parse) => {
  for (const text of ['', 'words', '12', '[', '{"a": 1, "a": 2}', '{}'])
    expect(parse(text)).toMatchObject({ ok: false });
});

test('texts are read from a list and from a panel', () => {
  const text = '- { kind: speech, speaker: hare, text: Hello! }\n';
  const value = [{ kind: 'speech', speaker: 'hare', text: 'Hello!', drawnBy: 'overlay' }];
  expect(parseTextsSource(text)).toEqual({ ok: true, value });
  expect(parseTextsSource(`text:\n${text}`)).toEqual({ ok: true, value });
  expect(parseTextsSource('[]')).toEqual({ ok: true, value: [] });
  expect(mistakesOf(parseTextsSource('- kind: shout\n  text: Hello!\n'))).toEqual([
    expect.stringMatching(/^1 \/0\/kind must be one of caption/),
  ]);
});

test('a lettering lists its panels by number, each once', () => {
  const text = 'language: de\npanels:\n  - number: 2\n    text: [{ kind: caption, text: Morgens }]\n';
  expect(parseLetteringSource(text)).toMatchObject({ ok: true, value: { language: 'de', panels: [{ number: 2 }] } });
  expect(mistakesOf(parseLetteringSource('panels:\n  - text: []\n'))).toEqual([
    expect.stringContaining('/panels/0/number `number` is missing; add the number of the panel'),
  ]);
  expect(mistakesOf(parseLetteringSource('panels:\n  - {number: 1, text: []}\n  - {number: 1, text: []}\n'))).toEqual([
    expect.stringContaining('lists a panel twice'),
  ]);
  expect(mistakesOf(parseLetteringSource('author: me\npanels: [{number: 1, text: [], alt: x}]\n'))).toEqual([
    expect.stringContaining('/author unknown key "author"; a lettering has `language`'),
    expect.stringContaining('/panels/0/alt unknown key "alt"; a panel of a lettering has `number`, `text`'),
  ]);
});

test('a story differs from a lettering by its prompts', () => {
  expect(looksLikeStory('title: x\npanels: [{ prompt: y }]')).toBe(true);
  expect(looksLikeStory('panels: [{ number: 1, text: [] }]')).toBe(false);
  expect(looksLikeStory('- prompt: y')).toBe(false);
  expect(looksLikeStory('[')).toBe(false);
});
