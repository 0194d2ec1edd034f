/** Letters and digits only, in small letters: how a line is broken and marked does not count. */
export const normalWords = (text: string): string => (text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).join(' ');
