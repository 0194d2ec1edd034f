import { oneLine, type PromptStory, styleLines } from '../prompts/prompt-parts.ts';
import type { Box } from './box.ts';

/** What is changed: a picture of the story, or one that its pictures are drawn from. */
export type RetouchedPicture = 'panel' | 'plate';

/** How the area that may change is sent to the model. */
export interface RetouchArea {
  /** null: the model decides what has to change for the words to be true. */
  readonly box: Box | null;
  /** Whether a mask goes along. */
  readonly masked: boolean;
}

const named: Readonly<Record<RetouchedPicture, string>> = {
  panel: 'a finished panel of an illustrated story',
  plate: 'a reference picture from which an illustrated story is drawn',
};

/** The words of a retouch: the only picture that goes along is the frame that it changes. */
export function composeRetouchPrompt(
  story: PromptStory,
  instruction: string,
  { box, masked }: RetouchArea,
  of: RetouchedPicture = 'panel',
): string {
  return [
    `Image 1 is ${named[of]}. Change one thing in it, and give back the whole picture.`,
    `The change: ${oneLine(instruction)}`,
    ...(box === null ? [] : [`Change only ${placeOf(box)}${masked ? ', which the mask leaves open' : ''}.`]),
    'Keep everything else exactly as it is: people, faces, poses, clothes, place, light, colours, line and composition.',
    ...styleLines(story),
    'Add no border, and no letters that the change does not ask for.',
  ].join('\n');
}

function placeOf({ x, y, width, height }: Box): string {
  const percent = (value: number) => `${Math.round(value * 100)} %`;
  return `the area from ${percent(x)} to ${percent(x + width)} of the width, counted from the left, and from ${percent(y)} to ${percent(y + height)} of the height, counted from the top`;
}
