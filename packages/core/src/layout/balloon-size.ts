import type { PixelSize } from '../picture.ts';
import type { PanelText } from '../story-spec.ts';
import type { TextStyle } from '../text-styles.ts';
import type { MeasuredText, TextShape } from './balloon-texts.ts';
import { balloonExponent } from './place-tails.ts';

/** Room around the bare text: a share of it (a balloon's corners are round) plus a part of the font size, on both axes. */
const padding: Readonly<Record<PanelText['kind'], { share: PixelSize; em: PixelSize }>> = {
  caption: { share: { width: 0, height: 0 }, em: { width: 1.1, height: 0.8 } },
  speech: { share: { width: 0.15, height: 0.2 }, em: { width: 1.2, height: 1 } },
  thought: { share: { width: 0.18, height: 0.24 }, em: { width: 2.2, height: 2 } },
  sfx: { share: { width: 0, height: 0 }, em: { width: 0, height: 0 } },
  narration: { share: { width: 0, height: 0 }, em: { width: 1.1, height: 0.8 } },
};

/** Whether a text stands in a burst instead of a balloon. */
export const isBurst = ({
  kind,
  style,
}: {
  readonly kind: PanelText['kind'];
  readonly style?: TextStyle | undefined;
}): boolean => kind === 'speech' && style === 'shout';

/** A burst has its spikes around the words. */
const burstPadding = { share: { width: 0.28, height: 0.36 }, em: { width: 2.4, height: 2.2 } };

/** Height that even the lowest line of letters takes in a balloon, in font sizes: about that of a word in capitals. */
const leastLine = 0.75;

/** Least distance of letters from the outline of a balloon, in font sizes. */
const inset = 0.35;

/** Size of the balloon, box or burst around a bare text, in pixels. */
export function balloonSize(
  text: TextShape,
  { kind, style }: Pick<MeasuredText, 'kind' | 'style'>,
  fontSize: number,
): PixelSize {
  const { share, em } = isBurst({ kind, style }) ? burstPadding : padding[kind];
  const box = {
    width: text.width * (1 + share.width) + em.width * fontSize,
    // Dots alone do not make a slit: a balloon is as high as one around a word.
    height: Math.max(text.height, leastLine * fontSize) * (1 + share.height) + em.height * fontSize,
  };
  const grow = kind === 'speech' || kind === 'thought' ? outgrowth(text, box, kind, fontSize) : 1;
  return { width: Math.ceil(box.width * grow), height: Math.ceil(box.height * grow) };
}

/**
 * By how much a balloon must grow so that no letter comes near its outline. Its edge is |x/a|ⁿ + |y/b|ⁿ = 1: the more lines a block
 * has, the further its corners stick out of an outline that is only a fixed part larger. A cloud's bumps take some of its box.
 */
function outgrowth(
  { width, height, rows = [1, 1] }: TextShape,
  box: PixelSize,
  kind: PanelText['kind'],
  fontSize: number,
): number {
  const bumps = kind === 'thought' ? 0.45 * fontSize : 0;
  const [a, b] = [box.width / 2 - bumps, box.height / 2 - bumps];
  let grow = 1;
  for (const [band, reach] of rows.entries()) {
    if (reach === 0) continue;
    const x = (reach * width) / 2 + inset * fontSize;
    // The end of the band that is further from the middle.
    const y = Math.max(Math.abs(band / rows.length - 0.5), Math.abs((band + 1) / rows.length - 0.5)) * height;
    grow = Math.max(grow, ((x / a) ** balloonExponent + (y / b) ** balloonExponent) ** (1 / balloonExponent));
  }
  return grow;
}
