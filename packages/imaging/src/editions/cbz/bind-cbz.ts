import type { Readable } from 'node:stream';
import { NextpanelError } from '@nextpanel/core';
import { ZipFile } from 'yazl';
import { BookFile } from '../book-file.ts';
import type { BindEdition } from '../edition.ts';
import { pageJpeg } from '../page-jpeg.ts';
import { type ComicPage, writeComicInfo } from './write-comic-info.ts';

const jpegQuality = 92;

/** Readers order pages by file name, some of them letter by letter: four digits serve every story. */
const pageName = (number: number) => `page-${String(number).padStart(4, '0')}.jpg`;

/** ZIP knows no time zones and yazl writes local time, so a fixed *local* date gives the same bytes everywhere. */
const entryOptions = () => ({ mtime: new Date(2000, 0, 1), mode: 0o100644, forceDosTimestamp: true });

/** Binds a CBZ: a ZIP of JPEG pages, stored as they are, and a ComicInfo.xml that describes them. */
export const bindCbz: BindEdition = async ({ story, sheets, destination }) => {
  await using file = await BookFile.create(destination);
  const zip = new ZipFile();
  const pages: ComicPage[] = [];
  for await (const sheet of sheets) {
    const jpeg = await pageJpeg(sheet.png, jpegQuality);
    pages.push({ bytes: jpeg.length, width: sheet.width, height: sheet.height });
    zip.addBuffer(jpeg, pageName(pages.length), { ...entryOptions(), compress: false });
    await file.takeFrom(zip.outputStream as Readable);
    letGo(zip);
  }
  if (pages.length === 0) throw new NextpanelError('no_sheets', 'A book needs at least one sheet.');
  zip.addBuffer(Buffer.from(writeComicInfo(story, pages)), 'ComicInfo.xml', { ...entryOptions(), compress: true });
  zip.end();
  await file.takeRestOf(zip.outputStream as Readable);
  return { ...(await file.finish()), pages: pages.length };
};

/** yazl keeps every entry to the end, and the entry a function that holds its bytes: without this, the whole book. */
function letGo(zip: ZipFile): void {
  const { entries } = zip as unknown as { entries: { state: number; doFileDataPump?: () => void }[] };
  const written = 3;
  for (const entry of entries) if (entry.state === written) delete entry.doFileDataPump;
}
