import { type Model, takesMask } from '../catalogue/model.ts';
import { nearestSize } from '../catalogue/size-rule.ts';
import { NextpanelError } from '../error.ts';
import type { PixelSize } from '../picture.ts';
import type { PromptStory } from '../prompts/prompt-parts.ts';
import type { Box } from './box.ts';
import { composeRetouchPrompt, type RetouchedPicture } from './compose-retouch-prompt.ts';

/** What a user wants to be changed in a frame. */
export interface RetouchOrder {
  readonly instruction: string;
  /** The frame that is changed. */
  readonly base: PixelSize;
  /** The area that may change, or what the mask leaves open; null: all of it. */
  readonly box: Box | null;
  /** Default: a panel. */
  readonly of?: RetouchedPicture;
}

export interface PlannedRetouch {
  readonly prompt: string;
  readonly size: PixelSize;
  /** Whether a mask is sent: not every model takes one. The area is kept to in any case. */
  readonly masked: boolean;
}

/**
 * What a retouch asks the model for: the frame as the only picture, the change in words, and the area as a mask where the model takes one, in
 * words otherwise. Throws `retouch_unavailable` for a model that draws from words only, and `prompt_too_long`.
 */
export function planRetouch(
  story: PromptStory,
  { instruction, base, box, of }: RetouchOrder,
  model: Pick<Model, 'id' | 'size' | 'maxReferences' | 'methods' | 'sends' | 'promptMax'>,
): PlannedRetouch {
  if (model.maxReferences === 0 || !model.methods.includes('panels')) {
    throw new NextpanelError(
      'retouch_unavailable',
      `"${model.id}" draws from words only, so it cannot change a picture; choose a model that takes reference pictures`,
    );
  }
  const masked = box !== null && takesMask(model);
  const prompt = composeRetouchPrompt(story, instruction, { box, masked }, of);
  if (prompt.length > model.promptMax) {
    throw new NextpanelError(
      'prompt_too_long',
      `the retouch needs a prompt of ${prompt.length} characters, and "${model.id}" reads ${model.promptMax}; shorten the instruction`,
      { detail: { pointer: '/instruction' } },
    );
  }
  return { prompt, size: nearestSize(model.size, base) ?? { width: base.width, height: base.height }, masked };
}
