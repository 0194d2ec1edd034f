import type { ReadingDirection, Rectangle } from '@nextpanel/core';

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

/** The first page is the cover, called so; the page after it is page 1 (ISO 32000-1, 12.4.2). */
export function labelCover(document: PDFKit.PDFDocument, label: string): void {
  const catalogue = (document as unknown as { _root: { data: Catalogue } })._root.data;
  // pdfkit writes instances of String as text, and plain strings as names.
  catalogue.PageLabels = { Nums: [0, { P: new String(label) }, 1, { S: 'D' }] };
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

/** The boxes of the page for printers: the whole page is the bleed, `trim` what remains after cutting, from the page's top left corner. */
export function setPrintBoxes(document: PDFKit.PDFDocument, trim: Rectangle): void {
  const { dictionary, width, height } = document.page as unknown as {
    dictionary: { data: Record<string, unknown> };
    width: number;
    height: number;
  };
  dictionary.data.BleedBox = [0, 0, width, height];
  dictionary.data.TrimBox = [trim.x, height - trim.y - trim.height, trim.x + trim.width, height - trim.y];
}

interface Mask {
  readonly colour: readonly [red: number, green: number, blue: number];
  /** One bit per pixel, deflated; 1 paints. */
  readonly bits: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Paints a colour through a 1-bit mask (ISO 32000-1, 8.9.6.2). */
export function drawMask(document: PDFKit.PDFDocument, { colour, bits, width, height }: Mask, to: Rectangle): void {
  const page = document.page as unknown as { xobjects: Record<string, unknown> };
  const mask = document.ref({
    Type: 'XObject',
    Subtype: 'Image',
    ImageMask: true,
    BitsPerComponent: 1,
    Width: width,
    Height: height,
    Decode: [1, 0],
    Filter: 'FlateDecode',
  });
  (mask as unknown as { end(bytes: Buffer): void }).end(bits);
  const name = `M${Object.keys(page.xobjects).length + 1}`;
  page.xobjects[name] = mask;
  const decimals = (values: readonly number[]) => values.map((value) => value.toFixed(4)).join(' ');
  const place = decimals([to.width, 0, 0, -to.height, to.x, to.y + to.height]);
  const [red, green, blue] = colour.map((value) => value / 255) as [number, number, number];
  // A grey is printed with black alone.
  const paint = red === green && green === blue ? `${decimals([red])} g` : `${decimals([red, green, blue])} rg`;
  document.addContent(`q ${paint} ${place} cm /${name} Do Q`);
}
