import { lengthUnits, type SheetLettering } from '@nextpanel/core';
import type { Sharp } from 'sharp';
import { drawBalloonsOf, drawLettering } from '../../lettering/draw-lettering.ts';
import { loadSharp } from '../../load-sharp.ts';
import { releasePixels } from '../../release-pixels.ts';
import { bookFacts, writeFacts } from '../book-facts.ts';
import type { BindFormat, BindInput, BookPage, BookStory, PagePanel } from '../book-format.ts';
import { composeArt } from '../compose-art.ts';
import { pageName } from '../page-name.ts';
import { signedPage, signPicture } from '../sign-page.ts';
import { digitalSourceType, writeXmp } from '../write-xmp.ts';
import { ZipBook } from '../zip-book.ts';

/**
 * Binds a ZIP of pictures: pages in three formats in a folder of the language, `art/` without lettering, and the lettering alone, on
 * transparent pages, as balloons in SVG, and as the numbers it is drawn from; and what the book says of itself. Its words are those of one
 * edition, its art that of all.
 * The lettering alone shows no panel: it is not signed.
 */
export const bindImages: BindFormat = async ({ story, pages, ...signs }, file) => {
  const zip = new ZipBook(file);
  const folder = story.language;
  const letterings: SheetLettering[] = [];
  const sources: Pick<PagePanel, 'provenance'>[] = [];
  for await (const page of pages) {
    const name = pageName(page.number);
    sources.push(...page.panels.map(({ provenance }) => ({ provenance })));
    const composed = await page.png();
    await zip.add(`${folder}/png/${name}.png`, await pictureOf(composed, page, signs, 'png'), { stored: true });
    await zip.add(`${folder}/jpeg/${name}.jpg`, await signedPage(signs, page, 'jpeg'), { stored: true });
    await zip.add(`${folder}/webp/${name}.webp`, await pictureOf(composed, page, signs, 'webp'), { stored: true });
    releasePixels(composed);
    if (page.panels.length > 0) await zip.add(`art/${name}.png`, await artOf(page, signs), { stored: true });
    if (!page.lettering) continue;
    letterings.push(page.lettering);
    const scale = lengthUnits(page, story.readingDirection).pixels;
    await zip.add(`${folder}/lettering/${name}.png`, await drawLettering(page.lettering, scale), { stored: true });
    await zip.add(`${folder}/lettering/${name}.svg`, drawBalloonsOf(page.lettering));
  }
  if (letterings.length > 0) await zip.add(`${folder}/lettering.json`, describeLettering(story, letterings));
  await zip.add(`${folder}/book.json`, writeFacts(bookFacts(story, sources)));
  await zip.finish();
};

type Signs = Pick<BindInput, 'signer'>;

/** One of the two formats that books for reading do not have a page in. */
async function pictureOf(composed: Uint8Array, page: BookPage, signs: Signs, as: 'png' | 'webp'): Promise<Buffer> {
  const sharp = await loadSharp();
  const bytes = await (as === 'png' ? asPng : asWebp)(sharp(composed), page);
  return signPicture(signs, page, { bytes, mime: `image/${as}`, panels: page.panels });
}

const asPng = (picture: Sharp, page: BookPage): Promise<Buffer> =>
  picture.withXmp(xmpOf(page)).png({ compressionLevel: 6 }).toBuffer();

const asWebp = (picture: Sharp, page: BookPage): Promise<Buffer> =>
  picture.withXmp(xmpOf(page)).webp({ quality: 85, effort: 4 }).toBuffer();

async function artOf(page: BookPage, signs: Signs): Promise<Buffer> {
  const bytes = await composeArt(page, (picture) => asPng(picture, page));
  return signPicture(signs, page, { bytes, mime: 'image/png', panels: page.panels });
}

const xmpOf = ({ panels }: Pick<BookPage, 'panels'>) => writeXmp({ sourceType: digitalSourceType(panels) });

const describeLettering = ({ language, readingDirection }: BookStory, pages: readonly SheetLettering[]) =>
  `${JSON.stringify({ language, readingDirection, pages }, null, 1)}\n`;
