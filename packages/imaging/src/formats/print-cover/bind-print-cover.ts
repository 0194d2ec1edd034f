import { NextpanelError, type Rectangle } from '@nextpanel/core';
import PDFDocument from 'pdfkit';
import { loadSharp, type Sharp } from '../../load-sharp.ts';
import { composeSpine } from '../../matter/compose-spine.ts';
import type { BindFormat, BookPage } from '../book-format.ts';
import { drawMask, setPrintBoxes } from '../pdf/pdfkit-private.ts';
import { drawLineArt } from '../print/line-art.ts';
import { leastPagesForSpineText, placeWrap, type Wrap } from './place-wrap.ts';

const pointsPerInch = 72;
const jpegQuality = 92;
/** Pictures of a cover as they are printed. */
const dpi = 300;
const bookDate = new Date(Date.UTC(2000, 0, 1));

/**
 * Binds the cover of a printed book: one page of PDF 1.3 in sRGB with MediaBox, BleedBox and TrimBox, without any metadata. The words on the
 * back are 1-bit line art, front and spine one picture each. The barcode's place, at the foot of the back, stays free.
 */
export const bindPrintCover: BindFormat = async ({ story, pages, paper, pageCount }, file) => {
  if (!paper?.thickness) {
    throw new NextpanelError('format_unknown', 'A print cover needs a page size whose paper is known; set book.page.');
  }
  const { readingDirection } = story;
  const wrap = placeWrap(paper, { pageCount, thickness: paper.thickness, readingDirection });
  const document = new PDFDocument({
    size: [wrap.width, wrap.height],
    margin: 0,
    compress: false, // pictures are JPEG already, masks are deflated
    pdfVersion: '1.3',
    font: '',
    info: { Creator: 'nextpanel', Producer: 'nextpanel', CreationDate: bookDate, ModDate: bookDate },
  });
  setPrintBoxes(document, wrap.trim);
  const sharp = await loadSharp();
  for await (const page of pages) {
    if (page.matter?.kind === 'cover') {
      await drawFront(sharp, document, page, wrap);
      const words = pageCount >= leastPagesForSpineText ? { title: story.title, author: story.author } : null;
      await drawSpine(sharp, document, { page, wrap, words, language: story.language });
    } else await drawBack(document, page, wrap, paper.bleed * pointsPerInch);
  }
  document.end();
  await file.takeRestOf(document);
};

/** The cover was composed with bleed on all edges: on the side of the spine it ends where the spine begins. */
async function drawFront(
  sharp: Sharp,
  document: PDFKit.PDFDocument,
  { png, width, height, bleed = 0 }: BookPage,
  { front, spine }: Wrap,
): Promise<void> {
  const left = front.x > spine.x ? bleed : 0;
  const picture = await sharp(await png())
    .extract({ left, top: 0, width: width - bleed, height })
    .jpeg({ quality: jpegQuality, chromaSubsampling: '4:4:4' })
    .toBuffer();
  document.image(picture, front.x, front.y, { width: front.width, height: front.height });
}

interface SpineToDraw {
  readonly page: BookPage;
  readonly wrap: Wrap;
  readonly words: { readonly title: string; readonly author?: string | null | undefined } | null;
  readonly language: string;
}

/** The spine in the colour of the edge of the cover, so that a fold beside its line is not seen. */
async function drawSpine(
  sharp: Sharp,
  document: PDFKit.PDFDocument,
  { page, wrap: { spine, front }, words, language }: SpineToDraw,
): Promise<void> {
  const { png, width, height, bleed = 0 } = page;
  const edge = Math.max(1, Math.round(width * 0.02));
  const left = front.x > spine.x ? bleed : width - bleed - edge;
  const strip = await sharp(await png())
    .extract({ left, top: 0, width: edge, height })
    .stats();
  const [r = 0, g = 0, b = 0] = strip.channels.map(({ mean }) => Math.round(mean));
  document.save().rect(spine.x, spine.y, spine.width, spine.height).fill([r, g, b]).restore();
  if (words === null) return;
  const pixels = (points: number) => Math.max(1, Math.round((points / pointsPerInch) * dpi));
  const size = { width: pixels(spine.width), height: pixels(spine.height) };
  const picture = await composeSpine({ ...words, language, size, background: { r, g, b } });
  const jpeg = await sharp(picture).jpeg({ quality: jpegQuality, chromaSubsampling: '4:4:4' }).toBuffer();
  document.image(jpeg, spine.x, spine.y, { width: spine.width, height: spine.height });
}

/** The words on the back, black on the white of the paper. */
async function drawBack(document: PDFKit.PDFDocument, { lettering }: BookPage, { back, spine }: Wrap, bleed: number) {
  if (!lettering) return;
  const corner: Pick<Rectangle, 'x' | 'y'> = { x: back.x > spine.x ? back.x : back.x + bleed, y: bleed };
  for (const words of lettering.panels)
    for (const { area, ...mask } of await drawLineArt(words, lettering)) {
      drawMask(document, mask, { ...area, x: corner.x + area.x, y: corner.y + area.y });
    }
}
