import type { NextpanelError } from './error.ts';

/** Failures that lie in one panel's words or pictures. */
const ofPanel: readonly string[] = ['moderation_blocked', 'frame_blank', 'prompt_too_long'];
const panelParameters: readonly unknown[] = ['prompt', 'image', 'image[]'];

/**
 * Whether a request failed for a reason that has nothing to do with its panel (a route, a setting, an answer that is not
 * understood): the next one would fail, or be paid without success, in the same way, so nothing more is ordered in this turn.
 */
export const stopsBatch = ({ fault, code, detail }: Pick<NextpanelError, 'fault' | 'code' | 'detail'>): boolean =>
  fault === 'final' && !ofPanel.includes(code) && !panelParameters.includes(detail.param);
