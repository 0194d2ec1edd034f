import type { Range } from '../catalogue/count-tokens.ts';
import { type ChatPrice, priceChat } from '../chat-price.ts';

/** How much is sent with one call to a judge, and how much is asked for. */
export interface ReviewSize {
  /** Characters of its words. */
  readonly letters: number;
  readonly pictures: number;
  readonly frames: number;
  /** Characters of the story in all its frames together. */
  readonly characters: number;
}

/** Tokens of an answer: for each frame, and each character in it. */
const frameTokens = 120;
const characterTokens = 110;

/** Tokens that the answer of a judge is expected to have. */
export const reviewTokens = ({ frames, characters }: Omit<ReviewSize, 'letters' | 'pictures'>): number =>
  frames * frameTokens + characters * characterTokens;

/** The price of one call to a judge before it is made, in millionths of a dollar; nothing where the price is not known. */
export const priceReview = (price: ChatPrice | null, { letters, pictures, ...shown }: ReviewSize): Range =>
  priceChat(price, { letters, pictures, answer: reviewTokens(shown) });
