import { describe, expect, it } from 'vitest';
import { parseStorySpec } from '../src/parse-story-spec.ts';
import { sourceLimits } from '../src/source-document.ts';

/** A document of exactly the largest accepted length, mostly one part repeated. */
function filled(start: string, part: string, end = ''): string {
  return start + part.repeat(Math.floor((sourceLimits.length - start.length - end.length) / part.length)) + end;
}

function mistakesOf(source: string) {
  const result = parseStorySpec(source);
  if (result.ok) throw new Error('expected errors, got a story');
  return result.errors;
}

const large = {
  title: 'Large',
  characters: [{ id: 'hare', name: 'Hare', description: 'a lean brown hare in a red scarf' }],
  panels: Array.from({ length: 2_000 }, (_, index) => ({
    prompt: `Panel ${index}: the hare runs past a milestone, seen from above, in long evening shadows`,
    characters: ['hare'],
    text: [
      { kind: 'speech', speaker: 'hare', text: 'Nobody is faster than me!' },
      { kind: 'caption', text: 'On and on it went.' },
    ],
  })),
};

describe('large stories', () => {
  it('2,000 panels are read, also by the slower reader', () => {
    // JSON is YAML. Half a second on a quiet machine; anything quadratic runs into the time limit.
    const result = parseStorySpec(JSON.stringify(large), { format: 'yaml' });
    expect(result.ok && result.spec.panels.length).toBe(2_000);
  });

  it('the first 200 errors are reported by line, and one line counts the rest', () => {
    const source = JSON.stringify(
      { ...large, panels: large.panels.map((panel) => ({ ...panel, prompt: 1, x: 1 })) },
      null,
      1,
    );
    const errors = mistakesOf(source);
    expect(errors).toHaveLength(201);
    expect(errors[200]).toEqual({ pointer: '', detail: 'and 3,800 more errors; fix these first' });
    const lines = errors.slice(0, 200).map(({ line }) => line ?? 0);
    expect(lines).toEqual(lines.toSorted((a, b) => a - b));
    expect(errors[198]).toMatchObject({ pointer: '/panels/99/prompt' });
    expect(errors[199]).toMatchObject({ pointer: '/panels/99/x' });
  });

  it('a picture of 11 MB in a data URL is read, in each kind of quotes', () => {
    const url = `data:image/png;base64,${'iVBO'.repeat(3_700_000)}`;
    for (const written of [url, `"${url}"`, `'${url}'`]) {
      const source = `title: A\ncharacters:\n  - id: hare\n    name: Hare\n    description: brown\n    references:\n      - ${written}\npanels: [{ prompt: x }]\n`;
      // The library alone takes 2.5 s and 700 MB for double quotes; our reader takes 0.1 s.
      const result = parseStorySpec(source);
      expect(result.ok && result.spec.characters[0]?.references[0]).toBe(url);
    }
  });
});

describe('documents made to exhaust memory are refused', () => {
  const laughs = ['a: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha]'];
  for (let level = 1; level < 9; level++) {
    const [name, before] = ['abcdefghi'[level], 'abcdefghi'[level - 1]];
    laughs.push(`${name}: &${name} [${Array(9).fill(`*${before}`).join(', ')}]`);
  }
  it.each([
    ['a billion laughs', laughs.join('\n'), /with its aliases written out .* more than 500,000 values/],
    [
      'one long text used again and again',
      `a: &a ${'x'.repeat(1_000_000)}\nb: [${Array(20).fill('*a').join(', ')}]\n`,
      /aliases written out/,
    ],
    ['open brackets', filled('', '['), /nested more than 32 levels/],
    ['dashes', filled('', '- '), /nested more than 32 levels/],
    ['question marks', filled('', '? '), /nested more than 32 levels/],
    ['17 MB', `title: ${'x'.repeat(17 * 1024 * 1024)}`, /at most 16,777,216 are read/],
    ['millions of values', filled('panels: [', '1, ', ']'), /more than 2,000,000 words and symbols/],
    ['millions of values in JSON', filled('{"panels": [', '1, ', '1]}'), /more than 500,000 values/],
    ['a text of millions of lines', filled('title: |\n', '  x\n'), /with line breaks/],
    ['a text of millions of escapes', filled('title: "', '\\n', '"'), /with line breaks/],
  ])(
    '%s',
    (_title, source, says) => {
      // Each takes less than 2.5 s on two shared cores; anything quadratic takes hours.
      const errors = mistakesOf(source);
      expect(errors).toEqual([expect.objectContaining({ detail: expect.stringMatching(says) as string })]);
    },
    60_000,
  );
});
