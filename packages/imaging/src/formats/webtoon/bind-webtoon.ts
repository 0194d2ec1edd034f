import { loadSharp } from '../../load-sharp.ts';
import type { BindFormat, BindInput, BookPage, PagePanel } from '../book-format.ts';
import { signPicture } from '../sign-page.ts';
import { digitalSourceType, writeXmp } from '../write-xmp.ts';
import { ZipBook } from '../zip-book.ts';
import { cutStrip, type Rows } from './cut-strip.ts';
import { canvas } from './platform.ts';

/** Best first; below the last one an episode is split. */
const qualities = [90, 85, 80, 75] as const;

interface Slice {
  /** In each quality, not signed. */
  readonly pictures: readonly Buffer[];
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
 * split where a scene begins.
 */
export const bindWebtoon: BindFormat = async ({ pages, ...signs }, file) => {
  const zip = new ZipBook(file);
  let episode = 0;
  let strips: Strip[] = [];
  const write = async (written: readonly Strip[]) => {
    episode += 1;
    const slices = written.flatMap((strip) => strip.slices);
    const quality = qualities.findIndex((_, at) => bytesOf(slices, at) <= canvas.maxEpisodeBytes);
    for (const [index, slice] of slices.entries()) {
      const name = `episode-${String(episode).padStart(2, '0')}/${String(index + 1).padStart(3, '0')}.jpg`;
      const bytes = pick(slice, quality === -1 ? qualities.length - 1 : quality);
      await zip.add(name, await signSlice(signs, slice, bytes), { stored: true });
    }
  };
  for await (const page of pages) {
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
  await zip.finish();
};

/** The lowest quality a slice needs to be no larger than a platform takes, or a lower one that is asked for. */
const pick = ({ pictures, signatureBytes }: Slice, quality: number): Buffer =>
  pictures.find((bytes, at) => at >= quality && bytes.length + signatureBytes <= canvas.maxSliceBytes) ??
  (pictures.at(-1) as Buffer);

const bytesOf = (slices: readonly Slice[], quality: number): number =>
  slices.reduce((sum, slice) => sum + pick(slice, quality).length + slice.signatureBytes, 0);

type Signs = Pick<BindInput, 'signer'>;

const signSlice = (signs: Signs, { page, panels }: Omit<Slice, 'signatureBytes'>, bytes: Buffer): Promise<Buffer> =>
  signPicture(signs, page, { bytes, mime: 'image/jpeg', panels });

/** Found out by signing: it depends on the manifests of its panels. */
async function withSignature(signs: Signs, slice: Omit<Slice, 'signatureBytes'>): Promise<Slice> {
  const smallest = slice.pictures.at(-1);
  if (!signs.signer || !smallest) return { ...slice, signatureBytes: 0 };
  return { ...slice, signatureBytes: (await signSlice(signs, slice, smallest)).length - smallest.length };
}

/** Before the last scene, or, where that is long, before the last strip. */
function episodeEnd(strips: readonly Strip[]): number {
  const scene = strips.findLastIndex(({ opensScene }) => opensScene);
  return scene >= strips.length / 2 ? scene : strips.length - 1;
}

/** Reduces a strip to the width it is delivered in, and cuts it. */
async function sliceStrip(signs: Signs, page: BookPage): Promise<Strip> {
  const sharp = await loadSharp();
  const { data, info } = await sharp(await page.png(), { failOn: 'error' })
    .resize({ width: canvas.width })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const covered = coveredRows(page, info.height);
  const rows = cutStrip({ height: info.height, maxHeight: canvas.maxHeight, ...covered });
  const xmp = writeXmp({ sourceType: digitalSourceType(page.panels) });
  const slices = await Promise.all(
    rows.map(async ({ from, to }) => {
      const pixels = data.subarray(from * info.width * 3, to * info.width * 3);
      const raw = { width: info.width, height: to - from, channels: 3 } as const;
      const pictures = await Promise.all(
        qualities.map((quality) =>
          sharp(pixels, { raw }).withXmp(xmp).jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer(),
        ),
      );
      const panels = page.panels.filter((_, index) => {
        const shown = covered.pictures[index];
        return shown && shown.from < to && shown.to > from;
      });
      return withSignature(signs, { pictures, page: { number: page.number }, panels });
    }),
  );
  return { slices, opensScene: page.panels[0]?.opensScene === true };
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
