import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type BookFormat, type PageSize, pageOf, type SheetPlan } from '@nextpanel/core';
import { type BookPage, bindBook } from '@nextpanel/imaging';

/** The books for reading. `images` takes about 3 CPU seconds a page, six pictures of it, and is left out. */
export const readingFormats = ['pdf', 'cbz', 'epub', 'web'] as const satisfies readonly BookFormat[];

interface SampleBook {
  readonly formats: readonly BookFormat[];
  readonly folder: string;
  readonly plans: readonly SheetPlan[];
  readonly frameIn: (panel: number) => string;
  readonly sheetIn: (sheet: number) => string;
}

/** Binds composed sheets in each format, one after the other, as the finalizer does. Answers with the bytes of each book. */
export async function bindSampleBooks(book: SampleBook): Promise<Readonly<Record<string, number>>> {
  const sizes: Record<string, number> = {};
  const paper: PageSize = pageOf('us-comic');
  for (const format of book.formats) {
    const file = join(book.folder, `book.${format}`);
    const story = {
      id: 'bench',
      characters: ['Hare', 'Owl'],
      title: 'A bench',
      language: 'en',
      readingDirection: 'ltr' as const,
    };
    await bindBook(format, { story, pages: pagesOf(book), paper, pageCount: book.plans.length }, file);
    sizes[format] = (await stat(file)).size;
  }
  return sizes;
}

async function* pagesOf({ plans, frameIn, sheetIn }: SampleBook): AsyncGenerator<BookPage> {
  for (const plan of plans) {
    const { number, width, height, dpi, layout, background } = plan;
    yield {
      number,
      png: () => readFile(sheetIn(number)),
      encoded: (as) => readFile(sheetIn(number).replace('.png', `.${as}`)),
      width,
      height,
      dpi,
      layout,
      background,
      lettering: null,
      panels: plan.slots.map(({ panel, ...slot }) => ({
        number: panel,
        alt: `Panel ${panel}`,
        texts: [],
        slot: { x: slot.x, y: slot.y, width: slot.width, height: slot.height },
        frameSize: { width: 1_024, height: 1_024 },
        provenance: { sha256: '0'.repeat(64), source: 'program' as const },
        frame: () => readFile(frameIn(panel)),
      })),
    };
  }
}
