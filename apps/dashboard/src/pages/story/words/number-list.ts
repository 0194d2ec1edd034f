/** Numbers as people list them: `3, 9–11`. */
export function numberList(numbers: readonly number[]): string {
  const runs: [first: number, last: number][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === number - 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(', ');
}

/** `panel 3`, `panels 3, 9–11`. */
export const panelList = (numbers: readonly number[]): string =>
  `${numbers.length === 1 ? 'panel' : 'panels'} ${numberList(numbers)}`;

/** `Page 1`, `Pages 1–3`. */
export const pageList = (numbers: readonly number[]): string =>
  `${numbers.length === 1 ? 'Page' : 'Pages'} ${numberList(numbers)}`;

/** `1 panel`, `2 panels`. @param several where it takes more than an s */
export const countOf = (count: number, noun: string, several = `${noun}s`): string =>
  `${count} ${count === 1 ? noun : several}`;
