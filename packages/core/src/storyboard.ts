import type { PixelSize } from './picture.ts';

/**
 * One frame the storyboard provider asks for. It is defined here because the provider (which may not touch pixels) asks
 * and the imaging package (which knows no providers) draws.
 */
export interface StoryboardFrame extends PixelSize {
  /** The panel's number in the story, from 1; drawn in the corner. */
  readonly number: number;
  /** What happens in the panel; drawn as its caption. */
  readonly prompt: string;
  /** Characters present: each keeps one colour and one shape for the whole story, derived from its id. */
  /** From left to right. `at`: where the panel places the figure, 0–1 from the left. */
  readonly characters: readonly { readonly id: string; readonly name: string; readonly at?: number }[];
  readonly language: string;
  /** The picture whose *pixels* give this frame its palette; null draws with the neutral palette. */
  readonly reference: { readonly bytes: Uint8Array; readonly sha256: string } | null;
  /** SHA-256 hex of the request; its first 64 bits go into the mark. */
  readonly requestKey: string;
}

/** Draws a rough board as PNG: same frame in, same bytes out. */
export type DrawStoryboardFrame = (frame: StoryboardFrame) => Promise<Uint8Array>;

/** The contents of a storyboard frame's machine-readable mark, which proves the chain from pixels. */
export interface StoryboardMark {
  /** First 64 bits of the request key, 16 hex digits. */
  readonly requestKey: string;
  /** First 64 bits of the SHA-256 of the reference frame's bytes, 16 hex digits; sixteen zeros if there was none. */
  readonly reference: string;
}
