import { NextpanelError, sheetDpi } from '@nextpanel/core';
import PDFDocument from 'pdfkit';
import { BookFile } from '../book-file.ts';
import type { BindEdition, BookSheet, BookStory } from '../edition.ts';
import { pageJpeg } from '../page-jpeg.ts';
import { describeReading } from './describe-reading.ts';

const pointsPerInch = 72;
const jpegQuality = 90;

/** The date in every book: the real one would change the bytes. */
const bookDate = new Date(Date.UTC(2000, 0, 1));

/**
 * Binds a PDF: one page per sheet, in the size of the book's page, with page labels and the reading direction. Each sheet is a tagged
 * figure whose alternative text is that of its panels.
 */
export const bindPdf: BindEdition = async ({ story, sheets, destination }) => {
  await using file = await BookFile.create(destination);
  const document = newDocument(story);
  const structure = document.struct('Document');
  document.addStructure(structure);
  let pages = 0;
  for await (const sheet of sheets) {
    pages++;
    addPage(document, structure, sheet, await pageJpeg(sheet.png, jpegQuality));
    await file.takeFrom(document);
  }
  if (pages === 0) throw new NextpanelError('no_sheets', 'A book needs at least one sheet.');
  structure.end();
  document.end();
  await file.takeRestOf(document);
  return { ...(await file.finish()), pages };
};

function newDocument(story: BookStory): PDFKit.PDFDocument {
  const document = new PDFDocument({
    autoFirstPage: false,
    compress: false, // pages are JPEG already
    pdfVersion: '1.7',
    tagged: true,
    displayTitle: true,
    lang: story.language,
    font: '', // the PDF contains no text, so no font is loaded
    info: {
      Title: story.title,
      ...(story.author ? { Author: story.author } : {}),
      ...(story.summary ? { Subject: story.summary } : {}),
      Creator: 'nextpanel',
      Producer: 'nextpanel',
      CreationDate: bookDate,
      ModDate: bookDate,
    },
  });
  describeReading(document, story.readingDirection);
  return document;
}

function addPage(
  document: PDFKit.PDFDocument,
  structure: ReturnType<PDFKit.PDFDocument['struct']>,
  sheet: BookSheet,
  jpeg: Buffer,
): void {
  const dpi = sheetDpi(sheet);
  const width = (sheet.width / dpi) * pointsPerInch;
  const height = (sheet.height / dpi) * pointsPerInch;
  document.addPage({ size: [width, height], margin: 0 });
  const alt = sheet.panels.map((panel) => panel.alt).join('\n');
  const draw = () => void document.image(jpeg, 0, 0, { width, height });
  const figure = document.struct('Figure', { alt }, draw);
  structure.add(figure);
  figure.end();
}
