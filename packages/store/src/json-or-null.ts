/** A stored value; null where nothing is stored. */
export const jsonOrNull = <Value>(text: string | null | undefined): Value | null =>
  text ? (JSON.parse(text) as Value) : null;
