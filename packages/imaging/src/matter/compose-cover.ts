import { type BookLayout, type PanelSpec, type PixelSize, titleShare } from '@nextpanel/core';
import type { OverlayOptions } from 'sharp';
import { fitFrame } from '../fit-frame.ts';
import { familiesFor, pangoFont, scriptOfLanguage } from '../fonts/choose-font.ts';
import { prepareText } from '../lettering/prepare-text.ts';
import type { RenderedText } from '../lettering/render-text.ts';
import { setWithPango } from '../lettering/set-with-pango.ts';
import { loadSharp, type Sharp } from '../load-sharp.ts';

/** The words on a cover, in the language of an edition. */
export interface CoverWords {
  readonly title: string;
  readonly author?: string | null | undefined;
  /** Such as the series and its number, above the title. */
  readonly series?: string | null | undefined;
  /** BCP 47. */
  readonly language: string;
}

export interface ComposeCoverInput extends CoverWords {
  /** PNG, JPEG or WebP of any size. */
  readonly picture: Uint8Array;
  /** The point of it that must stay visible when it is cropped. */
  readonly focus?: PanelSpec['focus'];
  readonly layout: BookLayout;
  /** Pixels of the page. */
  readonly page: PixelSize;
  /** Pixels that are cut off at each edge after printing; the words keep out of them. Default 0. */
  readonly bleed?: number;
}

/** Shares of the width that a line may take, and of the height that a title may. */
const widest = 0.84;
/** Letters of a title by width of the page: the first size in which it fits. */
const titleSizes = [0.2, 0.17, 0.145, 0.125, 0.105, 0.09, 0.075, 0.062, 0.05, 0.042, 0.034];
const authorSize = 0.05;
const seriesSize = 0.038;

/** Letters are white; the picture is darkened below them as far as they need to be read on any picture. */
const paper = '#ffffff';
const shade = 0.62;

/**
 * Draws a cover: the picture over the whole page, cropped around its focus, the title over its upper part, the author at the foot. PNG,
 * RGB. The same input gives the same bytes. Throws `picture_unreadable`.
 */
export async function composeCover(input: ComposeCoverInput): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const { page, picture, focus, bleed = 0 } = input;
  const frame = { number: 0, frame: picture, ...(focus && { focus }) };
  const { pixels } = await fitFrame(sharp, frame, page, 0);
  const inner = { width: page.width - 2 * bleed, height: page.height - 2 * bleed };
  const layers = await wordsOf(sharp, input, inner, bleed);
  return sharp(pixels, { raw: { ...page, channels: 3 } })
    .composite(layers)
    .removeAlpha()
    .png({ compressionLevel: 6 })
    .toBuffer();
}

async function wordsOf(
  sharp: Sharp,
  { page, title, author, series, language, layout }: ComposeCoverInput,
  { width, height }: PixelSize,
  bleed: number,
): Promise<OverlayOptions[]> {
  const margin = Math.round(width * 0.06);
  const small = (text: string, size: number) =>
    setLine(sharp, text, language, { size: width * size, most: width * widest });
  const above = series ? await small(series, seriesSize) : null;
  const room = height * titleShare - margin - (above ? above.height + margin / 2 : 0);
  const name = await fitTitle(sharp, { title, language, layout }, { width: width * widest, height: room });
  const below = author ? await small(author, authorSize) : null;
  const middle = (drawn: RenderedText) => Math.round((page.width - drawn.width) / 2);
  const top = bleed + margin;
  const titleTop = top + (above ? above.height + Math.round(margin / 2) : 0);
  const titleEnd = titleTop + name.height;
  const layer = (drawn: RenderedText, y: number): OverlayOptions => ({
    input: drawn.data,
    raw: { width: drawn.width, height: drawn.height, channels: 4 },
    left: middle(drawn),
    top: Math.round(y),
  });
  const foot = below && bleed + height - margin - below.height;
  return [
    { input: Buffer.from(shading(page, titleEnd + margin, foot === null ? null : foot - margin)), left: 0, top: 0 },
    ...(above ? [layer(above, top)] : []),
    layer(name, titleTop),
    ...(below && foot !== null ? [layer(below, foot)] : []),
  ];
}

/** Darkens the picture from the top to the end of the title, and from the author to the foot. */
function shading({ width, height }: PixelSize, end: number, start: number | null): string {
  const stop = (offset: string, opacity: number) =>
    `<stop offset="${offset}" stop-color="#000" stop-opacity="${opacity}"/>`;
  const upper = Math.min(height, Math.round(end * 1.35));
  const bands = [
    `<linearGradient id="t" x1="0" y1="0" x2="0" y2="1">${stop('0', shade)}${stop('0.65', shade * 0.8)}${stop('1', 0)}</linearGradient>`,
    `<linearGradient id="b" x1="0" y1="1" x2="0" y2="0">${stop('0', shade)}${stop('1', 0)}</linearGradient>`,
  ];
  const lower = start === null ? '' : `<rect y="${start}" width="${width}" height="${height - start}" fill="url(#b)"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs>${bands.join('')}</defs><rect width="${width}" height="${upper}" fill="url(#t)"/>${lower}</svg>`;
}

/** The title in the largest letters in which it fits, broken between words. */
async function fitTitle(
  sharp: Sharp,
  { title, language, layout }: Pick<ComposeCoverInput, 'title' | 'language' | 'layout'>,
  room: PixelSize,
): Promise<RenderedText> {
  let smallest: RenderedText | undefined;
  for (const share of titleSizes) {
    const size = (room.width / widest) * share;
    const drawn = await setLine(sharp, title, language, { size, most: room.width, display: layout !== 'storybook' });
    if (drawn.width <= room.width && drawn.height <= room.height) return drawn;
    smallest = drawn;
  }
  // A title of hundreds of letters is torn inside words rather than cut off.
  const size = (room.width / widest) * (titleSizes.at(-1) ?? 0);
  return smallest && smallest.width <= room.width
    ? smallest
    : setLine(sharp, title, language, { size, most: room.width, wrap: 'word-char' });
}

interface LineOptions {
  /** Pixels. */
  readonly size: number;
  /** Longest line, in pixels. */
  readonly most: number;
  /** In display letters, where the script has them. */
  readonly display?: boolean;
  readonly wrap?: 'word' | 'word-char';
}

function setLine(
  sharp: Sharp,
  text: string,
  language: string,
  { size, most, display = false, wrap = 'word' }: LineOptions,
): Promise<RenderedText> {
  const families = familiesFor(text, language);
  const latin = display && scriptOfLanguage(language) === 'Latn';
  return setWithPango(sharp, {
    markup: prepareText(text, language, { phrases: true, vertical: false, italic: false }),
    language,
    font: pangoFont(latin ? ['Bangers', ...families] : families),
    fontSize: Math.round(size),
    colour: paper,
    lineLength: most,
    wrap,
  });
}
