import type { BindFormat } from '../book-format.ts';
import { signedPage } from '../sign-page.ts';
import { ZipBook } from '../zip-book.ts';
import { type ComicPage, writeComicInfo } from './write-comic-info.ts';
import { writeMetronInfo } from './write-metron-info.ts';

/** Readers sort pages by file name, some of them letter by letter. Four digits are enough for every story. */
const pageName = (number: number) => `page-${String(number).padStart(4, '0')}.jpg`;

/** Binds a CBZ: a ZIP of JPEG pages, stored uncompressed, and ComicInfo.xml and MetronInfo.xml, which
 * describe them. */
export const bindCbz: BindFormat = async ({ story, pages, ...signs }, file) => {
  const zip = new ZipBook(file);
  const bound: ComicPage[] = [];
  for await (const page of pages) {
    const jpeg = await signedPage(signs, page, 'jpeg');
    const { width, height, matter } = page;
    bound.push({ bytes: jpeg.length, width, height, ...(matter && { matter: matter.kind }) });
    await zip.add(pageName(bound.length), jpeg, { stored: true });
  }
  await zip.add('MetronInfo.xml', writeMetronInfo(story, bound.length));
  await zip.add('ComicInfo.xml', writeComicInfo(story, bound));
  await zip.finish();
};
