import { plural, t } from '@lingui/core/macro';
import { coverRef, type PictureRef } from '../../../data/picture-ref.ts';
import { leftToRight } from '../../../language/foreign.ts';
import { listWords } from '../../../language/list-words.ts';

/** Numbers as people list them: `3, 9–11`. */
export function numberList(numbers: readonly number[]): string {
  const runs: [first: number, last: number][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === number - 1) run[1] = number;
    else runs.push([number, number]);
  }
  return listWords(runs.map(([first, last]) => (first === last ? `${first}` : leftToRight(`${first}–${last}`))));
}

/** `panel 3`, `panels 3, 9–11`; inside of a sentence. */
export function panelList(numbers: readonly number[]): string {
  const list = numberList(numbers);
  return t`${plural(numbers.length, { one: `panel ${list}`, other: `panels ${list}` })}`;
}

/** The same, and the cover, which has no number. */
export function pictureList(numbers: readonly number[], cover: boolean): string {
  const panels = panelList(numbers);
  if (!cover) return panels;
  return numbers.length === 0 ? t`the cover` : t`${panels} and the cover`;
}

/** `panel 3`, `the cover`; inside of a sentence. */
export const pictureName = (picture: PictureRef): string =>
  picture === coverRef ? pictureList([], true) : panelList([picture]);

/** The same as a title. */
export const pictureHeading = (picture: PictureRef): string => (picture === coverRef ? t`Cover` : t`Panel ${picture}`);

/** A list of panels at the beginning of a sentence. */
export function panelHeading(numbers: readonly number[]): string {
  const list = numberList(numbers);
  return t`${plural(numbers.length, { one: `Panel ${list}`, other: `Panels ${list}` })}`;
}

/** `1 panel`, `2 panels`. */
export const countPanels = (count: number): string => plural(count, { one: '# panel', other: '# panels' });

/** `1 request`, `2 requests`. */
export const countRequests = (count: number): string => plural(count, { one: '# request', other: '# requests' });
