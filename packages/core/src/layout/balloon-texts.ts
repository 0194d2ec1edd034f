import type { PixelSize } from '../picture.ts';
import type { PanelSpec, PanelText, ReadingDirection } from '../story-spec.ts';
import type { TextStyle } from '../text-styles.ts';
import type { Face } from './guess-mouths.ts';
import type { Tail } from './place-tails.ts';
import type { Point, Rectangle } from './rectangle.ts';

/** A text to be lettered, measured by a caller that knows the fonts. */
export interface MeasuredText {
  readonly kind: PanelText['kind'];
  readonly style?: TextStyle;
  /** Who says it: balloons that one speaker says one after another are joined. */
  readonly speaker?: string;
  /** Where its speaker's mouth is believed to be, in pixels of the panel; null draws no tail. */
  readonly mouth: Point | null;
  /** Where the middle of its box stands because someone put it there, in pixels of the panel; it is moved only as far as the panel's edge needs. */
  readonly placedAt?: Point;
  /** Sizes of the bare text, one for each way of breaking it into lines (or, for `sfx`, of scaling it), best first. */
  readonly shapes: readonly TextShape[];
}

/** The size of a bare text in pixels. */
export interface TextShape extends PixelSize {
  /**
   * How far from the middle the ink reaches in equally high bands from the top, as a share of half the width; absent: the text fills
   * its rectangle.
   */
  readonly rows?: readonly number[];
  /** What speaks against it, in the costs of a place: words that were torn. Default 0. */
  readonly flaw?: number;
}

export interface PlacedText {
  /** Index into the texts given. */
  readonly text: number;
  readonly kind: PanelText['kind'];
  readonly style?: TextStyle;
  /** Index of the shape used. */
  readonly shape: number;
  /** The balloon or caption box; for `sfx` the text itself. In pixels of the panel. */
  readonly box: Rectangle;
  /** The bare text, in the middle of the box. */
  readonly textBox: Rectangle;
  readonly tail: Tail | null;
  /** It runs into the balloon of the text before it: the two are one shape, with one tail. */
  readonly joins?: true;
}

export interface PlaceBalloonsInput {
  readonly panel: PixelSize;
  /** Pixels; paddings and gaps follow it. */
  readonly fontSize: number;
  readonly readingDirection: ReadingDirection;
  /** In reading order. */
  readonly texts: readonly MeasuredText[];
  /** The point of the picture that matters most, 0–1; balloons keep away from it. */
  readonly focus?: PanelSpec['focus'];
  /** Where faces are believed to be, in pixels of the panel, also those of figures that do not speak; balloons and sounds keep off them. */
  readonly faces?: readonly Face[];
}

/** The input, and what is derived from it once. */
export interface PanelToLetter extends PlaceBalloonsInput {
  /** The mouths that speak in the panel, each once. */
  readonly mouths: readonly Point[];
  /** Those of figures that do not. */
  readonly silent: readonly Point[];
}

/** A text that has its place, and no tail yet. */
export type Standing = Omit<PlacedText, 'tail'>;

/** One column of places for a text in one of its shapes. */
export interface PlaceOption {
  readonly shape: number;
  readonly size: TextShape;
  readonly boxes: readonly Rectangle[];
  /** They run into the balloon of the text before. */
  readonly joins?: true;
}
