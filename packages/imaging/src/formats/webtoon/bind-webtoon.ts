import { loadSharp } from '../../load-sharp.ts';
import { releasePixels } from '../../release-pixels.ts';
import { bookFacts, writeFacts } from '../book-facts.ts';
import type { BindFormat, BindInput, BookPage, PagePanel } from '../book-format.ts';
import { signPicture } from '../sign-page.ts';
import { digitalSourceType, writeXmp } from '../write-xmp.ts';
import { ZipBook } from '../zip-book.ts';
import { cutStrip, type Rows } from './cut-strip.ts';
import { canvas } from './platform.ts';

/** Best first; below the last one an episode is split. */
const qualities = [90, 85, 80, 75] as const;

interface Slice {
  /** Bytes in each quality, not signed. */
  readonly sizes: readonly number[];
  /** In the best quality, not signed: most episodes have room for it. Others are encoded again, so that an episode is not held four times. */
  readonly best: Buffer;
  readonly encode: (quality: number) => Promise<Buffer>;
  /** What its signature will add to it, in any quality; 0: it is not signed. */
  readonly signatureBytes: number;
  readonly page: Pick<BookPage, 'number'>;
  /** Those of which it shows something. */
  readonly panels: readonly PagePanel[];
}

interface Strip {
  readonly slices: readonly Slice[];
  readonly opensScene: boolean;
}

/**
 * Binds the slices of a webtoon, in folders by episode. An episode is as good as its limit of bytes allows; a story too long for one is
 * split where a scene begins. What the book says of itself, and its episodes, stand beside them.
 */
export const bindWebtoon: BindFormat = async ({ story, pages, ...signs }, file) => {
  const zip = new ZipBook(file);
  const episodes: { readonly folder: string; readonly slices: number }[] = [];
  const sources: Pick<PagePanel, 'provenance'>[] = [];
  let strips: Strip[] = [];
  const write = async (written: readonly Strip[]) => {
    const folder = `episode-${String(episodes.length + 1).padStart(2, '0')}`;
    const slices = written.flatMap((strip) => strip.slices);
    const quality = qualities.findIndex((_, at) => bytesOf(slices, at) <= canvas.maxEpisodeBytes);
    for (const [index, slice] of slices.entries()) {
      const name = `${folder}/${String(index + 1).padStart(3, '0')}.jpg`;
      const picked = pick(slice, quality === -1 ? qualities.length - 1 : quality);
      const bytes = picked === 0 ? slice.best : await slice.encode(picked);
      await zip.add(name, await signSlice(signs, slice, bytes), { stored: true });
    }
    episodes.push({ folder, slices: slices.length });
  };
  for await (const page of pages) {
    sources.push(...page.panels.map(({ provenance }) => ({ provenance })));
    strips.push(await sliceStrip(signs, page));
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
  await zip.add('book.json', writeFacts({ ...bookFacts(story, sources), episodes }));
  await zip.finish();
};

/** The first quality, from the one that is asked for, in which a slice is no larger than a platform takes. */
function pick({ sizes, signatureBytes }: Slice, quality: number): number {
  const fitting = sizes.findIndex((bytes, at) => at >= quality && bytes + signatureBytes <= canvas.maxSliceBytes);
  return fitting === -1 ? sizes.length - 1 : fitting;
}

const bytesOf = (slices: readonly Slice[], quality: number): number =>
  slices.reduce((sum, slice) => sum + (slice.sizes[pick(slice, quality)] as number) + slice.signatureBytes, 0);

type Signs = Pick<BindInput, 'signer'>;

const signSlice = (signs: Signs, { page, panels }: Pick<Slice, 'page' | 'panels'>, bytes: Buffer): Promise<Buffer> =>
  signPicture(signs, page, { bytes, mime: 'image/jpeg', panels });

/** Found out by signing: it depends on the manifests of its panels. */
async function signatureBytes(signs: Signs, slice: Pick<Slice, 'page' | 'panels'>, bytes: Buffer): Promise<number> {
  return signs.signer ? (await signSlice(signs, slice, bytes)).length - bytes.length : 0;
}

/** Before the last scene, or, where that is long, before the last strip. */
function episodeEnd(strips: readonly Strip[]): number {
  const scene = strips.findLastIndex(({ opensScene }) => opensScene);
  return scene >= strips.length / 2 ? scene : strips.length - 1;
}

/** A strip is cut into slices, each measured in every quality. */
async function sliceStrip(signs: Signs, page: BookPage): Promise<Strip> {
  const { data, info } = await reduceStrip(page);
  const covered = coveredRows(page, info.height);
  const xmp = writeXmp({ sourceType: digitalSourceType(page.panels) });
  const slices: Slice[] = [];
  for (const { from, to } of cutStrip({ height: info.height, maxHeight: canvas.maxHeight, ...covered })) {
    const encodeRows = async (pixels: Buffer, quality: number) => {
      const sharp = await loadSharp();
      const raw = { width: info.width, height: to - from, channels: 3 } as const;
      const rows = pixels.subarray(from * info.width * 3, to * info.width * 3);
      return sharp(rows, { raw })
        .withXmp(xmp)
        .jpeg({ quality: qualities[quality] as number, chromaSubsampling: '4:4:4' })
        .toBuffer();
    };
    const pictures = await Promise.all(qualities.map((_, quality) => encodeRows(data, quality)));
    const panels = page.panels.filter((_, index) => {
      const shown = covered.pictures[index];
      return shown && shown.from < to && shown.to > from;
    });
    const about = { page: { number: page.number }, panels };
    slices.push({
      ...about,
      sizes: pictures.map(({ length }) => length),
      best: pictures[0] as Buffer,
      encode: async (quality) => {
        const again = await reduceStrip(page);
        const picture = await encodeRows(again.data, quality);
        releasePixels(again.data);
        return picture;
      },
      signatureBytes: await signatureBytes(signs, about, pictures.at(-1) as Buffer),
    });
    for (const picture of pictures.slice(1)) releasePixels(picture);
  }
  releasePixels(data);
  return { slices, opensScene: page.panels[0]?.opensScene === true };
}

/** A strip in the width it is delivered in: RGB. */
async function reduceStrip(page: BookPage) {
  const sharp = await loadSharp();
  const png = await page.png();
  const reduced = await sharp(png, { failOn: 'error' })
    .resize({ width: canvas.width })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  releasePixels(png);
  return reduced;
}

/** How far a face reaches above and below the point that a panel names as its most important, as a share of the panel's height. */
const faceReach = 0.08;

function coveredRows(
  { panels, lettering, ...page }: BookPage,
  height: number,
): Record<'pictures' | 'lettering' | 'faces', Rows[]> {
  const rows = ({ y, height: high }: { y: number; height: number }, of: number): Rows => ({
    from: Math.floor((y / of) * height),
    to: Math.ceil(((y + high) / of) * height),
  });
  return {
    pictures: panels.map(({ slot }) => rows(slot, page.height)),
    faces: panels.flatMap(({ slot, focus }) =>
      focus
        ? [rows({ y: slot.y + (focus.y - faceReach) * slot.height, height: 2 * faceReach * slot.height }, page.height)]
        : [],
    ),
    lettering: (lettering?.panels ?? []).flatMap(({ texts }) =>
      texts.flatMap(({ box, block }) => [box, block].map((area) => rows(area, lettering?.height ?? 1))),
    ),
  };
}
