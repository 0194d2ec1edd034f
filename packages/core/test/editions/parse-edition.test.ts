import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countTexts, type EditionWords, type OriginalWords, originalPanel } from '../../src/editions/edition.ts';
import { writeEditionCsv } from '../../src/editions/edition-csv.ts';
import { directionOf } from '../../src/editions/edition-language.ts';
import { listUnits } from '../../src/editions/edition-units.ts';
import { writeEditionXliff } from '../../src/editions/edition-xliff.ts';
import { type EditionFormat, parseEdition } from '../../src/editions/parse-edition.ts';
import type { ReadingDirection } from '../../src/story-spec.ts';

const text = (words: string, speaker?: string, drawnBy: 'overlay' | 'model' = 'overlay') => ({
  kind: speaker === undefined ? ('caption' as const) : ('speech' as const),
  ...(speaker !== undefined && { speaker }),
  text: words,
  drawnBy,
});
const original: OriginalWords = {
  language: 'en',
  readingDirection: 'ltr',
  title: 'The Hare',
  summary: 'A race',
  characters: [
    { id: 'hare', name: 'Hare' },
    { id: 'constructor', name: 'Builder' },
  ],
  panels: [
    originalPanel('p1', 1, { text: [text('Once, "long" ago,\nin a field; far away'), text('I win!', 'hare')] }),
    originalPanel('p2', 2, { alt: 'A mill', text: [text('Stop', undefined, 'model'), text('Ouch & <oh>', 'hare')] }),
  ],
};
const parse = (source: string, format: EditionFormat, before: EditionWords | null = null, language = 'de') =>
  parseEdition(source, format, { language, original, before });
function read(...args: Parameters<typeof parse>): EditionWords {
  const result = parse(...args);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.edition;
}
const errorsOf = (...args: Parameters<typeof parse>) => {
  const result = parse(...args);
  return result.ok ? [] : result.errors;
};
const half = read(
  JSON.stringify({ title: 'Der Hase', texts: { 'p1.2': 'Ich gewinne!' }, names: { hare: 'Hase' } }),
  'json',
);
const csvOf = (edition: EditionWords) => writeEditionCsv(listUnits(original, edition));
const xliffOf = (edition: EditionWords) =>
  writeEditionXliff(listUnits(original, edition), {
    story: 's1',
    sourceLanguage: 'en',
    targetLanguage: edition.language,
  });

describe('an edition', () => {
  it('counts its texts', () => {
    expect(countTexts(original.panels, half)).toEqual({
      texts: 4,
      translated: 1,
      outdated: 0,
      untranslated: 2,
      inThePicture: 1,
    });
  });

  it('keeps who translated it through files that cannot say it, until it says otherwise', () => {
    const named: EditionWords = { ...half, translator: 'C. Black' };
    const after = (source: string, format: EditionFormat) => {
      const result = parseEdition(source, format, { language: 'de', original, before: named });
      return result.ok ? result.edition.translator : result.errors;
    };
    expect(read('{"translator": "C. Black"}', 'json').translator).toBe('C. Black');
    for (const [source, format] of [
      [csvOf(named), 'csv'],
      [xliffOf(named), 'xliff'],
      ['{"texts": {}}', 'json'],
    ] as const)
      expect(after(source, format)).toBe('C. Black');
    expect(after('{"translator": "D. White"}', 'json')).toBe('D. White');
    expect(after('{"translator": null}', 'json')).toBeUndefined();
  });

  it('goes to translators and comes back the same, as CSV and as XLIFF', () => {
    expect(read(csvOf(half), 'csv', half)).toEqual(half);
    expect(read(xliffOf(half), 'xliff', half)).toEqual(half);
  });

  it('comes back the same whatever its words are', () => {
    const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((it) => it.trim() !== '');
    fc.assert(
      fc.property(words, words, (a, b) => {
        const written = parse(JSON.stringify({ texts: { 'p1.1': a, 'p2.2': b } }), 'json');
        if (!written.ok) return;
        const { edition } = written;
        expect(read(csvOf(edition), 'csv').texts).toEqual(edition.texts);
        expect(read(xliffOf(edition), 'xliff').texts).toEqual(edition.texts);
      }),
    );
  });

  it('whose original has changed stays outdated when an old file comes again, until it is confirmed', () => {
    const [first, ...rest] = original.panels;
    const changed = {
      ...original,
      panels: [originalPanel('p1', 1, { text: [text('Once'), text('I won!', 'hare')] }), ...rest],
    };
    const outdated = (edition: EditionWords) => countTexts(changed.panels, edition).outdated;
    expect(first?.text).toHaveLength(2);
    expect(outdated(half)).toBe(1);
    const again = (source: string, format: EditionFormat) => {
      const result = parseEdition(source, format, { language: 'de', original: changed, before: half });
      return result.ok ? outdated(result.edition) : result.errors;
    };
    expect(again(JSON.stringify({ texts: { 'p1.2': 'Ich gewinne!' } }), 'json')).toBe(1);
    expect(again(csvOf(half), 'csv')).toBe(1);
    const exported = writeEditionXliff(listUnits(changed, half), {
      story: 's1',
      sourceLanguage: 'en',
      targetLanguage: 'de',
    });
    expect(exported).toContain('state="needs-review-translation"');
    expect(again(exported, 'xliff')).toBe(1);
    expect(again(exported.replace('needs-review-translation', 'final'), 'xliff')).toBe(0);
    expect(again('id,translation\np1.2,Ich habe gewonnen!\n', 'csv')).toBe(0);
    // Words made from a file that is older than the original are outdated from the start.
    expect(again('id,original,translation\np1.2,I win!,Ich siege!\n', 'csv')).toBe(1);
  });
});

describe('a table', () => {
  it('may have semicolons or tabs, other columns, and any order of them', () => {
    expect(read('\uFEFFTranslation;note;ID\r\n"Ich; gewinne";x;p1.2\r\n', 'csv').texts).toMatchObject({
      'p1.2': { text: 'Ich; gewinne' },
    });
    expect(read('id\ttranslation\np1.2\tJa\n', 'csv').texts).toHaveProperty(['p1.2']);
  });

  it('changes the rows it has, and an empty translation removes one', () => {
    const both = read('id,translation\np1.1,Es war einmal\n', 'csv', half);
    expect(Object.keys(both.texts)).toEqual(['p1.1', 'p1.2']);
    expect(Object.keys(read('id,translation\np1.2,\n', 'csv', both).texts)).toEqual(['p1.1']);
    expect(both.title).toBe('Der Hase');
  });

  it.each([
    ['id,words\np1.1,x\n', 1, /no column "translation"/],
    ['id,translation\np1.1,"x\n', 2, /not CSV/],
    ['id,translation\np1.1,x,y\n', 2, /not CSV/],
    ['id,translation\n\n"p1.1","two\nlines"\np9.1,x\n', 5, /no text with the id "p9\.1"; did you mean "p1\.1"/],
    ['id,translation\np1.1,x\np1.1,y\n', 3, /twice/],
    ['id,translation\nmoon:title,x\n', 2, /not an id of an edition/],
    ['id,translation\nstory:moon,x\n', 2, /use story:title/],
    [`id,translation\np1.1,${'x'.repeat(1_001)}\n`, 2, /1001 characters; at most 1000/],
    ['id,translation\np1.1,\u0007\n', 2, /U\+0007/],
  ])('%j is refused with the line', (source, line, detail) => {
    const errors = errorsOf(source, 'csv');
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ line, detail: expect.stringMatching(detail) });
  });
});

describe('XLIFF', () => {
  it('has one unit for each text, with what translators need', () => {
    const xliff = xliffOf(half);
    expect(xliff.match(/<trans-unit id="p\d/g)).toHaveLength(4);
    expect(xliff).toContain('<context context-type="x-speaker">Hare</context>');
    expect(xliff).toContain('maxwidth="90" size-unit="char"');
    expect(xliff).toContain('<trans-unit id="p2.1" resname="p2.1" translate="no"');
  });

  const unit = (inside: string, id = 'p1.2') =>
    `<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file source-language="en" target-language="de"><body>\n<trans-unit id="${id}">${inside}</trans-unit></body></file></xliff>`;

  it('may have segments, CDATA and alternatives, as tools write them', () => {
    const source = unit(
      '<source>I win!</source><seg-source><mrk mid="0" mtype="seg">I win!</mrk></seg-source><target><mrk mid="0" mtype="seg">Ich <![CDATA[gewinne]]></mrk>!</target><alt-trans><target>Nein</target></alt-trans>',
    );
    expect(read(source, 'xliff').texts['p1.2']?.text).toBe('Ich gewinne!');
    expect(read(unit('<source>I win!</source><target state="new">I win!</target>'), 'xliff').texts).toEqual({});
  });

  it.each([
    ['<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>', 1, /document type/],
    [unit('<target>&bomb;</target>'), 2, /not XML/],
    ['<a><b></a>', 1, /not XML|not an XLIFF/],
    ['no xml at all', 1, /not XML/],
    ['<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0"/>', 1, /version 2\.0/],
    [unit('<target>x</target>', 'p7.1'), 2, /no text with the id "p7\.1"/],
    [unit('<target>a<x id="1"/>b</target>'), 2, /<x> in the target of "p1\.2"/],
    [unit('<target>x</target>').replace('"de"', '"fr"'), 1, /language "fr", not for "de"/],
    [`${'<a xmlns="urn:oasis:names:tc:xliff:document:1.2">'.repeat(100)}`, 1, /not an XLIFF/],
  ])('%j is refused with the line', (source, line, detail) => {
    expect(errorsOf(source, 'xliff')[0]).toMatchObject({ line, detail: expect.stringMatching(detail) });
  });
});

describe('a story in the other language', () => {
  const story = (over: object = {}) => ({
    title: 'Der Hase',
    language: 'de',
    characters: [{ id: 'hare', name: 'Hase', description: 'ein Hase' }],
    panels: [
      {
        prompt: 'x',
        text: [
          { kind: 'caption', text: 'Es war einmal' },
          { kind: 'speech', speaker: 'hare', text: 'Ich gewinne!' },
        ],
      },
      {
        prompt: 'y',
        alt: 'Eine Mühle',
        text: [
          { kind: 'caption', text: 'Halt', drawnBy: 'model' },
          { kind: 'speech', speaker: 'hare', text: 'Au' },
        ],
      },
    ],
    book: { summary: 'Ein Rennen' },
    ...over,
  });

  it('gives all its words', () => {
    const edition = read(JSON.stringify(story()), 'json');
    expect(edition).toMatchObject({
      title: 'Der Hase',
      summary: 'Ein Rennen',
      names: { hare: 'Hase' },
      alts: { p2: 'Eine Mühle' },
    });
    expect(countTexts(original.panels, edition)).toMatchObject({ translated: 3, untranslated: 0, inThePicture: 1 });
  });

  it('may have fewer panels, in any order when they have ids', () => {
    const { panels } = story();
    const edition = read(JSON.stringify(story({ panels: [{ ...panels[1], id: 'p2' }] })), 'json');
    expect(Object.keys(edition.texts)).toEqual(['p2.1', 'p2.2']);
  });

  it('is refused with the lines of all that does not fit', () => {
    const { panels } = story();
    const more = story({ language: 'fr', panels: [...panels, panels[0], { prompt: 'z' }] });
    expect(
      errorsOf(JSON.stringify(more, null, 1), 'json').map(({ pointer, line }) => [pointer, line !== undefined]),
    ).toEqual([
      ['/language', true],
      ['/panels/2', true],
      ['/panels/3', true],
    ]);
    const texts = story({
      panels: [{ prompt: 'x', text: Array.from({ length: 3 }, () => ({ kind: 'caption', text: 'a' })) }],
    });
    expect(errorsOf(JSON.stringify(texts), 'json').length).toBeGreaterThan(0);
  });
});

it.each<[string, string, ReadingDirection, ReadingDirection]>([
  ['ar', 'en', 'ltr', 'rtl'],
  ['en', 'ar', 'rtl', 'ltr'],
  ['de', 'ja', 'rtl', 'rtl'],
  ['he', 'ja', 'rtl', 'rtl'],
  ['ar', 'en', 'vertical', 'vertical'],
  ['fr', 'en', 'ltr', 'ltr'],
])('an edition in %s of a story in %s that is read %s is read %s', (language, from, direction, expected) => {
  expect(directionOf(language, { language: from, readingDirection: direction })).toBe(expected);
});

it.each([
  ['vertical', 'ltr', /no strip/],
  ['ltr', 'vertical', /vertical strip/],
] as const)('an edition cannot be read %s where the story is read %s', (direction, of, detail) => {
  const strip = { ...original, readingDirection: of };
  const source = JSON.stringify({ readingDirection: direction });
  const result = parseEdition(source, 'json', { language: 'de', original: strip, before: null });
  expect(result).toMatchObject({
    ok: false,
    errors: [{ pointer: '/readingDirection', detail: expect.stringMatching(detail) }],
  });
});

it('any text is read in linear time and without throwing', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), fc.constantFrom('json', 'yaml', 'csv', 'xliff'), (source, format) => {
      expect(parse(source, format as EditionFormat)).toHaveProperty('ok');
    }),
  );
  const started = performance.now();
  parse(`id,translation\n${'p1.1,x\n'.repeat(200_000)}`, 'csv');
  parse(`<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">${'<g>'.repeat(100_000)}`, 'xliff');
  parse(`id,translation\n"${'a""'.repeat(500_000)}`, 'csv');
  expect(performance.now() - started).toBeLessThan(10_000);
});

describe('a balloon placed in an edition', () => {
  const put = (body: object, before: EditionWords | null = null) => {
    const result = parseEdition(JSON.stringify(body), 'json', { language: 'de', original, before });
    if (!result.ok) throw new Error(JSON.stringify(result.errors));
    return result.edition;
  };
  const balloon = { x: 0.7, y: 0.1 };

  it('stays with the translation until it is placed elsewhere or given up', () => {
    const first = put({ texts: { 'p1.2': { text: 'Ich gewinne!', balloon } } });
    expect(first.texts['p1.2']).toMatchObject({ text: 'Ich gewinne!', balloon });
    const again = put({ texts: { 'p1.2': 'Ich habe gewonnen!' } }, first);
    expect(again.texts['p1.2']?.balloon).toEqual(balloon);
    expect(put({ texts: { 'p1.2': { text: 'Ich gewinne!', balloon: null } } }, first).texts['p1.2']).not.toHaveProperty(
      'balloon',
    );
    const result = parseEdition('{"texts":{"p1.2":{"text":"Ja","balloon":{"x":2,"y":0}}}}', 'json', {
      language: 'de',
      original,
      before: null,
    });
    expect(result).toMatchObject({ ok: false, errors: [{ pointer: '/texts/p1.2/balloon/x' }] });
  });
});
