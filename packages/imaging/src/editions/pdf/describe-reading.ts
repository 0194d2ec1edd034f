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
