import { z } from 'zod';
import type { FrameCheck, PixelCheck } from './check-names.ts';
import type { ReviewSpec } from './review-spec.ts';

/** What follows when a check finds something: nothing is even measured, the panel is marked, or the story stops too. */
export const checkActions = ['off', 'warn', 'stop'] as const;
export type CheckAction = (typeof checkActions)[number];

const action = z.enum(checkActions).optional();

export const checksSpecSchema = z
  .strictObject({
    blank: action.describe('Pictures of one colour, as vendors refuse; default: stop'),
    copies: action.describe(
      'Frames that show the same as another one of the batch, or as a picture that went along; default: off',
    ),
    borders: action.describe('Panels inside a panel, and frames around it; default: off'),
    text: action.describe(
      'Letters in the picture where none were asked for; panels with `signs: true`, with words in quotes in their prompt, or with texts that the model draws are left out; default: off',
    ),
    drift: action.describe('Jumps of light, saturation or grain within a scene; default: off'),
  })
  .meta({
    id: 'ChecksSpec',
    description: 'What is measured of every frame: off, warn (mark the panel) or stop (and wait for you)',
  });

export type ChecksSpec = z.output<typeof checksSpecSchema>;

const defaults: Readonly<Record<PixelCheck, CheckAction>> = {
  blank: 'stop',
  copies: 'off',
  borders: 'off',
  text: 'off',
  drift: 'off',
};

/** What a story wants of a check. */
export function actionOf(
  { checks, review }: { readonly checks?: ChecksSpec | undefined; readonly review?: ReviewSpec | undefined },
  check: FrameCheck,
): CheckAction {
  if (check === 'review') return review === undefined ? 'off' : review.gate === 'hard' ? 'stop' : 'warn';
  return checks?.[check] ?? defaults[check];
}
