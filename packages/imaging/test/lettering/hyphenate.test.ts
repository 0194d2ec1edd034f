// cspell:disable
import { describe, expect, it } from 'vitest';
import { breakText } from '../../src/lettering/break-text.ts';
import { hyphenate } from '../../src/lettering/hyphenate.ts';

/** In lines of `most` font sizes. */
const lines = (text: string, language: string, most = 7, hyphens = true) =>
  breakText({ text, language, most, aspect: 3, shape: 'lens', hyphens }).lines.map((line) =>
    line.map((run) => run.text).join(''),
  );

describe('a word that is longer than a line', () => {
  it.each([
    ['de', 'Rindfleischetikettierung!', ['Rindfleisch-', 'etikettierung!']],
    ['fi', 'lentokonesuihkuturbiinimoottori', ['lentokone-', 'suihkuturbii-', 'nimoottori']],
    ['hu', 'Megszentségteleníthetetlenségeskedés!', ['Megszentség-', 'teleníthetetlen-', 'ségeskedés!']],
    ['nl', 'arbeidsongeschiktheidsverzekering', ['arbeidson-', 'geschiktheids-', 'verzekering']],
    ['ru', 'ПРЕВЫСОКОМНОГОРАССМОТРИТЕЛЬСТВУЮЩИЙ', ['ПРЕВЫСО-', 'КОМНОГО-', 'РАССМОТ-', 'РИТЕЛЬ-', 'СТВУЮЩИЙ']],
    ['uk', 'дихлордифенілтрихлорметилметан', ['дихлор-', 'дифеніл-', 'трихлорме-', 'тилметан']],
    ['sr', 'првопрестолонаследниковица', ['првопресто-', 'лонаслед-', 'никовица']],
    ['en', 'incomprehensibilities', ['incompre-', 'hensibilities']],
    ['fr', 'anticonstitutionnellement', ['anticonstitu-', 'tionnellement']],
    ['it', 'precipitevolissimevolmente', ['precipitevolis-', 'simevolmente']],
    ['es', 'electroencefalografista', ['electroence-', 'falografista']],
    ['pt-BR', 'inconstitucionalissimamente', ['inconstitucio-', 'nalissimamente']],
    ['pl', 'Konstantynopolitańczykowianeczka', ['Konstanty-', 'nopolitańczy-', 'kowianeczka']],
    ['cs', 'nejneobhospodařovávatelnějšími', ['nejneobhos-', 'podařováva-', 'telnějšími']],
    ['sv', 'flygspaningssimulatoranläggning', ['flygspanings-', 'simulatoran-', 'läggning']],
    ['nb', 'menneskerettighetsorganisasjonene', ['menneske-', 'rettighetsorga-', 'nisasjonene']],
    ['el', 'ηλεκτροεγκεφαλογράφημα', ['ηλεκτροε-', 'γκεφαλο-', 'γράφημα']],
  ])('is hyphenated in %s', (language, word, expected) => {
    expect(lines(word, language)).toEqual(expected);
  });

  it('loses no letter, and no line of it is too long', () => {
    const word = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
    for (let most = 4; most < 14; most += 0.5) {
      const broken = lines(word, 'de', most);
      expect(broken.map((line) => line.replace(/-$/, '')).join('')).toBe(word);
      expect(broken.slice(0, -1).every((line) => line.endsWith('-'))).toBe(true);
    }
  });

  it('keeps its punctuation, its emphasis and its small and capital letters', () => {
    const { lines: broken } = breakText({
      text: '„*Freundschaftsbeziehungen*!“',
      language: 'de',
      most: 7,
      aspect: 3,
      shape: 'lens',
      hyphens: true,
    });
    expect(broken.flat().filter(({ emphasised }) => emphasised)).toEqual([
      { text: 'Freundschafts-', emphasised: true },
      { text: 'beziehungen', emphasised: true },
    ]);
  });
});

describe('a compound in a sentence is parted between its words, where the lines have room for them', () => {
  it.each([
    ['de', 'Die Rindfleischetikettierungsüberwachung fängt an!', ['Rindfleisch-', 'etikettierungs-']],
    ['de', 'Das Frühstücksgeschirr und der Weihnachtsgeschenkekorb!', ['Das Frühstücks-', 'der Weihnachts-']],
    ['de', 'Unsere Geschwindigkeitsbegrenzung gilt auch für Straßen.', ['Geschwindigkeits-']],
    ['sv', 'Sjukvårdsförsäkringen är stängd i dag.', ['Sjukvårds-']],
  ])('in %s: %s', (language, text, expected) => {
    const broken = breakText({ text, language, most: 8, aspect: 1.6, shape: 'lens', hyphens: true }).lines;
    const found = broken.map((line) => line.map((run) => run.text).join(''));
    expect(expected.filter((end) => !found.some((line) => line.endsWith(end)))).toEqual([]);
  });
});

describe('no hyphen is added', () => {
  it.each([
    ['to a word that fits', 'de', 'Die Freundschaft hält.', 9],
    ['to a cry that is drawn out', 'de', 'NEEEEEEEEEEEEEEEEEEIN', 5],
    ['in Arabic', 'ar', 'والمستشفياتالمتخصصة', 4],
    ['in Japanese', 'ja', 'スーパーカリフラジリスティック', 4],
    ['in a language without patterns', 'tlh', 'Rindfleischetikettierung', 5],
    ['to an address', 'de', 'rindfleisch@etikettierung', 5],
  ])('%s', (_, language, text, most) => {
    expect(lines(text, language, most).join('')).not.toContain('-');
  });

  it('where it is not wanted', () => {
    expect(lines('Rindfleischetikettierung', 'de', 6, false).join('')).toBe('Rindfleischetikettierung');
  });
});

it('parts no word before its third letter or behind its third but last, and makes no part without a vowel', () => {
  expect(hyphenate('Rindfleischetikettierung', 'de').slice(0, 3)).toEqual(['Rind', 'fleisch', 'eti']);
  expect(hyphenate('electroencefalografista', 'es').at(-1)).toBe('fista');
  expect(hyphenate('Idee', 'de')).toEqual(['Idee']);
});
