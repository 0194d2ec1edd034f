import type { BindFormat, BookPage } from '../book-format.ts';
import { type EpubDialect, writeEpub } from '../epub/write-epub.ts';

/** A magnified panel fills most of the screen; Amazon asks for 1.5 times at least (kdp.amazon.com, G9GSTY4LTRT39D4Z). */
const magnified = 0.94;

/** Binds the EPUB with Kindle's region magnification: a double tap shows a panel enlarged, a swipe the next one. */
export const bindKindle: BindFormat = async (input, file) => {
  const { story, pages } = input;
  const rows = pages[Symbol.asyncIterator]();
  const first = await rows.next();
  const size = first.done ? '' : `${first.value.width}x${first.value.height}`;
  const rightToLeft = story.readingDirection === 'rtl';
  const dialect: EpubDialect = {
    meta: [
      ['fixed-layout', 'true'],
      ['original-resolution', size],
      ['book-type', 'comic'],
      ['primary-writing-mode', rightToLeft ? 'horizontal-rl' : 'horizontal-lr'],
      ['orientation-lock', 'none'],
      ['RegionMagnification', 'true'],
    ],
    css: `.tap { position: absolute; }
.tap a { display: block; width: 100%; height: 100%; }
.magnified { position: absolute; display: none; overflow: hidden; background: #000; }
.magnified img { position: absolute; }
`,
    layer: regions,
  };
  async function* again(): AsyncGenerator<BookPage> {
    if (first.done) return;
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => rows };
  }
  await writeEpub({ ...input, pages: again() }, file, dialect);
};

/** For each panel the area that is tapped, and the area it is then shown in: the page's own picture, enlarged behind a window. */
function regions({ width, height, panels, matter }: BookPage, image: string): string {
  if (matter) return '';
  const areas = panels.map(({ number, slot }, index) => {
    const facts = { targetId: `magnified-${number}`, sourceId: `tap-${number}`, ordinal: index + 1 };
    const scale = Math.min((width * magnified) / slot.width, (height * magnified) / slot.height);
    const wide = Math.round(slot.width * scale);
    const high = Math.round(slot.height * scale);
    const picture = box(-slot.x * scale, -slot.y * scale, width * scale, height * scale);
    return `<div class="tap" id="tap-${number}" style="${box(slot.x, slot.y, slot.width, slot.height)}"><a class="app-amzn-magnify" data-app-amzn-magnify='${JSON.stringify(facts)}'></a></div>
<div class="magnified" id="magnified-${number}" style="${box((width - wide) / 2, (height - high) / 2, wide, high)}"><img src="${image}" alt="" style="${picture}"/></div>`;
  });
  return areas.length === 0 ? '' : `${areas.join('\n')}\n`;
}

const box = (x: number, y: number, width: number, height: number): string =>
  `left: ${Math.round(x)}px; top: ${Math.round(y)}px; width: ${Math.round(width)}px; height: ${Math.round(height)}px;`;
