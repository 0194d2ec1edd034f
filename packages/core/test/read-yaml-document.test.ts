import { describe, expect, it } from 'vitest';
import { parseStorySpec } from '../src/parse-story-spec.ts';
import { type Expected, mistakes, mistakesOf } from './testing/mistakes.ts';

const panels = 'panels: [{ prompt: A hare sleeps }]\n';

describe('for text that YAML reads as something else, the advice is "put it in quotes"', () => {
  it.each([
    ['1984', /got the number 1984; put it in quotes: "1984"/],
    ['0x1F', /got the number 0x1F; put it in quotes: "0x1F"/],
    ['1e3', /put it in quotes: "1e3"/],
    ['true', /got true; put it in quotes: "true"/],
    ['.inf', /put it in quotes: "\.inf"/],
    ['{Sigh}', /got a mapping; text that begins with "\{"/],
    ['[Sigh]', /got a list; text that begins with "\{" or "\["/],
    ['~', /got nothing/],
  ])('title: %s', (value, says) =>
    expect(mistakesOf(`title: ${value}\n${panels}`)).toEqual(mistakes('invalid', [['/title', 1, says]])),
  );

  it.each(['yes', 'off', '2001-12-14', '12:30', '"1984"', '!!str 1984'])('title: %s is a text', (value) => {
    expect(parseStorySpec(`title: ${value}\n${panels}`)).toMatchObject({ ok: true });
  });

  it('and the other way round', () => {
    expect(
      mistakesOf(`title: A\n${panels}budget: { maxUsd: "12" }\nrender: { recall: yes, batchSize: 2.5 }\n`),
    ).toEqual(
      mistakes('invalid', [
        ['/budget/maxUsd', 3, /expected a number of US dollars, .* got the text "12"; remove the quotes/],
        ['/render/recall', 4, /expected true or false, got the text "yes"/],
        ['/render/batchSize', 4, /expected a whole number from 1 to 8, got the number 2.5/],
      ]),
    );
  });
});

describe('broken YAML', () => {
  const cases: readonly (readonly [title: string, source: string, expected: readonly Expected[]])[] = [
    ['": " in a text', `title: Aesop: a fable\n${panels}`, [['', 1, /put text that contains ": " in quotes/]]],
    [
      'a tab as indentation',
      'title: A\npanels:\n\t- prompt: x\n',
      [['', 3, /indented with a tab; indent with spaces/]],
    ],
    [
      'quotes inside quotes',
      'title: A\npanels:\n  - prompt: "He says "no" twice"\n',
      [['', 3, /unexpected "no" after the value/]],
    ],
    ['a text never closed, at its beginning', `title: A\nstyle: "ink\n${panels}`, [['', 2, /never closed/]]],
    ['a reserved sign', `title: @home\n${panels}`, [['', 1, /cannot begin with this character; put it in quotes/]]],
    ['a key without a colon', `title: A\nstyle\n${panels}`, [['', 2, /a line without ":".* write "key: value"/]]],
    ['keys in different columns', 'title: A\n  style: B\n', [['', 1, /": "/]]],
    ['two documents', `title: A\n${panels}---\ntitle: B\n`, [['', 3, /second document/]]],
    ['a NUL character', 'title: A\0\n', [['', 1, /NUL characters; save it as UTF-8/]]],
    ['an alias of what it is part of', 'title: &a [*a]\n', [['', 1, /refers to the value it is part of/]]],
    [
      'several errors, one per line',
      'title: @a\nstyle: `b\nlanguage: "x" y z\n',
      [
        ['', 1, /quotes/],
        ['', 2, /quotes/],
        ['', 3, /unexpected "y" after the value/],
      ],
    ],
  ];
  it.each(cases)('%s', (_title, source, expected) =>
    expect(mistakesOf(source, 'yaml')).toEqual(mistakes('unparsable', expected)),
  );
});

describe('YAML that is not for stories', () => {
  it('tags, merge keys, unusual keys and unknown aliases are reported with everything else', () => {
    const source = `title: !Story A
<<: { style: ink }
? [a, b]
: c
style: *ink
book: !!set { a }
panels: [{ prompt: *moon }]
`;
    expect(mistakesOf(source)).toEqual(
      mistakes('invalid', [
        ['/title', 1, /the tag "!Story" is not known/],
        ['/<<', 2, /merge keys .* write the keys out/],
        ['', 3, /a key must be a word/],
        ['/style', 5, /"\*ink" refers to nothing set before it/],
        ['/book', 6, /the tag "!!set" is not known/],
        ['/book/a', 6, /unknown key "a"/],
        ['/panels/0/prompt', 7, /"\*moon" refers to nothing/],
      ]),
    );
  });

  it('a duplicate key is reported at its second place', () => {
    expect(mistakesOf(`title: A\n${panels}title: B\n`)).toEqual(
      mistakes('invalid', [['/title', 3, /appears twice; keep one/]]),
    );
  });

  it('`%YAML 1.1` does not bring back the old meaning of yes', () => {
    expect(parseStorySpec(`%YAML 1.1\n---\ntitle: yes\n${panels}`)).toMatchObject({ ok: true, spec: { title: 'yes' } });
  });

  it('a cast used by an alias in 2,000 panels is accepted', () => {
    const cast = 'characters: [{ id: hare, name: Hare, description: brown }]\n';
    const source = `title: A\n${cast}panels:\n  - { prompt: x, characters: &all [hare] }\n${'  - { prompt: x, characters: *all }\n'.repeat(1_999)}`;
    const result = parseStorySpec(source);
    expect(result.ok && result.spec.panels.at(-1)?.characters).toEqual(['hare']);
  });
});
