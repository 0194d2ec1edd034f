import type { BookFile } from '../book-file.ts';
import type { BindInput, BookPage } from '../book-format.ts';
import { followScenes, type ListedPage } from '../list-contents.ts';
import { pageName } from '../page-name.ts';
import { signedPage } from '../sign-page.ts';
import { ZipBook } from '../zip-book.ts';
import { writeNavigation } from './write-navigation.ts';
import { writePackage } from './write-package.ts';
import { pageCss, writePage } from './write-page.ts';

/** What a shop's dialect adds to an EPUB. */
export interface EpubDialect {
  /** Names and values of `meta` elements of EPUB 2, which shops read. */
  readonly meta: readonly (readonly [name: string, value: string])[];
  readonly css: string;
  /** Added to the body of a page. */
  readonly layer: (page: BookPage, image: string) => string;
}

/** A page as the package document lists it. */
export interface EpubPage extends ListedPage, Pick<BookPage, 'width' | 'height'> {
  readonly name: string;
}

const container = `<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
`;

/** Writes an EPUB page by page; the package document and the navigation, which list them all, come last. */
export async function writeEpub(
  { story, pages, ...signs }: BindInput,
  file: BookFile,
  dialect: EpubDialect,
): Promise<void> {
  const zip = new ZipBook(file);
  // Read by its place in the file: it must be first and uncompressed.
  await zip.add('mimetype', 'application/epub+zip', { stored: true });
  await zip.add('META-INF/container.xml', container);
  await zip.add('EPUB/page.css', `${pageCss}${dialect.css}`);
  const bound: EpubPage[] = [];
  const scenesOf = followScenes();
  for await (const page of pages) {
    const name = pageName(page.number);
    const image = `${name}.jpg`;
    await zip.add(`EPUB/${image}`, await signedPage(signs, page, 'jpeg'), { stored: true });
    await zip.add(`EPUB/${name}.xhtml`, writePage(story, page, { image, layer: dialect.layer(page, image) }));
    const { number, matter, width, height } = page;
    bound.push({ number, width, height, name, scenes: scenesOf(page), ...(matter && { matter }) });
  }
  await zip.add('EPUB/nav.xhtml', writeNavigation(story, bound));
  await zip.add('EPUB/package.opf', writePackage(story, bound, dialect.meta));
  await zip.finish();
}
