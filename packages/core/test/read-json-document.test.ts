import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonDocument } from '../src/read-json-document.ts';
import { type Expected, mistakes, mistakesOf } from './testing/mistakes.ts';

/** What JSON.parse makes of a text, or null when it refuses. */
function parse(source: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(source) as unknown };
  } catch {
    return null;
  }
}

function read(source: string): { value: unknown; findings: number } | null {
  const reading = readJsonDocument(source);
  return reading.ok ? { value: reading.value, findings: reading.findings.length } : null;
}

describe('the strict JSON reader', () => {
  it('reads every value as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 1, '\t'), (compact, indent) => {
        const source = JSON.stringify(JSON.parse(compact), null, indent);
        expect(read(source)).toEqual({ ...parse(source), findings: 0 });
      }),
      { numRuns: 1_000 },
    );
  });

  it('refuses what JSON.parse refuses, and takes what it takes', () => {
    const signs = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '"a"',
      '1',
      '-',
      '0',
      '.5',
      'e9',
      'true',
      'null',
      ' ',
      '\n',
      '\\',
      '\\u00e9',
      '\\"',
      '\t',
      '\u2028',
      '/',
      "'",
    );
    const broken = fc.oneof(
      fc.string({ unit: signs, maxLength: 12 }),
      fc.tuple(fc.json(), fc.nat(), signs).map(([json, at, sign]) => {
        const place = at % (json.length + 1);
        return json.slice(0, place) + sign + json.slice(place + 1);
      }),
    );
    fc.assert(
      fc.property(broken, (source) => {
        const ours = read(source);
        const theirs = parse(source);
        // Of two equal keys JSON.parse keeps the last; we keep the first and say so.
        const repeated = ours !== null && ours.findings > 0;
        expect(repeated ? theirs !== null : ours?.value).toEqual(repeated ? true : theirs?.value);
        expect(ours === null).toBe(theirs === null);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('strict JSON', () => {
  const cases: readonly (readonly [title: string, source: string, expected: Expected])[] = [
    ['nothing', '', ['', 1, /expected a value, got the end of the document/]],
    [
      'a trailing comma in a list',
      '{"title":"A",\n"panels":[{"prompt":"x"},]}',
      ['', 2, /a comma before "\]"; remove it/],
    ],
    ['a trailing comma in a mapping', '{"title":"A",\n}', ['', 2, /a comma before "\}"; remove it/]],
    ['garbage after the end', '{"title":"A"}\n\nxyz', ['', 3, /after the end of the JSON document \("xyz"\)/]],
    ['a comment', '{\n// no\n"title":"A"}', ['', 2, /comments are not part of JSON/]],
    ['single quotes', "{\n'title':'A'}", ['', 2, /double quotes/]],
    ['a missing comma', '{"title":"A"\n"panels":[]}', ['', 2, /expected "," or "\}", got "\\""/]],
    ['a missing colon', '{"title"\n"A"}', ['', 2, /expected ":" after the key "title"/]],
    ['a bracket never closed, at its beginning', '{"title":\n[1, 2', ['', 2, /this "\[" is never closed; add "\]"/]],
    ['a text never closed', '{"title":\n"A', ['', 2, /never closed/]],
    ['a line break in a text', '{"title": "A\nB"}', ['', 1, /write \\n for a line break/]],
    ['a strange escape', '{"title": "\\x"}', ['', 1, /write \\\\ for a backslash/]],
    ['a strange number', '{"title": 01}', ['', 1, /"01" is not a JSON number/]],
    ['a bare word', '{"title": Hare}', ['', 1, /expected a value, got "Hare"/]],
  ];
  it.each(cases)('%s', (_title, source, expected) =>
    expect(mistakesOf(source, 'json')).toEqual(mistakes('unparsable', [expected])),
  );

  it('a key given twice is reported at its second place', () => {
    const source = '{"title":"A",\n"panels":[{"prompt":"x",\n"prompt":"y"}]}';
    expect(mistakesOf(source, 'json')).toEqual(mistakes('invalid', [['/panels/0/prompt', 3, /given twice/]]));
  });

  it('mistakes have lines', () => {
    const source = JSON.stringify({ title: 1, panels: [{ prompt: 'x' }, { promt: 'x' }] }, null, 2);
    expect(mistakesOf(source, 'json')).toEqual(
      mistakes('invalid', [
        ['/title', 2, /put it in quotes: "1"/],
        ['/panels/1/prompt', 7, /missing/],
        ['/panels/1/promt', 8, /did you mean `prompt`/],
      ]),
    );
  });
});
