import { continuesAfterChange } from '@nextpanel/core/commands';
import { expect, test } from 'vitest';
import { failedBeside, goesOnWords, savingWords } from '../../../../src/pages/story/words/going-on-words.ts';

const failed = (...panels: (number | null)[]) =>
  panels.map((panel) => ({
    panel,
    panelId: panel === null ? null : `p${panel}`,
    code: 'moderation_blocked',
    detail: 'because',
  }));
const waits = (...panels: (number | null)[]) =>
  ({ status: 'needs_attention', waitingOn: 'moderation_blocked', failures: failed(...panels) }) as const;

test('a story continues when its only failed panel is changed', () => {
  expect(continuesAfterChange(waits(3), 3)).toBe(true);
  expect(continuesAfterChange(waits(3), 4)).toBe(false);
  expect(continuesAfterChange(waits(3, 5), 3)).toBe(false);
  expect(continuesAfterChange(waits(null), 3)).toBe(false);
});

test('a story that is drawing or waits for approval continues after any change, a paused one after none', () => {
  expect(continuesAfterChange({ status: 'completed', waitingOn: null, failures: [] }, 3)).toBe(true);
  expect(continuesAfterChange({ status: 'needs_attention', waitingOn: 'approval', failures: [] }, 3)).toBe(true);
  expect(continuesAfterChange({ status: 'paused', waitingOn: null, failures: failed(3) }, 3)).toBe(false);
});

test('other panels that must be changed are named', () => {
  expect(failedBeside(waits(3, 5, null), 3)).toEqual([5]);
  expect(goesOnWords(waits(3, 5), 3)).toBe('The story continues when panel 5 is changed too, or when you resume it.');
  expect(goesOnWords(waits(3, 5, 6, 7), 3)).toContain('panels 5–7 are changed too');
  expect(goesOnWords(waits(3, 5, null), 3)).toBe('The story continues when you resume it.');
  expect(goesOnWords({ ...waits(3, 5), status: 'paused' }, 3)).toBe('The story continues when you resume it.');
});

test('the effect of saving is explained', () => {
  const resolved = { draws: true, resolves: true, undrawn: true };
  expect(savingWords(waits(3), 3, resolved)).toMatch(/^After you save, the story continues/);
  expect(savingWords(waits(3, 5), 3, resolved)).toMatch(/^Saving draws nothing yet\..* panel 5/);
  expect(savingWords(waits(3), 4, { draws: true, resolves: false, undrawn: false })).toMatch(
    /^Saving draws nothing yet/,
  );
  expect(savingWords(waits(3), 4, { draws: false, resolves: false, undrawn: true })).toMatch(/not drawn yet/);
  expect(savingWords(waits(3), 4, { draws: false, resolves: false, undrawn: false })).toBeNull();
});
