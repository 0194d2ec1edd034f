import { fieldOf, listOf } from './cast-names.ts';
import { type ReferencePolicy, referenceKind } from './check-reference.ts';
import { quote } from './quote.ts';
import type { Finding } from './source-document.ts';
import type { BookSpec, PanelText } from './story-spec.ts';

export type BookFont = NonNullable<BookSpec['fonts']>[number];

/** What of a font says which texts are set in it. */
export type FontChoice = Pick<BookFont, 'for' | 'languages' | 'scripts'>;

const useOf: Readonly<Record<PanelText['kind'], NonNullable<BookFont['for']>[number]>> = {
  speech: 'speech',
  thought: 'speech',
  caption: 'captions',
  narration: 'captions',
  sfx: 'sfx',
};

/** The fonts of a book that a text may be set in, in their order. */
export function fontsFor<Font extends FontChoice>(
  fonts: readonly Font[],
  kind: PanelText['kind'],
  language: string,
): Font[] {
  const { language: name, script = 'Latn' } = new Intl.Locale(language).maximize();
  return fonts.filter(
    ({ for: uses, languages, scripts }) =>
      (uses?.includes(useOf[kind]) ?? true) &&
      (languages?.some((it) => it === language || it === name) ?? true) &&
      (scripts?.includes(script) ?? true),
  );
}

/** The book with other names for its font files. */
export const mapFonts = <Book extends { readonly fonts?: readonly BookFont[] | undefined }>(
  book: Book,
  map: (file: string) => string,
): Book => (book.fonts ? { ...book, fonts: book.fonts.map((font) => ({ ...font, file: map(font.file) })) } : book);

/** Font files of a story that cannot be used, as far as their names tell. As `checkStory`, it accepts any document. */
export function checkFonts(story: unknown, references: ReferencePolicy): Finding[] {
  return listOf(fieldOf(story, 'book'), 'fonts').flatMap((font, index) => {
    const file = fieldOf(font, 'file');
    const wrong = typeof file === 'string' ? wrongFont(file, references) : null;
    return wrong === null ? [] : [{ path: ['book', 'fonts', index, 'file'], detail: () => wrong }];
  });
}

function wrongFont(file: string, policy: ReferencePolicy): string | null {
  const kind = referenceKind(file);
  if (kind === 'asset') return null;
  if (kind !== 'local') return `${quote(file)} is not fetched; upload the font with POST /v1/assets and use its id`;
  if (policy === 'local-allowed') return null;
  if (policy === 'remote')
    return `${quote(file)} is a path on your machine; upload the font with POST /v1/assets and use its id (the CLI does this for you)`;
  const wrong = policy(file, 'font');
  return wrong && `${quote(file)} ${wrong}`;
}
