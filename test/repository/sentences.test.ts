import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pathOf, readText } from './repository.ts';

/**
 * What the system says of a story, a script or a book stands in `packages/core/src/sentences/`, so that the dashboard can say it in
 * another language. A sentence written where it is needed would come in English to everyone. Errors are none of these: their codes have
 * titles and remedies in every language.
 */

const places = [
  'packages/core/src/warn-of-*.ts',
  'packages/core/src/{pictures,matter}/warn-of-*.ts',
  'packages/core/src/layout/warn-of-pages.ts',
  'packages/core/src/catalogue/models/*.ts',
  'packages/core/src/prompts/plan-references.ts',
  'packages/core/src/plates/plan-plate-request.ts',
  'packages/core/src/publishing/check-publishing.ts',
  'packages/core/src/scripts/draft-story.ts',
  'packages/imaging/src/**/*.ts',
  'packages/pipeline/src/{adapt,chat,checks,draw,finalize,review}/**/*.ts',
  'packages/pipeline/src/warn-of-size.ts',
];

/** Words given to what is shown, and warnings whose words are the second argument. */
const written = [
  /\b(?:detail|why|note)(?::| =) *(?:[\w.]+ *[<=>!]+ *[\w.]+ *\? *)?(['"`])[^'"`]*\p{L}+ \p{L}[^'"`]*\1/gu,
  /\breason: *(['"`])[^'"`]*\p{L}+ \p{L}[^'"`]*\1/gu,
  /\b(?:warning|none|notes\.push)\((?:'\w+', *)?(['"`])[^'"`]*\p{L}+ \p{L}[^'"`]*\1/gu,
];

const inPlace = (source: string): string[] =>
  written
    .flatMap((pattern) => [...source.matchAll(pattern)].map(([words]) => words))
    .filter((it) => !it.includes('say('));

describe('sentences of the system', () => {
  it('are found where they are written in place', () => {
    expect(inPlace("{ code: 'same_name', detail: `both are called Tom` }")).toHaveLength(1);
    expect(inPlace("warning('seed_ignored', 'no seed is sent')")).toHaveLength(1);
    expect(inPlace("gaps.push({ pointer, why: 'who says it' })")).toHaveLength(1);
    expect(inPlace("{ code: 'same_name', detail: say('names.two', { both, name }) }")).toEqual([]);
  });

  it('all stand in the one table that pages translate', () => {
    const files = places.flatMap((pattern) => globSync(pattern, { cwd: pathOf('.') }));
    expect(files.length).toBeGreaterThan(100);
    const found = files.flatMap((file) => inPlace(readText(file)).map((words) => `${file}: ${words}`));
    expect(found).toEqual([]);
  });

  it('are all used', () => {
    const sources = globSync('packages/*/src/**/*.ts', { cwd: pathOf('.') })
      .filter((file) => !file.includes('node_modules') && !file.endsWith('/sentences.ts'))
      .map(readText)
      .join('\n');
    const table = readText('packages/core/src/sentences/sentences.ts');
    const codes = [...table.matchAll(/^ {2}'([\w.]+)':/gm)].map(([, code = '']) => code);
    expect(codes.length).toBeGreaterThan(200);
    // Some are written as a beginning and one of several endings.
    const isUsed = (code: string) =>
      sources.includes(`'${code}'`) || sources.includes(`'${code.replace(/\.(?:one|several|together)$/, '')}'`);
    expect(codes.filter((code) => !isUsed(code))).toEqual([]);
  });
});
