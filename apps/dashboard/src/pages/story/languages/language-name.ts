const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' });

/** `German (de)`; a tag that the browser has no name for stands alone. */
export function languageName(tag: string): string {
  const name = names.of(tag) ?? tag;
  return name === tag ? tag : `${name} (${tag})`;
}
