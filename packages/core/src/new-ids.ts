/**
 * Permanent ids for panels or batches that have none of their own: the prefix and the next numbers that were never given out
 * and that no id of the user's own takes.
 *
 * @param last the highest number given out before; it never goes back, so that an id never comes a second time
 */
export function newIds(
  prefix: 'p' | 'b',
  count: number,
  last: number,
  taken: { has(id: string): boolean },
): { readonly ids: readonly string[]; readonly last: number } {
  const ids: string[] = [];
  let at = last;
  while (ids.length < count) {
    at += 1;
    if (!taken.has(`${prefix}${at}`)) ids.push(`${prefix}${at}`);
  }
  return { ids, last: at };
}

/**
 * The ids of panels: those the user gave, and new ones for the others. At submit `p8` is the eighth panel, unless a panel elsewhere is
 * called so.
 */
export function panelIds(
  panels: readonly { readonly id?: string | undefined }[],
  last = 0,
  taken: ReadonlySet<string> = new Set(),
): { readonly ids: readonly string[]; readonly last: number } {
  const own = new Set([...taken, ...panels.flatMap(({ id }) => id ?? [])]);
  const isSubmit = last === 0 && taken.size === 0;
  const placed = panels.map(({ id }, at) => id ?? (isSubmit && !own.has(`p${at + 1}`) ? `p${at + 1}` : undefined));
  const fresh = newIds('p', placed.filter((id) => id === undefined).length, isSubmit ? panels.length : last, own);
  const rest = [...fresh.ids];
  return { ids: placed.map((id) => id ?? (rest.shift() as string)), last: fresh.last };
}
