import {
  type DrawStoryboardFrame,
  figureStand,
  mouthHeight,
  type PixelSize,
  type StoryboardFrame,
} from '@nextpanel/core';
import type { OverlayOptions } from 'sharp';
import { familiesFor, svgFamilies } from '../fonts/choose-font.ts';
import { escapeMarkup, isRightToLeft } from '../lettering/prepare-text.ts';
import { loadSharp } from '../load-sharp.ts';
import { drawFigure } from './draw-figure.ts';
import { drawScene, groundLine } from './draw-scene.ts';
import { fitCaption } from './fit-caption.ts';
import { drawMark, markPlace } from './storyboard-mark.ts';
import { paletteOf, type StoryboardPalette } from './storyboard-palette.ts';
import { type StoryboardRandom, seededBy } from './storyboard-random.ts';

/** Height of the figures as a share of the scene's height, by framing. */
const framings = { close: 0.95, medium: 0.56, wide: 0.36 } as const;
const closeWords = /\b(close[- ]?up|closeup|face|eyes|portrait)\b/i;
const wideWords = /\b(wide|aerial|establishing|landscape|panorama|far away|distance|horizon|crowd)\b/i;

/** How high above its feet a figure has its mouth, as a share of its height. */
const mouthOfFigure = 0.69;

const closeUpLower = 0.07;

/** More figures than this are a crowd, whose members get no names. */
const mostFigures = 6;

/** Smaller letters, in pixels, are illegible. */
const leastFontSize = 8;

/**
 * Draws a rough board: a scene and a framing derived from the prompt, the characters with their names, the prompt below,
 * the panel's number in the corner. Colours follow the reference frame's pixels, so that the chain is visible, and a mark in
 * the bottom right corner encodes it in bits. PNG, RGB; the same frame gives the same bytes. About 25 ms of CPU at
 * 1024×1024, almost none of it on the event loop.
 */
export const drawStoryboardFrame: DrawStoryboardFrame = async (frame) => {
  const sharp = await loadSharp();
  const palette = await paletteOf(sharp, frame.reference);
  const random = seededBy(frame.requestKey, String(frame.number), frame.prompt);
  const board = layOut(frame);
  const layers: OverlayOptions[] = [];
  if (board.fontSize >= leastFontSize) {
    const { caption, fontSize } = board;
    const colour = palette.tone(0, 40, 16);
    const text = await fitCaption(sharp, { text: frame.prompt, language: frame.language, fontSize, colour }, caption);
    if (text !== null) {
      const { data, width, height } = text;
      const left = isRightToLeft(frame.language) ? caption.left + caption.width - width : caption.left;
      layers.push({ input: data, raw: { width, height, channels: 4 }, left, top: caption.top });
    }
  }
  const svg = drawBoard(frame, board, palette, random);
  const drawing = sharp(Buffer.from(svg)).composite(layers).removeAlpha();
  return drawing.png({ compressionLevel: 6 }).toBuffer();
};

interface Board {
  readonly scene: PixelSize;
  readonly fontSize: number;
  /** Width of the number's badge. */
  readonly number: number;
  readonly caption: PixelSize & { readonly left: number; readonly top: number };
}

/** The scene above; below it a band with the panel's number on the left, its caption, and the mark on the right. */
function layOut({ width, height }: PixelSize): Board {
  const side = Math.min(width, height);
  const fontSize = Math.round(side * 0.027);
  const gap = Math.max(2, Math.round(side * 0.012));
  const mark = markPlace({ width, height });
  const lines = fontSize >= leastFontSize ? Math.ceil(fontSize * 3.9) : 0;
  const band = Math.min(Math.floor(height / 2), Math.max(lines, mark?.height ?? 0) + 2 * gap);
  const number = fontSize >= leastFontSize ? Math.round(fontSize * 3.2) : 0;
  const left = number + gap;
  return {
    scene: { width, height: height - band },
    fontSize,
    number,
    caption: {
      left,
      top: height - band + gap,
      width: Math.max(1, (mark?.left ?? width) - gap - left),
      height: Math.max(1, band - 2 * gap),
    },
  };
}

function drawBoard(frame: StoryboardFrame, board: Board, palette: StoryboardPalette, random: StoryboardRandom): string {
  const { scene } = board;
  const line = Math.max(1, Math.round(Math.min(frame.width, frame.height) * 0.004));
  const art = `<svg width="${scene.width}" height="${scene.height}">${drawScene(scene, frame.prompt, palette, random)}${drawCast(frame, board, random)}</svg>`;
  const band = `<rect y="${scene.height}" width="${frame.width}" height="${frame.height - scene.height}" fill="${palette.tone(0, 34, 95)}"/><rect y="${scene.height}" width="${frame.width}" height="${line}" fill="${palette.tone(0, 40, 20)}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${frame.width}" height="${frame.height}">${art}${band}${drawNumber(frame, board, palette)}${drawMark(
    frame,
    {
      requestKey: frame.requestKey.slice(0, 16),
      reference: frame.reference?.sha256.slice(0, 16) ?? '0'.repeat(16),
    },
  )}</svg>`;
}

function drawCast(frame: StoryboardFrame, { scene, fontSize }: Board, random: StoryboardRandom): string {
  const cast = frame.characters.slice(0, mostFigures);
  const framing = closeWords.test(frame.prompt)
    ? 'close'
    : wideWords.test(frame.prompt)
      ? 'wide'
      : random.pick(['medium', 'medium', 'wide', 'close'] as const);
  const stands = cast.map(({ at }, index) => at ?? figureStand(index, cast.length));
  const apart = nearestTwo(stands) * scene.width;
  const most = cast.length > 1 ? Math.max(apart, leastApart * scene.width) * 2.3 : Infinity; // a figure's width is a little less than half its height
  const height = Math.min(scene.height * framings[framing], most);
  // The mouth is about where lettering expects it, whatever the shape of the picture. A close-up is a little lower, so that ears are not cut off,
  // and its feet are below the edge.
  const feetBelow = mouthHeight * frame.height + mouthOfFigure * height;
  const ground =
    framing === 'close' ? feetBelow + closeUpLower * frame.height : Math.min(scene.height * groundLine, feetBelow);
  const figures = cast.map(({ id, name }, index) => {
    const x = (stands[index] ?? 0.5) * scene.width;
    const feet = { x, y: ground - (index % 2) * scene.height * 0.02 };
    const facing = x < scene.width / 2 || (cast.length === 1 && random.between(0, 1) < 0.5) ? 1 : -1;
    return (
      drawFigure({ id, feet, height, facing, pose: random }) +
      drawName(name, x, Math.min(feet.y, scene.height), fontSize, scene)
    );
  });
  return figures.join('');
}

/** Figures that a story puts closer together, as a share of the picture's width, stand before each other. */
const leastApart = 0.1;

/** The least distance between two figures. */
function nearestTwo(stands: readonly number[]): number {
  const sorted = stands.toSorted((a, b) => a - b);
  return Math.min(1, ...sorted.slice(1).map((stand, index) => stand - (sorted[index] ?? 0)));
}

function drawName(name: string, x: number, foot: number, fontSize: number, scene: PixelSize): string {
  const size = Math.round(fontSize * 0.72);
  if (size < leastFontSize) return '';
  const letters = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(name)];
  const short =
    letters.length > 16
      ? `${letters
          .slice(0, 15)
          .map(({ segment }) => segment)
          .join('')}…`
      : name;
  const width = Math.min(letters.length, 16) * size * (/[\u1100-\uD7FF]/.test(short) ? 1.05 : 0.62) + size;
  const y = Math.min(foot + size * 0.4, scene.height - size * 1.5);
  return `<rect x="${Math.round(x - width / 2)}" y="${Math.round(y)}" width="${Math.round(width)}" height="${Math.round(size * 1.35)}" rx="${size * 0.3}" fill="#fffdf5" fill-opacity="0.9"/><text x="${Math.round(x)}" y="${Math.round(y + size)}" font-size="${size}" text-anchor="middle" ${font()} fill="#1d1a22">${escapeMarkup(short)}</text>`;
}

function drawNumber(frame: StoryboardFrame, { scene, fontSize, number }: Board, palette: StoryboardPalette): string {
  // Plates and covers have none.
  if (number === 0 || frame.number === 0) return '';
  const text = String(frame.number);
  const size = Math.round(Math.min(fontSize * 1.7, (number / text.length) * 1.4));
  const y = (scene.height + frame.height) / 2 + size * 0.36;
  return `<rect y="${scene.height}" width="${number}" height="${frame.height - scene.height}" fill="${palette.tone(0, 40, 20)}"/><text x="${number / 2}" y="${Math.round(y)}" font-size="${size}" text-anchor="middle" ${font()} fill="#ffffff">${text}</text>`;
}

const font = () => `font-family="${svgFamilies(familiesFor('', 'en'))}" font-weight="bold"`;
