import { type Rectangle, sheetDpi } from '@nextpanel/core';
import PDFDocument from 'pdfkit';
import { releasePixels } from '../../release-pixels.ts';
import type { BindFormat, BookPage, BookStory, PagePanel } from '../book-format.ts';
import { describePanel } from '../describe-panel.ts';
import { encodedPage } from '../encode-page.ts';
import { followScenes } from '../list-contents.ts';
import { pageLabel, readableParts } from '../readable-parts.ts';
import { digitalSourceType, writeXmp } from '../write-xmp.ts';
import { describeReading, figureOf, labelCover, openPicture, replaceXmp } from './pdfkit-private.ts';

const pointsPerInch = 72;

/** The date in every book: the real one would change the bytes. */
const bookDate = new Date(Date.UTC(2000, 0, 1));

/**
 * Binds a tagged PDF for screens: one page per sheet, in the size of the book's page, with page labels, bookmarks of scenes and
 * pages, and the reading direction. Each panel is a figure whose alternative text is its description and its words.
 */
export const bindPdf: BindFormat = async ({ story, pages }, file) => {
  const document = newDocument(story);
  const structure = document.struct('Document');
  document.addStructure(structure);
  const sources: Pick<PagePanel, 'provenance'>[] = [];
  const bookmark = bookmarks(document);
  let labels: string | null = null;
  for await (const page of pages) {
    if (page.matter?.kind === 'cover') labels = page.matter.label;
    const jpeg = await encodedPage(page, 'jpeg');
    addPage(document, structure, page, jpeg);
    bookmark(page);
    sources.push(...page.panels.map(({ provenance }) => ({ provenance })));
    await file.takeFrom(document);
    releasePixels(jpeg);
  }
  structure.end();
  if (labels !== null) labelCover(document, labels);
  replaceXmp(document, writeXmp({ ...story, sourceType: digitalSourceType(sources), created: bookDate }));
  document.end();
  await file.takeRestOf(document);
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

/** Adds the bookmarks of the page that was added last: its scenes, and itself in the scene it begins in. */
function bookmarks(document: PDFKit.PDFDocument): (page: BookPage) => void {
  const scenesOf = followScenes();
  let scene: PDFKit.PDFOutline | null = null;
  return (page) => {
    const scenes = scenesOf(page);
    if (page.matter) scene = null;
    const opening = scenes[0]?.panel === page.panels[0]?.number ? scenes.shift() : undefined;
    if (opening) scene = document.outline.addItem(opening.title);
    (scene ?? document.outline).addItem(pageLabel(page));
    for (const { title } of scenes) scene = document.outline.addItem(title);
  };
}

/**
 * The page is drawn as an artifact, which readers skip, and then once per panel, clipped to its slot, inside that panel's figure: the same
 * picture, so it costs no bytes.
 */
function addPage(
  document: PDFKit.PDFDocument,
  structure: ReturnType<PDFKit.PDFDocument['struct']>,
  page: BookPage,
  jpeg: Buffer,
): void {
  const points = pointsPerInch / sheetDpi(page);
  const [width, height] = [page.width * points, page.height * points];
  document.addPage({ size: [width, height], margin: 0 });
  const picture = openPicture(document, jpeg);
  document.markContent('Artifact', { type: 'Layout' });
  document.image(picture, 0, 0, { width, height });
  document.endMarkedContent();
  for (const part of readableParts(page)) {
    const { x, y, width: wide, height: high } = scaled(part.slot, points);
    const described = { alt: describePanel(part), bbox: [x, y, x + wide, y + high] as const };
    const figure = figureOf(document, described, () => {
      document.save().rect(x, y, wide, high).clip();
      document.image(picture, 0, 0, { width, height }).restore();
    });
    structure.add(figure);
    figure.end();
  }
}

/** Rounded to hundredths of a point, far below what is seen. */
function scaled({ x, y, width, height }: Rectangle, factor: number): Rectangle {
  const round = (value: number) => Math.round(value * factor * 100) / 100;
  return { x: round(x), y: round(y), width: round(width), height: round(height) };
}
