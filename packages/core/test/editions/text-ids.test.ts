import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepTextIds, nameTexts } from '../../src/editions/text-ids.ts';
import { parseStoryValue } from '../../src/parse-story-spec.ts';
import type { PanelText } from '../../src/story-spec.ts';

const say = (text: string, speaker = 'hare', id?: string): PanelText => ({
  kind: 'speech',
  speaker,
  text,
  drawnBy: 'overlay',
  ...(id !== undefined && { id }),
});
const idsOf = (texts: readonly { readonly id?: string | undefined }[]) => texts.map(({ id }) => id);

describe('texts without ids', () => {
  it('get them from their panel and place, always the same', () => {
    expect(idsOf(nameTexts('p3', [say('a'), say('b')]))).toEqual(['p3.1', 'p3.2']);
    expect(idsOf(nameTexts('p3', [say('a', 'hare', 'p3.2'), say('b'), say('c', 'hare', 'boast')]))).toEqual([
      'p3.2',
      'p3.3',
      'boast',
    ]);
  });
});

describe('edited texts keep their ids', () => {
  const before = { text: [say('Hello'), say('Yes', 'fox'), { ...say('Boom'), kind: 'sfx' as const }] };

  it.each([
    ['when one is put in front', [say('New'), say('Hello'), say('Yes', 'fox')], ['p1.4', 'p1.1', 'p1.2']],
    ['when one is removed', [say('Yes', 'fox')], ['p1.2']],
    ['when words change', [say('Hi'), say('No', 'fox')], ['p1.1', 'p1.2']],
    ['when they change places', [say('Yes', 'fox'), say('Hello')], ['p1.2', 'p1.1']],
    ['when speech becomes thought', [{ ...say('Hello there'), kind: 'thought' as const }], ['p1.1']],
    ['when they are given', [say('Other', 'fox', 'p1.1'), say('More', 'fox')], ['p1.1', 'p1.2']],
  ])('%s', (_, after, ids) => {
    expect(idsOf(keepTextIds('p1', before, after).text)).toEqual(ids);
  });

  it('and no id ever comes back for another text', () => {
    const first = keepTextIds('p1', before, [say('Hello')]);
    expect(first.textIds).toBe(3);
    const second = keepTextIds('p1', first, [say('Hello'), say('More', 'fox')]);
    expect(idsOf(second.text)).toEqual(['p1.1', 'p1.4']);
  });

  it('and are all different, whatever is edited', () => {
    const voice = fc.record({
      kind: fc.constantFrom('speech', 'caption', 'sfx'),
      speaker: fc.constantFrom('hare', 'fox'),
      text: fc.constantFrom('a', 'b', 'c'),
      drawnBy: fc.constant('overlay'),
    }) as fc.Arbitrary<PanelText>;
    fc.assert(
      fc.property(fc.array(fc.array(voice, { maxLength: 6 }), { minLength: 1, maxLength: 5 }), (edits) => {
        let panel: ReturnType<typeof keepTextIds> = { text: [], textIds: 0 };
        const given = new Set<string>();
        for (const texts of edits) {
          const ids = new Set(idsOf(panel.text));
          for (const id of ids) given.add(id as string);
          panel = keepTextIds('p1', panel, texts);
          expect(new Set(idsOf(panel.text)).size).toBe(texts.length);
          // A text that was removed before stays removed.
          for (const { id } of panel.text) expect(ids.has(id) || !given.has(id)).toBe(true);
        }
      }),
    );
  });
});

it('ids of texts are unique in a story, and those of the generated form belong to their panel', () => {
  const story = (...ids: string[]) =>
    parseStoryValue({
      title: 'T',
      panels: ids.map((id, index) => ({
        id: `panel-${index}`,
        prompt: 'x',
        text: [{ id, kind: 'caption', text: 'y' }],
      })),
    });
  expect(story('a', 'b', 'panel-2.1')).toMatchObject({ ok: true });
  expect(story('a', 'a')).toMatchObject({ ok: false, errors: [{ pointer: '/panels/1/text/0/id' }] });
  expect(story('panel-7.1')).toMatchObject({ ok: false, errors: [{ detail: expect.stringContaining('generated') }] });
  expect(story('a b')).toMatchObject({ ok: false });
});

describe('what was placed by hand', () => {
  const at = { x: 0.3, y: 0.2 };
  const before = { text: [{ ...say('Hello'), balloon: at, mouth: at }, say('Yes', 'fox')] };

  it('stays when an edit says nothing of it, and goes when the edit gives it up or away', () => {
    const [kept] = keepTextIds('p1', before, [say('Good evening'), say('Yes', 'fox')]).text;
    expect(kept).toMatchObject({ text: 'Good evening', balloon: at, mouth: at });
    const moved = { x: 0.9, y: 0.9 };
    const [edited] = keepTextIds('p1', before, [{ ...say('Hello'), balloon: moved, mouth: null }]).text;
    expect(edited?.balloon).toEqual(moved);
    expect(edited).not.toHaveProperty('mouth');
    expect(keepTextIds('p1', before, [say('Yes', 'fox')]).text[0]).not.toHaveProperty('balloon');
  });
});
