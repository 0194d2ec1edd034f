import type { ChatUsage } from '@nextpanel/core';
import type { ShownPicture } from './compose-review.ts';

export type ChatPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'picture'; readonly picture: ShownPicture };

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string | readonly ChatPart[];
}

/**
 * How a server is made to answer in JSON, the best one first. Servers differ: some refuse one of these, others ignore it. What comes is
 * parsed strictly in any case.
 */
export const chatLevels = ['json-schema', 'json-object', 'tool', 'text'] as const;
export type ChatLevel = (typeof chatLevels)[number];

/** What a server answered. */
export interface ChatAnswer {
  readonly text: string;
  /** The answer was cut at the model's limit. */
  readonly cut: boolean;
  /** The model declined, in its own words; null: it did not. */
  readonly refusal: string | null;
  /** Null: the server does not say. */
  readonly usage: ChatUsage | null;
  readonly requestId: string | null;
}
