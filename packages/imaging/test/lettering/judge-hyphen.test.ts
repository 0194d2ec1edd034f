// cspell:disable
import { expect, it } from 'vitest';
import { hyphenate } from '../../src/lettering/hyphenate.ts';
import { judgeHyphen } from '../../src/lettering/judge-hyphen.ts';

/** The word parted where it is parted best. */
function best(word: string, language: string): string {
  const parts = hyphenate(word, language);
  const places = parts.slice(1).map((_, index) => {
    const before = parts.slice(0, index + 1).join('');
    return { before, behind: word.slice(before.length) };
  });
  const [first] = places.toSorted(
    (a, b) => judgeHyphen(a.before, a.behind, language) - judgeHyphen(b.before, b.behind, language),
  );
  return first ? `${first.before}-${first.behind}` : word;
}

it.each([
  ['de', 'Rindfleischetikettierung', 'Rindfleisch-etikettierung'],
  ['de', 'Freundschaftsbeziehung', 'Freundschafts-beziehung'],
  ['de', 'Frühstücksgeschirr', 'Frühstücks-geschirr'],
  ['de', 'Schornsteinfeger', 'Schorn-steinfeger'],
  ['nl', 'kindercarnavalsoptocht', 'kindercarnavals-optocht'],
  ['sv', 'flygspaningssimulator', 'flygspanings-simulator'],
  ['fi', 'kaupunginjohtajakokous', 'kaupungin-johtajakokous'],
  ['fi', 'ympäristönsuojelulaki', 'ympäristön-suojelulaki'],
  ['fi', 'päätöksentekojärjestelmä', 'päätöksenteko-järjestelmä'],
  ['et', 'nädalalõpuväsimus', 'nädalalõpu-väsimus'],
  ['hu', 'gyermekszínházelőadás', 'gyermek-színházelőadás'],
  ['en', 'incomprehensibilities', 'incomprehen-sibilities'],
])('in %s, %s is parted best as %s', (language, word, expected) => {
  expect(best(word, language)).toBe(expected);
});

it('a part of three letters is worse than one of four, and the middle better than the ends', () => {
  expect(judgeHyphen('ver', 'antworten', 'en')).toBeGreaterThan(judgeHyphen('vera', 'ntworten', 'en'));
  expect(judgeHyphen('verant', 'worten', 'en')).toBeLessThan(judgeHyphen('verantwor', 'ten', 'en'));
});
