/** Picks from lists by chance; the same seed picks the same. */
export function randomOf(seed: number): <Item>(list: readonly Item[]) => Item {
  let state = (seed + 1) >>> 0;
  return (list) => {
    // Mulberry32.
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    const chance = ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    return list[Math.floor(chance * list.length)] as (typeof list)[number];
  };
}
