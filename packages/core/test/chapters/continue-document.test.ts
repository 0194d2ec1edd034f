import { describe, expect, it } from 'vitest';
import type { EarlierCast } from '../../src/chapters/continue-document.ts';
import { parseStorySpec } from '../../src/parse-story-spec.ts';

const earlier: EarlierCast = {
  language: 'ar',
  readingDirection: 'rtl',
  style: { description: 'ink', references: ['asset_style'] },
  characters: [
    { id: 'hare', name: 'Hare', description: 'brown', references: ['asset_hare'], outfits: [] },
    { id: 'owl', name: 'Owl', description: 'grey', references: ['asset_owl'] },
  ],
  locations: [{ id: 'mill', description: 'tarred', references: ['asset_mill'] }],
  props: [{ id: 'watch', description: 'brass' }],
  book: { caps: 'off', house: 'classic' },
};

const read = (source: string, options = {}) => parseStorySpec(source, { earlier, ...options });

describe('the file of a next chapter', () => {
  it('takes over what it does not say itself; its own entries replace those of the same id', () => {
    const parsed = read(`title: B
continues: s1
characters: [{ id: owl, name: Old Owl, description: white }]
props: [{ id: mill, description: a toy mill }]
panels: [{ prompt: x, characters: [hare, owl], references: [hare, mill, style] }]
book: { caps: on }
`);
    expect(parsed).toMatchObject({ ok: true, chapter: { continues: 's1', omitted: ['language', 'readingDirection'] } });
    if (!parsed.ok) return;
    const { spec } = parsed;
    expect(spec).toMatchObject({ language: 'ar', readingDirection: 'rtl', style: earlier.style });
    expect(spec.characters.map(({ name, references }) => [name, ...references])).toEqual([
      ['Old Owl'],
      ['Hare', 'asset_hare'],
    ]);
    // Panels name things by id alone: the new prop takes the place of the location.
    expect([spec.locations, spec.props?.map(({ id }) => id)]).toEqual([undefined, ['mill', 'watch']]);
    expect(spec.book).toMatchObject({ caps: 'on', house: 'classic', layout: 'grid' });
  });

  it('reports mistakes on its own lines, those against the cast it takes over included', () => {
    const parsed = read(`title: B
continues: s1
language: en
panels:
  - { prompt: x, characters: [har] }
  - { prompt: x, references: [mil] }
`);
    expect(parsed.ok || parsed.errors.map(({ pointer, line, detail }) => [pointer, line, detail])).toEqual([
      ['/panels/0/characters/0', 5, '"har" is not in the cast; did you mean "hare"?'],
      ['/panels/1/references/0', 6, expect.stringContaining('did you mean "mill"?')],
    ]);
  });

  it('that continues a story which does not exist says so on its line, and does not judge names', () => {
    const parsed = read('title: B\ncontinues: s1\npanels: [{ prompt: x, characters: [hare] }]\n', { earlier: null });
    expect(parsed.ok || parsed.errors).toMatchObject([
      { pointer: '/continues', line: 2, detail: expect.stringContaining('you have no story "s1" to continue') },
    ]);
  });

  it('is read without the story it continues, too, as a translation or before it is sent', () => {
    const source = 'title: B\ncontinues: s1\npanels: [{ prompt: x, characters: [hare], scene: night }]\n';
    expect(parseStorySpec(source)).toMatchObject({ ok: true });
    expect(parseStorySpec('title: B\npanels: [{ prompt: x, characters: [hare] }]\n').ok).toBe(false);
    expect(parseStorySpec('title: B\ncontinues: 7\npanels: [{ prompt: x }]\n').ok).toBe(false);
  });
});
