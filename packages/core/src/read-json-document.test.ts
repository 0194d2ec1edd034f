import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonDocument } from './read-json-document.ts';

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
