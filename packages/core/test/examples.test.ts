import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { countTexts, type OriginalWords, originalPanel } from '../src/editions/edition.ts';
import { parseEdition } from '../src/editions/parse-edition.ts';
import { panelIds } from '../src/new-ids.ts';
import { characterIds } from '../src/panel-characters.ts';
import { parseStorySpec } from '../src/parse-story-spec.ts';

const folder = new URL('../../../examples/', import.meta.url);

const expected = [
  { file: '01-the-tortoise-and-the-hare.yaml', panels: 24, language: 'en', direction: 'ltr' },
  { file: '02-the-bremen-town-musicians.yaml', panels: 40, language: 'en', direction: 'ltr' },
  { file: '03-the-snow-queen.yaml', panels: 64, language: 'en', direction: 'ltr' },
  { file: '04-momotaro.yaml', panels: 24, language: 'ja', direction: 'rtl' },
  { file: '05-the-ring-dove.yaml', panels: 24, language: 'ar', direction: 'rtl' },
  { file: '06-the-star-money.yaml', panels: 14, language: 'en', direction: 'ltr' },
  { file: '07-the-little-red-hen.yaml', panels: 10, language: 'en', direction: 'ltr' },
];

function read(file: string) {
  const result = parseStorySpec(readFileSync(new URL(file, folder), 'utf8'), { format: 'yaml' });
  if (!result.ok) throw new Error(`${file}: ${JSON.stringify(result.errors)}`);
  return result.spec;
}

describe('the examples', () => {
  it('are all listed here and in their README', () => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
    expect(files.toSorted()).toEqual(expected.map(({ file }) => file));
    const readme = readFileSync(new URL('README.md', folder), 'utf8');
    for (const { file, panels } of expected)
      expect(readme).toMatch(new RegExp(`\\(${file}\\)[^\\n]*\\| ${panels} +\\|`));
  });

  it.each(expected)('$file is a story of $panels panels in $language', ({ file, panels, language, direction }) => {
    const spec = read(file);
    expect(spec.panels).toHaveLength(panels);
    expect(spec).toMatchObject({ language, readingDirection: direction, render: { provider: 'storyboard' } });
    expect(spec.book.author).toBeTruthy();
    expect(spec.book.summary).toBeTruthy();
  });

  it.each(expected)('$file uses its whole cast, and its texts fit their balloons', ({ file, language }) => {
    const { characters, panels } = read(file);
    const present = new Set(panels.flatMap((panel) => characterIds(panel.characters)));
    expect([...present].toSorted()).toEqual(characters.map(({ id }) => id).toSorted());
    const longest = language === 'ja' ? 30 : 90;
    const tooLong = panels.flatMap(({ text }) =>
      text.filter((entry) => entry.kind !== 'narration' && entry.text.length > longest),
    );
    expect(tooLong).toEqual([]);
  });

  it.each(readdirSync(new URL('editions/', folder)))('edition %s translates every text of its story', (name) => {
    const [story = '', language = '', ending] = name.split('.');
    const { file } = expected.find((it) => it.file === `${story}.yaml`) ?? { file: '' };
    const spec = read(file);
    const { ids } = panelIds(spec.panels);
    const original: OriginalWords = {
      ...spec,
      summary: spec.book.summary ?? null,
      panels: spec.panels.map((panel, index) => originalPanel(ids[index] ?? '', index + 1, panel)),
    };
    const source = readFileSync(new URL(`editions/${name}`, folder), 'utf8');
    const parsed = parseEdition(source, ending === 'csv' ? 'csv' : 'yaml', { language, original, before: null });
    expect(parsed).toMatchObject({ ok: true });
    const counts = parsed.ok ? countTexts(original.panels, parsed.edition) : null;
    expect(counts?.untranslated).toBe(0);
  });

  it.each(expected)('$file tells editors where the schema is', ({ file }) => {
    const [first] = readFileSync(new URL(file, folder), 'utf8').split('\n');
    expect(first).toBe('# yaml-language-server: $schema=../packages/core/story-spec.schema.json');
  });
});
