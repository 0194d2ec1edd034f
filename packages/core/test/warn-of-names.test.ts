// cspell:ignoreRegExp /\['(tr|de)', .*/
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseStorySpec } from '../src/parse-story-spec.ts';
import { storySpecSchema } from '../src/story-spec.ts';
import { warnOfNames } from '../src/warn-of-names.ts';

const person = (name: string, id = name.replaceAll(/[^a-zA-Z]/g, '')) => ({
  id,
  name,
  description: 'someone',
});
const story = (cast: readonly ReturnType<typeof person>[], panels: readonly object[], language = 'en') =>
  storySpecSchema.parse({ title: 'Names', language, characters: cast, panels });
/** Panels whose prompts name someone of this cast, all of whom are listed in a first panel only. */
function named(
  names: readonly string[],
  prompts: readonly string[],
  language?: string,
  first = 'They stand together.',
) {
  const cast = names.map((name, index) => person(name, `c${index}`));
  const panels = [{ prompt: first, characters: cast.map(({ id }) => id) }, ...prompts.map((prompt) => ({ prompt }))];
  const found = warnOfNames(story(cast, panels, language)).filter(({ code }) => code === 'character_not_listed');
  return found.map(({ detail }) => detail.replace(/^.*do not list: /, ''));
}

describe('two characters of one name', () => {
  it('are warned about, with the panels that show both', () => {
    const cast = [person('Tom', 'tom1'), person(' tom ', 'tom2'), person('Ann')];
    const panels = [
      { prompt: 'Tom looks at Tom', characters: ['tom1', 'tom2'] },
      { prompt: 'Ann', characters: ['Ann'] },
    ];
    expect(warnOfNames(story(cast, panels))).toEqual([
      {
        code: 'same_name',
        detail:
          '"tom1" and "tom2" are both called "Tom", and panel 1 shows more than one of them: prompts cannot tell them apart',
      },
    ]);
  });

  it('are warned about when no panel shows both, too', () => {
    const cast = [person('Tom', 'tom1'), person('Tom', 'tom2')];
    const panels = [
      { prompt: 'Tom', characters: ['tom1'] },
      { prompt: 'Tom', characters: ['tom2'] },
    ];
    expect(warnOfNames(story(cast, panels))).toMatchObject([
      { detail: expect.stringMatching(/called "Tom": prompts/) },
    ]);
  });
});

describe('a name in a prompt whose panel does not list the character', () => {
  it('is warned about, with the panels by number', () => {
    expect(
      named(['Hare', 'Old Tortoise'], ['We see Hare run.', 'Nobody.', 'Old Tortoise laughs at Hare’s ears.']),
    ).toEqual(['panel 2, 4 "Hare"; panel 4 "Old Tortoise"']);
  });

  it('is none where the panel lists someone of that name', () => {
    const cast = [person('Tom', 'a'), person('Tom', 'b')];
    const found = warnOfNames(story(cast, [{ prompt: 'Here is Tom.', characters: ['b'] }]));
    expect(found.map(({ code }) => code)).toEqual(['same_name']);
  });

  it.each([
    ['inside another word', ['Ann', 'Al'], ['The Annex of Alabama, and a planet.']],
    ['inside a longer name', ['Tom', 'Tom Thumb'], ['Nobody is here.']],
    ['a common word in small letters', ['Will', 'Rose'], ['He will bring a rose.']],
    ['a common word at the beginning of a sentence', ['Rose'], ['Rose petals fall.', 'She holds a rose.']],
    ['another way to write it', ['Mark'], ['A MARK on the wall, a remark.']],
  ])('is none %s', (_case, names, prompts) => {
    expect(named(names, prompts)).toEqual([]);
  });

  it('is none inside a longer name of someone listed', () => {
    const cast = [person('Tom', 'tom'), person('Tom Thumb', 'thumb')];
    const panels = [
      { prompt: 'Tom waits', characters: ['tom'] },
      { prompt: 'Here Tom Thumb runs', characters: ['thumb'] },
    ];
    expect(warnOfNames(story(cast, panels))).toEqual([]);
  });

  it('is one at the beginning of a sentence, unless the story uses the word otherwise', () => {
    expect(named(['Rose'], ['Rose opens the door.'])).toEqual(['panel 2 "Rose"']);
    expect(named(['Old Rose'], ['Old Rose opens. An old rose.'])).toEqual(['panel 2 "Old Rose"']);
  });

  it('is one in small letters where the story writes the name small', () => {
    expect(named(['Hare'], ['Far away the hare sleeps.'], 'en', 'The hare boasts.')).toEqual(['panel 2 "Hare"']);
    expect(named(['Will'], ['He will come.'], 'en', 'Here Will says he will.')).toEqual([]);
  });

  it.each([
    ['ja', '桃太郎', '桃太郎は鬼ヶ島へ行く', true],
    ['zh', '王小明', '街上王小明在跑', true],
    ['ja', '王', '国王が来た', false],
    ['th', 'สมชาย', 'เมื่อวานสมชายไปตลาด', true],
    ['ko', '토끼', '숲에서 토끼가 달린다', true],
    ['ko', '토끼', '산토끼가 달린다', false],
    ['ar', 'أرنب', 'يجري الأرنب في الحقل', true],
    ['ar', 'أحمد', 'جاء وأحمد معه', true],
    ['ar', 'أحمد', 'هو محأحمد', false],
    ['he', 'דוד', 'הלכתי לדוד אתמול', true],
    ['ru', 'Заяц', 'Вот Заяц бежит', true],
    ['ru', 'Заяц', 'Вот Зайцев бежит', false],
    ['hi', 'मोहन', 'आज मोहन दौड़ता है', true],
    ['el', 'Λαγός', 'Εδώ ο Λαγός τρέχει', true],
    ['tr', 'İnci', 'Burada İnci koşuyor', true],
    ['de', 'Hase', 'Der Hase rennt, der Angsthase auch', true],
  ])('%s: %s in "%s": %s', (language, name, prompt, found) => {
    expect(named([name], [prompt], language, '…')).toHaveLength(found ? 1 : 0);
  });

  it('is found in 2,000 panels without holding the process up', () => {
    const cast = Array.from({ length: 64 }, (_, n) => person(`Person${n}`, `p${n}`));
    const panels = Array.from({ length: 2_000 }, (_, n) => ({
      prompt: `Here Person${n % 64} runs ${'x '.repeat(300)}`,
    }));
    expect(warnOfNames(story(cast, panels))).toHaveLength(1);
  });
});

const examples = new URL('../../../examples/', import.meta.url);
/** Pictures that show someone whom the panel does not list: the hare is reflected in the tortoise's spectacles. */
const mistakes: Readonly<Record<string, string>> = { '01-the-tortoise-and-the-hare.yaml': 'panel 5 "Hare"' };
const files = readdirSync(examples).filter((name) => name.endsWith('.yaml'));
it.each(files)('the example %s gives no false alarm', (name) => {
  const parsed = parseStorySpec(readFileSync(new URL(name, examples), 'utf8'), { references: 'local-allowed' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const found = warnOfNames(parsed.spec).map(({ detail }) => detail.replace(/^.*do not list: /, ''));
  expect(found).toEqual(name in mistakes ? [mistakes[name]] : []);
});
