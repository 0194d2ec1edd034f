import type { PanelSpec } from '@nextpanel/core';

/** Words in quotes of any kind, as in: a sign that says "Bakery". */
const quoted = /["“”„«»「」『』]\s*\p{L}[^"“”„«»「」『』]*["“”„«»「」『』]/u;

/** Whether letters in the picture of a panel are wanted: it says so, its prompt quotes words, or the model draws its texts. */
export const wantsText = ({ signs, prompt, text }: PanelSpec): boolean =>
  signs === true || quoted.test(prompt) || text.some(({ drawnBy }) => drawnBy === 'model');
