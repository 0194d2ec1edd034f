import type { PixelSize } from '../picture.ts';

/** A number that is not known before the bill: at least, probably, at most. */
export interface Range {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
}

export const exactly = (value: number): Range => ({ low: value, expected: value, high: value });

export const plus = (a: Range, b: Range): Range => ({
  low: a.low + b.low,
  expected: a.expected + b.expected,
  high: a.high + b.high,
});

export const times = (a: Range, factor: number): Range => ({
  low: a.low * factor,
  expected: a.expected * factor,
  high: a.high * factor,
});

export const spread = (value: number, margin: number): Range => ({
  low: value * Math.max(0, 1 - margin),
  expected: value,
  high: value * (1 + margin),
});

/**
 * Output tokens of one frame of a GPT image model. The closed form is not documented by the vendor; it reproduces every point
 * that was published: 1024² of gpt-image-2 is 196, 1,756 and 7,024 at factors 16, 48 and 96; 1024×1536 is 5,488, 1792×1024
 * is 5,063 and 3584×2048 is 12,329 at 96. https://community.openai.com/t/livestream-starting-now-chatgpt-images-2-0/1379464
 */
export function formulaTokens(factor: number, { width, height }: PixelSize): number {
  const [short, long] = width < height ? [width, height] : [height, width];
  return Math.ceil((factor * Math.round((factor * short) / long) * (2_000_000 + width * height)) / 4_000_000);
}

const patchEdge = 32;
const patchesAtMost = 1_536;
const enlargedTo = 1_024;

/**
 * Input tokens of one reference: patches of 32 pixels, at most 1,536, small pictures enlarged up to twice towards 1,024
 * pixels. Measured by third parties, so at most is the whole budget. null: a picture nobody has seen yet.
 * https://community.openai.com/t/1382940
 */
export function referenceTokens(size: PixelSize | null): Range {
  if (size === null) return { low: patches({ width: 128, height: 128 }), expected: 1_024, high: patchesAtMost };
  const tokens = patches(size);
  return { low: tokens, expected: tokens, high: patchesAtMost };
}

function patches({ width, height }: PixelSize): number {
  const enlarged = Math.min(2, Math.max(1, enlargedTo / Math.max(width, height)));
  const across = (edge: number) => Math.ceil((edge * enlarged) / patchEdge);
  return Math.min(across(width) * across(height), patchesAtMost);
}

/**
 * Input tokens of a text: about one for four bytes of UTF-8, which is four letters of English, two of Russian or Arabic, and a
 * character and a third of Chinese or Japanese. https://help.openai.com/en/articles/4936856 says four letters of English.
 */
export function textTokens(text: string): Range {
  let ascii = 0;
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 128) ascii++;
    // A surrogate is half of a character of four bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  }
  const others = text.length - ascii;
  return {
    low: Math.min(bytes / 6, ascii / 6 + others / 2),
    expected: Math.ceil(bytes / 4),
    high: ascii / 2 + others * 2,
  };
}
