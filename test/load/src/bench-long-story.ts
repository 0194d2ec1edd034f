import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  bookFormats,
  laidPanel,
  layOutPage,
  layoutSettings,
  pageOf,
  planPages,
  type SheetLettering,
} from '@nextpanel/core';
import { type BookPage, bindBook, composeSheet } from '@nextpanel/imaging';
import sharp from 'sharp';

/**
 * Binds a story of so many panels in every format with its pages, and prints what each book took: `node src/bench-long-story.ts FOLDER PANELS [FORMATS]`. The panels are
 * small, so that 2,000 of them take minutes; the sheets are eight, in turn, with their lettering.
 */

const side = 192;
const distinct = 8;
const perPage = 8;

/** Covers alone are of no length. */
const everyFormat = bookFormats.filter((format) => format !== 'print-cover');

/** What one book took. */
export interface BoundLongBook {
  readonly format: string;
  readonly pages: number;
  readonly bytes: number;
  readonly seconds: number;
  /** The most memory this process had while it was bound; Linux only. */
  readonly peakMb: number;
}

const [, , folder = '', count = '', wanted = everyFormat.join(',')] = process.argv;
await mkdir(folder, { recursive: true });
const panels = Number(count);
const settings = layoutSettings({
  readingDirection: 'ltr',
  book: { layout: 'comic', page: { width: 3, height: 4.5, unit: 'in' } },
  render: { size: `${side}x${side}`, batchSize: perPage },
});
const ids = Array.from({ length: panels }, (_, index) => laidPanel(String(index + 1), { weight: 'normal' }));
const plans = planPages(ids, settings).map((page, index, all) =>
  layOutPage(
    page.map((id) => ({ ...laidPanel(id, { weight: 'normal' }), number: Number(id) })),
    settings,
    { number: index + 1, last: index === all.length - 1 },
  ),
);
const frameIn = (panel: number) => join(folder, `frame-${panel % perPage}.png`);
const sheetIn = (page: number) => join(folder, `sheet-${page % distinct}.png`);
const letterings: SheetLettering[] = [];

for (let index = 0; index < perPage; index += 1) {
  const noise = { type: 'gaussian' as const, mean: 60 + index * 16, sigma: 20 };
  await sharp({ create: { width: side, height: side, channels: 3, background: '#888', noise } }).toFile(frameIn(index));
}
for (const plan of plans.slice(0, distinct)) {
  const composed = await composeSheet({
    plan,
    panels: await Promise.all(
      plan.slots.map(async ({ panel }) => ({
        number: panel,
        frame: await readFile(frameIn(panel)),
        text: [{ kind: 'speech' as const, speaker: 'hare', text: 'Run!', drawnBy: 'overlay' as const }],
        characters: ['hare'],
      })),
    ),
    speakers: { hare: 'Hare' },
    language: 'en',
    readingDirection: 'ltr',
  });
  letterings[plan.number % distinct] = composed.lettering;
  await writeFile(sheetIn(plan.number), composed.png);
}

async function* pages(): AsyncGenerator<BookPage> {
  for (const { number, width, height, dpi, layout, background, slots } of plans)
    yield {
      number,
      png: () => readFile(sheetIn(number)),
      width,
      height,
      dpi,
      layout,
      background,
      lettering: letterings[number % distinct] ?? null,
      panels: slots.map(({ panel, ...slot }) => ({
        number: panel,
        alt: `Panel ${panel}`,
        texts: [{ kind: 'speech', drawnBy: 'overlay', text: 'Run!', speaker: 'Hare' }],
        scene: { id: `s${Math.floor(panel / 40)}`, title: `Scene ${Math.floor(panel / 40)}` },
        slot: { x: slot.x, y: slot.y, width: slot.width, height: slot.height },
        frameSize: { width: side, height: side },
        provenance: { sha256: '0'.repeat(64), source: 'program' },
        frame: () => readFile(frameIn(panel)),
      })),
    };
}

const story = {
  id: 'long',
  characters: ['Hare'],
  title: 'A long story',
  language: 'en',
  readingDirection: 'ltr' as const,
};

/** The most memory since it was asked last. */
function takePeak(): number {
  const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  writeFileSync('/proc/self/clear_refs', '5');
  return Math.round(Number(kilobytes) / 1_024);
}

for (const format of wanted.split(',')) {
  takePeak();
  const startedAt = performance.now();
  const bound = await bindBook(
    format,
    { story, pages: pages(), paper: pageOf('kdp-6x9'), pageCount: plans.length },
    join(folder, `book.${format}`),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  const took: BoundLongBook = { format, pages: bound.pages, bytes: bound.bytes, seconds, peakMb: takePeak() };
  process.stdout.write(`${JSON.stringify(took)}\n`);
}
