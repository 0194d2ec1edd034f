import type { PixelSize } from '@nextpanel/core';
import type { ReceivedReference } from '../ledger.ts';
import type { Family, ImageModel } from './models.ts';

export interface ImageUsage {
  readonly input_tokens: number;
  readonly input_tokens_details: { readonly text_tokens: number; readonly image_tokens: number };
  readonly output_tokens: number;
  readonly output_tokens_details: { readonly image_tokens: number; readonly text_tokens: number };
  readonly total_tokens: number;
}

/** USD per million tokens. */
interface Rates {
  readonly text: number;
  readonly image: number;
  readonly out: number;
}

const common: Rates = { text: 5, image: 8, out: 30 };

const rates: Readonly<Record<Family, Rates>> = {
  '2.6': common,
  '2.5': common,
  '2': common,
  '1': { text: 5, image: 8, out: 32 },
  '1-mini': { text: 2, image: 2.5, out: 8 },
};

/** `q` of the closed formula by quality; 2.6 is assumed to use those of 2.5. */
const factors: Readonly<Record<'2' | '2.5', Readonly<Record<string, number>>>> = {
  '2': { low: 16, medium: 48, high: 96 },
  '2.5': { low: 16, medium: 24, high: 48, xhigh: 64, max: 96 },
};

/** Tokens of the first series: square, portrait, landscape. */
const fixedTokens: Readonly<Record<string, readonly [number, number, number]>> = {
  low: [272, 408, 400],
  medium: [1_056, 1_584, 1_568],
  high: [4_160, 6_240, 6_208],
};

/** Output tokens of one picture. `auto` quality is charged as medium. */
export function outputTokens({ family }: ImageModel, quality: string, { width, height }: PixelSize): number {
  const named = quality === 'auto' ? 'medium' : quality;
  if (family === '1' || family === '1-mini') {
    const [square, portrait, landscape] = fixedTokens[named] ?? [0, 0, 0];
    return width === height ? square : width < height ? portrait : landscape;
  }
  const q = factors[family === '2' ? '2' : '2.5'][named] ?? 0;
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  return Math.ceil((q * Math.round((q * short) / long) * (2_000_000 + width * height)) / 4_000_000);
}

/** 32-pixel patches, at most 1,536; small pictures count as enlarged, up to twice, toward 1,024 pixels. */
export function inputImageTokens({ width, height }: PixelSize): number {
  const scale = Math.max(1, Math.min(2, 1_024 / Math.max(width, height)));
  return Math.min(1_536, Math.ceil((width * scale) / 32) * Math.ceil((height * scale) / 32));
}

export const textTokens = (text: string): number => Math.ceil(Buffer.byteLength(text) / 4);

export interface Charged {
  readonly model: ImageModel;
  readonly prompt: string;
  readonly references: readonly ReceivedReference[];
  readonly quality: string;
  readonly size: PixelSize;
  /** Pictures drawn: prompt and references are charged for each. */
  readonly images: number;
  readonly partialImages: number;
}

/** Usage of a call. Each partial image adds 100 output tokens. */
function usageOf({ model, prompt, references, quality, size, images, partialImages }: Charged): ImageUsage {
  const times = Math.max(1, images);
  const text = times * textTokens(prompt);
  const image = times * references.reduce((sum, it) => sum + inputImageTokens(it), 0);
  const out = images * outputTokens(model, quality, size) + 100 * partialImages;
  return {
    input_tokens: text + image,
    input_tokens_details: { text_tokens: text, image_tokens: image },
    output_tokens: out,
    output_tokens_details: { image_tokens: out, text_tokens: 0 },
    total_tokens: text + image + out,
  };
}

/** Usage, and its price in USD. */
export function chargeOf(charged: Charged): { usage: ImageUsage; costUsd: number } {
  const usage = usageOf(charged);
  const { text, image, out } = rates[charged.model.family];
  const { text_tokens, image_tokens } = usage.input_tokens_details;
  return { usage, costUsd: (text_tokens * text + image_tokens * image + usage.output_tokens * out) / 1_000_000 };
}
