import type { PixelSize } from '../picture.ts';
import type { ReferenceRole } from './order-references.ts';
import {
  calm,
  castLines,
  describeShape,
  drawnTexts,
  noOtherTextLine,
  noTextLine,
  type PromptPanel,
  type PromptStory,
  pictureLine,
  quotedTexts,
  referenceLines,
  spellingLine,
  styleLines,
} from './prompt-parts.ts';

export interface PanelPromptInput {
  readonly story: PromptStory;
  readonly panel: PromptPanel;
  /** What each picture that goes along is, in the order they are sent. */
  readonly references: readonly (readonly ReferenceRole[])[];
  /** How many panels before this one the reference frame stands; 1 is the panel just before. */
  readonly panelsSinceReference: number;
  /** Of the frame. */
  readonly size: PixelSize;
}

/**
 * The words for one panel drawn separately. They depend on this panel's own words, the cast, the style and the pictures that go
 * along, never on the words of its neighbours: with those in it, an edit of one panel would change the key of the next and have
 * it paid again. The reference frame shows what went before.
 */
export function composePanelPrompt(input: PanelPromptInput): string {
  const { story, panel, references, panelsSinceReference, size } = input;
  const before =
    panelsSinceReference === 1 ? 'just before this panel' : `${panelsSinceReference} panels before this one`;
  const quoted = quotedTexts(story, panel);
  return [
    'One panel of an illustrated story, drawn as one picture.',
    ...styleLines(story),
    ...referenceLines(story, references, before),
    `The panel: ${pictureLine(panel)}`,
    ...castLines(story, [panel]),
    `Composition: ${describeShape(size)}, one moment, drawn to the edges of the picture; no border, no split into several panels.`,
    ...(drawnTexts(panel).length === 0
      ? [`Keep ${calm}`, noTextLine]
      : ['Lettering in the picture:', ...quoted.map((text) => `- ${text}`), spellingLine(story), noOtherTextLine]),
  ].join('\n');
}
