const quotedLength = 60;
const escapedLength = 75;

/** Text in double quotes for a message: control characters escaped, cut with "…" after about 60 characters. */
export function quote(value: string): string {
  for (let length = Math.min(value.length, quotedLength); ; length -= 5) {
    // Do not cut a character outside the BMP in two.
    const start = value.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
    const escaped = JSON.stringify(start).slice(1, -1);
    // An escape is up to six characters long.
    if (escaped.length <= escapedLength) return `"${escaped}${start.length < value.length ? '…' : ''}"`;
  }
}

/** 12345 → "12,345", in every locale. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}
