import type { ChatUsage } from '@nextpanel/core';

/** A picture as it is shown to a model. */
export interface ShownPicture {
  /** SHA-256 of the bytes that are sent. */
  readonly sha256: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
}

export type ChatPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'picture'; readonly picture: ShownPicture };

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string | readonly ChatPart[];
}

/** The JSON that an answer is to have. */
export interface AnswerForm {
  /** Under which it is asked for, as schema and as tool: letters, digits, `_`. */
  readonly name: string;
  /** What the tool does, in a few words. */
  readonly description: string;
  /** JSON Schema as `strict` demands it: every property required, no others, no bounds of numbers. */
  readonly schema: Readonly<Record<string, unknown>>;
}

/** One call to a model. */
export interface ChatCall {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly form: AnswerForm;
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
