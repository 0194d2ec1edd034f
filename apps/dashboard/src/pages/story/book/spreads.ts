/** Sheets shown together, as in a bound book: the first alone, then in pairs. */
export function spreadsOf(sheets: number, double: boolean): readonly (readonly number[])[] {
  const all = Array.from({ length: sheets }, (_, index) => index + 1);
  if (!double) return all.map((sheet) => [sheet]);
  const spreads: number[][] = all.slice(0, 1).map((sheet) => [sheet]);
  for (let at = 1; at < sheets; at += 2) spreads.push(all.slice(at, at + 2));
  return spreads;
}

/** Which way a key or a swipe turns: 1 on, -1 back, 0 not at all. Reading right to left, left is on. */
export function turnOf(key: string, direction: 'ltr' | 'rtl'): -1 | 0 | 1 {
  const [back, on] = direction === 'ltr' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft'];
  if (key === on) return 1;
  return key === back ? -1 : 0;
}
