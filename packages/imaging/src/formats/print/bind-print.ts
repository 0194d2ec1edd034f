import { setImmediate } from 'node:timers/promises';
import { NextpanelError, type PageSize, printedDpi, withBleed } from '@nextpanel/core';
import PDFDocument from 'pdfkit';
import type { Sharp } from 'sharp';
import { loadSharp } from '../../load-sharp.ts';
import { bookFacts, writeFacts } from '../book-facts.ts';
import type { BindFormat, BookPage, BookStory, PagePanel } from '../book-format.ts';
import { composeArt } from '../compose-art.ts';
import { drawMask, setPrintBoxes } from '../pdf/pdfkit-private.ts';
import { ZipBook } from '../zip-book.ts';
import { drawLineArt } from './line-art.ts';
import { type PrintedPage, placeOnPaper } from './place-on-paper.ts';

const pointsPerInch = 72;
const jpegQuality = 92;
const bookDate = new Date(Date.UTC(2000, 0, 1));

type Provenance = Pick<PagePanel, 'provenance'>;

/** How a panel came to be and comes out. */
interface PrintedPanel {
  readonly panel: number;
  readonly page: number;
  /** Dots per inch of its picture as it is printed. */
  readonly dpi: number;
  readonly sha256: string;
  readonly source: string;
  readonly provider?: string;
  readonly model?: string;
}

/**
 * Binds the interior of a printed book: PDF 1.3, which has no transparency, with MediaBox, BleedBox and TrimBox; the pictures as JPEG in
 * sRGB without profile, the letters as 1-bit line art. No tags, bookmarks, annotations, XMP or hidden text, which printers refuse; what
 * they would have said is in `print.provenance.json`, series and number as well.
 */
export const bindPrint: BindFormat = async ({ story, pages, paper, pageCount }, file) => {
  if (!paper) throw new NextpanelError('format_unknown', 'A print interior needs pages made for paper; set book.page.');
  const zip = new ZipBook(file);
  const document = newDocument();
  const written = zip.addStream('print.pdf', document);
  written.catch(() => undefined);
  const panels: PrintedPanel[] = [];
  const sources: Provenance[] = [];
  for await (const page of pages) {
    const place = placeOnPaper(paper, { number: page.number, pageCount, readingDirection: story.readingDirection });
    await addPage(document, page, paper, place);
    panels.push(...page.panels.map((panel) => describe(page, panel)));
    sources.push(...page.panels.map(({ provenance: made }) => ({ provenance: made })));
    while (document.readableLength > 0) await Promise.race([setImmediate(), written]);
  }
  document.end();
  await written;
  await zip.add('print.provenance.json', provenance(story, { paper, pageCount, sources, panels }));
  await zip.finish();
};

const newDocument = (): PDFKit.PDFDocument =>
  new PDFDocument({
    autoFirstPage: false,
    compress: false, // pages are JPEG already, masks are deflated
    pdfVersion: '1.3',
    font: '',
    info: { Creator: 'nextpanel', Producer: 'nextpanel', CreationDate: bookDate, ModDate: bookDate },
  });

async function addPage(
  document: PDFKit.PDFDocument,
  page: BookPage,
  paper: PageSize,
  place: PrintedPage,
): Promise<void> {
  const { trim } = place;
  const points = trim.width / page.width;
  document.addPage({ size: [place.width, place.height], margin: 0 });
  setPrintBoxes(document, trim);
  // What bleeds reaches the edge of the paper, so it stays.
  const shift = page.panels.some(({ slot }) => bleeds(slot, page)) ? 0 : place.shift;
  const around = Math.round(paper.bleed * (page.dpi ?? 0));
  const roomy = withRoomToBleed(page, paper, { around, shift: Math.round(shift / points) });
  const jpeg = page.lettering
    ? await composeArt(roomy, asJpeg)
    : await asJpeg(await withoutArt(page, await composeArt(roomy, (art) => art.png().toBuffer()), around));
  const bleed = around * points;
  const whole = { width: trim.width + 2 * bleed, height: trim.height + 2 * bleed };
  document.image(jpeg, trim.x - bleed, trim.y - bleed, whole);
  const unit = page.lettering ? trim.width / page.lettering.width : 1;
  for (const words of page.lettering?.panels ?? [])
    for (const { area, ...mask } of await drawLineArt(words, page.lettering ?? page)) {
      const at = { x: trim.x + shift + area.x * unit, y: trim.y + area.y * unit };
      drawMask(document, mask, { ...at, width: area.width * unit, height: area.height * unit });
    }
}

const bleeds = (
  slot: { x: number; y: number; width: number; height: number },
  page: { width: number; height: number },
) => slot.x <= 0 || slot.y <= 0 || slot.x + slot.width >= page.width || slot.y + slot.height >= page.height;

/** The page with room for its bleed around it, into which panels at the trim are continued. */
function withRoomToBleed(
  page: BookPage,
  paper: PageSize,
  { around, shift }: { readonly around: number; readonly shift: number },
): BookPage {
  return {
    ...page,
    width: page.width + 2 * around,
    height: page.height + 2 * around,
    panels: page.panels.map((panel) => {
      const slot = withBleed(panel.slot, page, paper);
      return { ...panel, slot: { ...slot, x: slot.x + around + shift, y: slot.y + around } };
    }),
  };
}

const asJpeg = (picture: Sharp): Promise<Buffer> =>
  picture.jpeg({ quality: jpegQuality, chromaSubsampling: '4:4:4' }).toBuffer();

/** A page that an earlier release composed has its letters in the picture: the art is seen only where it bleeds. */
async function withoutArt(page: BookPage, full: Uint8Array, around: number): Promise<Sharp> {
  const sharp = await loadSharp();
  return sharp(full)
    .composite([{ input: Buffer.from(await page.png()), left: around, top: around }])
    .removeAlpha();
}

function describe(
  page: BookPage,
  { number, slot, frameSize, provenance: made }: BookPage['panels'][number],
): PrintedPanel {
  return {
    panel: number,
    page: page.number,
    dpi: Math.round(printedDpi(frameSize, slot, page.dpi ?? pointsPerInch)),
    ...made,
  };
}

function provenance(
  story: BookStory,
  book: { paper: PageSize; pageCount: number; sources: readonly Provenance[]; panels: readonly PrintedPanel[] },
): string {
  const { paper, pageCount, sources, panels } = book;
  const { name, trim, bleed } = paper;
  return writeFacts({
    ...bookFacts(story, sources),
    colours: 'sRGB; neither CMYK nor PDF/X',
    page: { name, unit: 'in', trim, bleed },
    pages: pageCount,
    leastDpi: Math.min(...panels.map(({ dpi }) => dpi)),
    panels,
  });
}
