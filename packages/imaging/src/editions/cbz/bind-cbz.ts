import type { Readable } from 'node:stream';
import { NextpanelError } from '@nextpanel/core';
import ZipStream, { type FileDataInput } from 'zip-stream';
import { BookFile } from '../book-file.ts';
import type { BindEdition } from '../edition.ts';
import { pageJpeg } from '../page-jpeg.ts';
import { type ComicPage, writeComicInfo } from './write-comic-info.ts';

const jpegQuality = 92;

/** Readers sort pages by file name, some of them letter by letter. Four digits are enough for every story. */
const pageName = (number: number) => `page-${String(number).padStart(4, '0')}.jpg`;

/** A fixed date, which zip-stream writes as UTC: a book has the same bytes whenever and wherever it is bound. */
const entryOptions = { date: new Date(Date.UTC(2000, 0, 1)), mode: 0o100644 };

/** Binds a CBZ: a ZIP of JPEG pages, stored uncompressed, and a ComicInfo.xml that describes them. */
export const bindCbz: BindEdition = async ({ story, sheets, destination }) => {
  await using file = await BookFile.create(destination);
  const zip = new ZipStream();
  const output = zip as unknown as Readable;
  const pages: ComicPage[] = [];
  for await (const sheet of sheets) {
    const jpeg = await pageJpeg(sheet.png, jpegQuality);
    pages.push({ bytes: jpeg.length, width: sheet.width, height: sheet.height });
    await addEntry(zip, jpeg, { ...entryOptions, name: pageName(pages.length), store: true });
    await file.takeFrom(output);
  }
  if (pages.length === 0) throw new NextpanelError('no_sheets', 'A book needs at least one sheet.');
  const described = addEntry(zip, Buffer.from(writeComicInfo(story, pages)), {
    ...entryOptions,
    name: 'ComicInfo.xml',
  });
  zip.finish();
  await Promise.all([described, file.takeRestOf(output)]);
  return { ...(await file.finish()), pages: pages.length };
};

const addEntry = (zip: ZipStream, bytes: Buffer, options: FileDataInput): Promise<void> =>
  new Promise((resolve, reject) => {
    zip.entry(bytes, options, (error) => (error ? reject(error) : resolve()));
  });
