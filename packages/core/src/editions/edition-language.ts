import type { ReadingDirection } from '../story-spec.ts';

/** Scripts in use that run from right to left. */
const rightToLeft = new Set(['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm']);
/** Whether text of this language runs from right to left. */
export const isRightToLeft = (language: string): boolean =>
  rightToLeft.has(new Intl.Locale(language).maximize().script ?? '');

/** A language tag in its canonical form (`pt-br` is `pt-BR`); null for what is no BCP 47 tag. */
export function canonicalLanguage(tag: string): string | null {
  try {
    const [canonical] = tag.length <= 64 ? Intl.getCanonicalLocales(tag) : [];
    return canonical ?? null;
  } catch {
    return null;
  }
}

/**
 * The direction of an edition that names none. Scripts written from right to left mirror the layout, and take that back; otherwise the
 * pages stay as they are, as translated manga does. A strip has no sides to swap.
 */
export function directionOf(
  language: string,
  original: { readonly language: string; readonly readingDirection: ReadingDirection },
): ReadingDirection {
  if (original.readingDirection === 'vertical') return 'vertical';
  if (isRightToLeft(language)) return 'rtl';
  return isRightToLeft(original.language) ? 'ltr' : original.readingDirection;
}

/** Why an edition cannot have a direction; null: it can. A strip is another layout, and all editions have that of the story. */
export function refuseDirection(
  direction: ReadingDirection | undefined,
  original: { readonly readingDirection: ReadingDirection },
): string | null {
  if (direction === undefined || (direction === 'vertical') === (original.readingDirection === 'vertical')) return null;
  return original.readingDirection === 'vertical'
    ? 'the story is a vertical strip, and so are its editions; leave readingDirection out'
    : 'the pages of the story are no strip, so an edition cannot be read vertically; use ltr or rtl, or leave it out';
}

/** Chinese, Japanese and Korean say the same in about half as many letters. */
const dense = new Set(['Jpan', 'Hant', 'Hans', 'Kore']);
export const isDense = (language: string): boolean => dense.has(new Intl.Locale(language).maximize().script ?? '');
