const east =
  '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}ー々〆、。，．！？：；「」『』（）〈〉《》【】〔〕…‥―—〜～]';

/** Marks of ASCII that have a full-width form, beside a letter or mark of Japanese or Chinese. */
const besideEast = new RegExp(`(?<=${east})[!(),.:;?[\\]{}~]+|[!(),.:;?[\\]{}~]+(?=${east})`, 'gu');

/**
 * The text with full-width marks beside Japanese and Chinese letters, as it is set in columns: only they turn with the column. Numbers and
 * words of other scripts keep theirs.
 */
export function withFullWidth(text: string): string {
  return text.replaceAll(besideEast, (marks) =>
    Array.from(marks, (mark) => String.fromCodePoint((mark.codePointAt(0) as number) + 0xfee0)).join(''),
  );
}
