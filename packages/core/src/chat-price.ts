import type { Range } from './catalogue/count-tokens.ts';
import type { MicroUsd } from './money.ts';

/** What a server of chat completions charges: dollars for a million tokens, which are millionths of a dollar for one; or dollars a call. */
export type ChatPrice =
  | { readonly by: 'tokens'; readonly input: number; readonly output: number }
  | { readonly by: 'call'; readonly usd: number };

/** Tokens that one call took, as its answer says. */
export interface ChatUsage {
  readonly input: number;
  readonly output: number;
}

/** How much is sent with one call, and how much is asked for. */
export interface ChatSize {
  /** Characters of its words. */
  readonly letters: number;
  readonly pictures: number;
  /** Tokens that an answer is expected to have; at most twice as many. */
  readonly answer: number;
}

/**
 * Tokens of a picture of at most 768 pixels: 24 × 24 patches of 32 pixels, or 765 in tiles of 512; some models count patches 1.62-fold
 * and more (https://developers.openai.com/api/docs/guides/images-vision).
 */
const pictureTokens: Range = { low: 300, expected: 800, high: 1_600 };
/** A model that thinks writes a few thousand tokens beside its answer. */
const thoughtTokens: Range = { low: 0, expected: 300, high: 6_000 };

/** The price of one call before it is made, in millionths of a dollar; nothing where the price is not known. */
export function priceChat(price: ChatPrice | null, { letters, pictures, answer }: ChatSize): Range {
  if (price === null) return { low: 0, expected: 0, high: 0 };
  if (price.by === 'call') {
    const cost = Math.round(price.usd * 1_000_000);
    return { low: cost, expected: cost, high: cost };
  }
  const of = (part: keyof Range, perLetter: number, scale: number): MicroUsd =>
    Math.ceil(
      price.input * (letters * perLetter + pictures * pictureTokens[part]) +
        price.output * (answer * scale + thoughtTokens[part]),
    );
  return { low: of('low', 1 / 5, 0.6), expected: of('expected', 1 / 4, 1), high: of('high', 1 / 2, 2) };
}

/** What one call did cost: by what it says it took, or else what it was expected to cost. */
export function settleChat(price: ChatPrice | null, usage: ChatUsage | null, expected: MicroUsd): MicroUsd {
  if (price?.by !== 'tokens' || usage === null) return expected;
  return Math.ceil(price.input * usage.input + price.output * usage.output);
}
