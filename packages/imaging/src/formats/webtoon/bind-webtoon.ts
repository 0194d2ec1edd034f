import { loadSharp } from '../../load-sharp.ts';
import type { BindFormat, BookPage } from '../book-format.ts';
import { digitalSourceType, writeXmp } from '../write-xmp.ts';
import { ZipBook } from '../zip-book.ts';
import { cutStrip, type Rows } from './cut-strip.ts';
import { canvas } from './platform.ts';

/** Best first; below the last one an episode is split. */
const qualities = [90, 85, 80, 75] as const;

/** A slice in each quality. */
type Slice = readonly Buffer[];

interface Strip {
  readonly slices: readonly Slice[];
  readonly opensScene: boolean;
}

/**
 * Binds the slices of a webtoon, in folders by episode. An episode is as good as its limit of bytes allows; a story too long for one is
 * split where a scene begins.
 */
export const bindWebtoon: BindFormat = async ({ pages }, file) => {
  const zip = new ZipBook(file);
  let episode = 0;
  let strips: Strip[] = [];
  const write = async (written: readonly Strip[]) => {
    episode += 1;
    const slices = written.flatMap((strip) => strip.slices);
    const quality = qualities.findIndex((_, at) => bytesOf(slices, at) <= canvas.maxEpisodeBytes);
    for (const [index, slice] of slices.entries()) {
      const name = `episode-${String(episode).padStart(2, '0')}/${String(index + 1).padStart(3, '0')}.jpg`;
      await zip.add(name, pick(slice, quality === -1 ? qualities.length - 1 : quality), { stored: true });
    }
  };
  for await (const page of pages) {
    strips.push(await sliceStrip(page));
    while (
      strips.length > 1 &&
      bytesOf(
        strips.flatMap(({ slices }) => slices),
        qualities.length - 1,
      ) > canvas.maxEpisodeBytes
    ) {
      const end = episodeEnd(strips);
      await write(strips.slice(0, end));
      strips = strips.slice(end);
    }
  }
  await write(strips);
  await zip.finish();
};

/** The lowest quality a slice needs to be no larger than a platform takes, or a lower one that is asked for. */
const pick = (slice: Slice, quality: number): Buffer =>
  slice.find((bytes, at) => at >= quality && bytes.length <= canvas.maxSliceBytes) ?? (slice.at(-1) as Buffer);

const bytesOf = (slices: readonly Slice[], quality: number): number =>
  slices.reduce((sum, slice) => sum + pick(slice, quality).length, 0);

/** Before the last scene, or, where that is long, before the last strip. */
function episodeEnd(strips: readonly Strip[]): number {
  const scene = strips.findLastIndex(({ opensScene }) => opensScene);
  return scene >= strips.length / 2 ? scene : strips.length - 1;
}

/** Reduces a strip to the width it is delivered in, and cuts it. */
async function sliceStrip(page: BookPage): Promise<Strip> {
  const sharp = await loadSharp();
  const { data, info } = await sharp(await page.png(), { failOn: 'error' })
    .resize({ width: canvas.width })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const rows = cutStrip({ height: info.height, maxHeight: canvas.maxHeight, ...coveredRows(page, info.height) });
  const xmp = writeXmp({ sourceType: digitalSourceType(page.panels) });
  const slices = await Promise.all(
    rows.map(({ from, to }) => {
      const pixels = data.subarray(from * info.width * 3, to * info.width * 3);
      const raw = { width: info.width, height: to - from, channels: 3 } as const;
      return Promise.all(
        qualities.map((quality) =>
          sharp(pixels, { raw }).withXmp(xmp).jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer(),
        ),
      );
    }),
  );
  return { slices, opensScene: page.panels[0]?.opensScene === true };
}

function coveredRows(
  { panels, lettering, ...page }: BookPage,
  height: number,
): Record<'pictures' | 'lettering', Rows[]> {
  const rows = ({ y, height: high }: { y: number; height: number }, of: number): Rows => ({
    from: Math.floor((y / of) * height),
    to: Math.ceil(((y + high) / of) * height),
  });
  return {
    pictures: panels.map(({ slot }) => rows(slot, page.height)),
    lettering: (lettering?.panels ?? []).flatMap(({ texts }) =>
      texts.flatMap(({ box, block }) => [box, block].map((area) => rows(area, lettering?.height ?? 1))),
    ),
  };
}
