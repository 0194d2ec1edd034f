import type { ReadingDirection } from '@nextpanel/core';

/** The version of pdfkit whose private fields this file knows; a test fails when another is installed. */
export const knownPdfkit = '0.20.2';

/** The document's catalogue (ISO 32000-1, table 28), which pdfkit has no public way to add to. */
interface Catalogue {
  PageLabels?: object;
  PageLayout?: string;
  /** Made by pdfkit's option `displayTitle`. */
  readonly ViewerPreferences: { readonly data: Record<string, unknown> };
}

/** Numbers the pages from 1, shows them one at a time, and says in which direction they are read. */
export function describeReading(document: PDFKit.PDFDocument, direction: ReadingDirection): void {
  const catalogue = (document as unknown as { _root: { data: Catalogue } })._root.data;
  catalogue.PageLabels = { Nums: [0, { S: 'D' }] };
  catalogue.PageLayout = 'SinglePage';
  if (direction === 'rtl') catalogue.ViewerPreferences.data.Direction = 'R2L';
}

/**
 * Puts this XMP packet into the document instead of pdfkit's own, which is not well-formed when title, author or subject contain `&`
 * or `<`. Call it before the document ends.
 */
export function replaceXmp(document: PDFKit.PDFDocument, xmp: string): void {
  const metadata = (document as unknown as { metadata: { end(): void; getXML(): string } }).metadata;
  metadata.getXML = () => xmp;
}

/** A picture to be drawn more than once, stored once; pdfkit's types have no such function. */
export const openPicture = (document: PDFKit.PDFDocument, bytes: Buffer): PDFKit.Mixins.ImageSrc =>
  (document as unknown as { openImage(bytes: Buffer): PDFKit.Mixins.ImageSrc }).openImage(bytes);

interface Figure {
  readonly alt: string;
  /** Left, top, right and bottom in points from the page's top left corner. */
  readonly bbox: readonly [number, number, number, number];
}

/** A structure element for a picture; pdfkit's types do not know the option `bbox`. */
export const figureOf = (document: PDFKit.PDFDocument, figure: Figure, draw: () => void): PDFKit.PDFStructureElement =>
  (
    document as unknown as { struct(type: 'Figure', options: Figure, draw: () => void): PDFKit.PDFStructureElement }
  ).struct('Figure', figure, draw);
