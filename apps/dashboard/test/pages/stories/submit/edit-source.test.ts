import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { appendToSource, setInSource } from '../../../../src/pages/stories/submit/edit-source.ts';

const block = `# My story
title: "The Race"   # its name
characters:
  - id: hare
    name: Hare
    references:
      - ./hare.png
  - { id: owl, name: Owl }
render:
  provider: openai # the vendor
  size: 64x64
panels:
  - prompt: The hare runs
`;
const flow = `title: The Race
panels: [{ prompt: a, references: [hare] }]
render: { provider: openai, quality: low }
`;
const json = '{\n  "title": "The Race",\n  "panels": [{ "prompt": "a" }]\n}\n';

describe('editing a story file in place', () => {
  test('only the value changes: comments and quotes around it stay', () => {
    expect(setInSource(block, ['render', 'provider'], 'fal')).toBe(block.replace('openai #', 'fal #'));
    expect(setInSource(block, ['title'], 'A: B')).toBe(block.replace('"The Race"', '"A: B"'));
  });

  test('a key is added behind its neighbours, as they are written', () => {
    expect(setInSource(block, ['render', 'quality'], 'low')).toBe(
      block.replace('  size: 64x64\n', '  size: 64x64\n  quality: low\n'),
    );
    expect(setInSource(flow, ['render', 'model'], 'gpt-image-2')).toContain(
      '{ provider: openai, quality: low, model: gpt-image-2 }',
    );
    expect(setInSource(block, ['budget', 'maxUsd'], 12)).toBe(`${block}budget: { maxUsd: 12 }\n`);
    expect(setInSource('title: a', ['language'], 'no')).toBe('title: a\nlanguage: "no"\n');
    expect(setInSource(json, ['render', 'provider'], 'fal')).toContain(
      '"panels": [{ "prompt": "a" }], "render": { "provider": "fal" }',
    );
  });

  test('a key is taken out with its comma or its line', () => {
    expect(setInSource(flow, ['render', 'provider'], undefined)).toContain('render: { quality: low }');
    expect(setInSource(flow, ['render', 'quality'], undefined)).toContain('render: { provider: openai }');
    expect(setInSource(block, ['render', 'size'], undefined)).toBe(block.replace('  size: 64x64\n', ''));
    expect(setInSource(block, ['render', 'model'], undefined)).toBe(block);
  });

  test('a picture is added to a list, or the list with it', () => {
    expect(appendToSource(block, ['characters', 0, 'references'], 'as1')).toBe(
      block.replace('      - ./hare.png\n', '      - ./hare.png\n      - as1\n'),
    );
    expect(appendToSource(block, ['characters', 1, 'references'], 'as1')).toContain(
      '{ id: owl, name: Owl, references: [as1] }',
    );
    expect(appendToSource(flow, ['panels', 0, 'references'], 'as1')).toContain('references: [hare, as1]');
    expect(appendToSource('a: { references: [] }', ['a', 'references'], 'as1')).toBe('a: { references: [as1] }');
  });

  test('an empty section is filled', () => {
    expect(setInSource('render:\ntitle: a\n', ['render', 'provider'], 'fal')).toBe(
      'render: { provider: fal }\ntitle: a\n',
    );
    expect(setInSource('render: {}\n', ['render', 'provider'], 'fal')).toBe('render: { provider: fal }\n');
    expect(setInSource('title:\n', ['title'], 'a')).toBe('title: a\n');
    expect(setInSource('render: words\n', ['render', 'provider'], 'fal')).toBe('render: words\n');
    expect(appendToSource('a: { references: }', ['a', 'references'], 'as1')).toBe('a: { references: [as1]}');
  });

  test('a text that cannot be read stays as it is', () => {
    for (const text of ['title: [', '', 'words', '- a\n- b'])
      expect(setInSource(text, ['render', 'provider'], 'fal')).toBe(text);
  });

  test('whatever is set is what is read back, and nothing else has changed', () => {
    const values = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.constantFrom('no', 'null', '1.0', 'a: b', '#', '- x', '{', '"', "'", '~', 'a\nb'),
      fc.integer(),
    );
    const paths = fc.constantFrom(
      ['title'],
      ['language'],
      ['render', 'provider'],
      ['render', 'quality'],
      ['book', 'layout'],
    );
    fc.assert(
      fc.property(
        fc.constantFrom(block, flow, json),
        fc.array(fc.tuple(paths, values), { maxLength: 6 }),
        (text, edits) => {
          let edited: string = text;
          const wanted = parse(text) as Record<string, unknown>;
          for (const [path, value] of edits) {
            edited = setInSource(edited, path, value);
            let at = wanted;
            for (const key of path.slice(0, -1)) {
              at[key] ??= {};
              at = at[key] as Record<string, unknown>;
            }
            at[path.at(-1) as string] = value;
          }
          expect(parse(edited)).toEqual(wanted);
        },
      ),
    );
  });
});
