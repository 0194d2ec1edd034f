import type { MicroUsd } from '../money.ts';
import { microUsd } from '../money.ts';
import type { PixelSize } from '../picture.ts';
import type { Method } from '../story-spec.ts';
import { chooseQuality } from './choose-quality.ts';
import {
  exactly,
  formulaTokens,
  plus,
  type Range,
  referenceTokens,
  spread,
  textTokens,
  times,
} from './count-tokens.ts';
import type { Model } from './model.ts';
import { planContactSheet } from './plan-contact-sheet.ts';
import type { Quality, TokenPrice } from './price.ts';
import { askedSize } from './size-rule.ts';

/** What decides the price of a request; a `DrawRequest` is one. */
export interface RequestToPrice {
  readonly method: Method;
  /** Of one frame. */
  readonly size: PixelSize;
  readonly quality?: string | undefined;
  readonly prompt: string;
  /** Only their number counts. */
  readonly panels: readonly unknown[];
  /** null: a picture whose size is not known yet. */
  readonly references: readonly (PixelSize | null)[];
  /** It goes the way of `model.responses` to be found again after a crash; `series` always does, `economy` needs not to. */
  readonly recoverable?: boolean;
}

/** At least, probably and at most, in whole millionths of a dollar. */
export interface PriceRange {
  readonly low: MicroUsd;
  readonly expected: MicroUsd;
  readonly high: MicroUsd;
}

/**
 * What a request by `economy` costs of the usual price: "at half the cost", tokens in and out alike.
 * https://headsupai.io/updates/openai-batch-api-now-supports-gpt-image-models-at-half-cost (third party, read 2026-11-29)
 */
const economyShare = 0.5;

/** The share of the usual price that a method costs. */
export const shareOf = (method: Method): number => (method === 'economy' ? economyShare : 1);

const megapixel = 1_024 ** 2;
/** A reference nobody has seen yet, in pixels. */
const unseenPixels: Range = { low: 512 ** 2, expected: megapixel, high: 4 * megapixel };

/**
 * The price of one request before it is ordered, retries not included: its frames by size and quality, and where the vendor
 * bills tokens, prompt and references for every frame, since n frames are billed as n calls.
 */
export function priceRequest(model: Model, request: RequestToPrice): PriceRange {
  const sheet = request.method === 'contact-sheet';
  const size = sheet ? planContactSheet(model.size, request.size, request.panels.length).size : request.size;
  const frames = sheet ? 1 : request.panels.length;
  const price = times(
    plus(times(priceFrame(model, request, size), frames), priceResponses(model, request, size, frames)),
    shareOf(request.method),
  );
  return {
    low: Math.floor(price.low),
    expected: Math.round(price.expected),
    // Below a thousandth of a millionth it is the noise of floating point, not money.
    high: Math.max(0, Math.ceil(price.high - 1e-3)),
  };
}

/** One frame with the prompt and references it is billed with. */
function priceFrame(model: Model, { quality, prompt, references }: RequestToPrice, size: PixelSize): Range {
  const { price } = model;
  switch (price.by) {
    case 'nothing':
      return exactly(0);
    case 'image':
      return spread(
        microUsd(typeof price.usd === 'number' ? price.usd : priceOfResolution(model, price.usd, size)),
        price.margin,
      );
    case 'megapixel': {
      const pixels = references.map((reference) =>
        reference ? exactly(reference.width * reference.height) : unseenPixels,
      );
      const megapixels = (area: number) => Math.max(1, Math.ceil(area / megapixel));
      const cost = (count: number) => microUsd(price.firstUsd + price.furtherUsd * (count - 1));
      const own = size.width * size.height;
      // Whether the sum is rounded up or each picture is not said; each is dearer.
      const each = (which: 'expected' | 'high') =>
        cost(pixels.reduce((all, range) => all + megapixels(range[which]), megapixels(own)));
      const area = pixels.reduce((sum, { low }) => sum + low, own);
      return {
        low: cost(megapixels(area)) * Math.max(0, 1 - price.margin),
        expected: each('expected'),
        high: each('high') * (1 + price.margin),
      };
    }
    case 'tokens': {
      const pictures = references.map(referenceTokens).reduce(plus, exactly(0));
      const input = plus(times(textTokens(prompt), price.rates.textIn), times(pictures, price.rates.imageIn));
      return plus(priceOutput(price, model, chooseQuality(model, quality), size), input);
    }
  }
}

function priceOutput(price: TokenPrice, model: Model, quality: Quality | null, size: PixelSize): Range {
  const at = (level: Quality) => priceAt(price, level, size);
  const levels = model.qualities.filter((level) => level !== 'auto').map(at);
  // What "auto" comes to is not published; medium is the middle of all levels.
  const usual = at(model.qualities.includes('medium') ? 'medium' : (model.defaultQuality ?? 'medium'));
  const { low, expected, high } =
    quality === 'auto' || quality === null
      ? { low: Math.min(...levels, usual), expected: usual, high: Math.max(...levels, usual) }
      : exactly(at(quality));
  const cents = microUsd(price.roundsUpToUsd ?? 0);
  return {
    low: spread(low, price.margin).low,
    expected,
    high: Math.max(spread(high, price.margin).high, cents === 0 ? 0 : Math.ceil(high / cents) * cents),
  };
}

/** Millionths of a dollar for the output of one frame at a quality; the schema has seen to it that there is a price. */
function priceAt({ output, rates }: TokenPrice, quality: Quality, size: PixelSize): number {
  if (output.by === 'formula') return formulaTokens(output.factors[quality] ?? 0, size) * rates.imageOut;
  const { width, height } = size;
  if (output.by === 'tokens') {
    const shape = width === height ? 'square' : width < height ? 'portrait' : 'landscape';
    return (output.tokens[quality]?.[shape] ?? 0) * rates.imageOut;
  }
  return microUsd(output.usd[quality]?.[width === height ? 'square' : 'oblong'] ?? 0);
}

/** By the resolution that would be asked for; of a size the model refuses, the dearest. */
function priceOfResolution({ size: rule }: Model, usd: Readonly<Record<string, number>>, size: PixelSize): number {
  const asked = askedSize(rule, size);
  const price = asked?.kind === 'ratio' ? usd[asked.resolution] : undefined;
  return price ?? Math.max(...Object.values(usd));
}

/**
 * What the language model adds: the prompt, which it reads once, its own tokens, and at most the frames before, which it may
 * hand to the image model with every further one.
 */
function priceResponses(model: Model, request: RequestToPrice, size: PixelSize, frames: number): Range {
  const { responses, price } = model;
  if (responses === null || request.method === 'economy') return exactly(0);
  if (request.method !== 'series' && request.recoverable !== true) return exactly(0);
  const { tokensIn, tokensOut, rates } = responses;
  const own = plus(times(tokensIn, rates.in), times(tokensOut, rates.out));
  const again = price.by === 'tokens' ? times(referenceTokens(size), price.rates.imageIn) : exactly(0);
  return plus(times(textTokens(request.prompt), rates.in), {
    low: own.low,
    expected: own.expected,
    high: own.high * frames + (again.high * frames * (frames - 1)) / 2,
  });
}
