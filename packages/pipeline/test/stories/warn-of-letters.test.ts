import type { PanelSpec } from '@nextpanel/core';
import { checkLetters } from '@nextpanel/imaging';
import { describe, expect, it } from 'vitest';
import { warnOfLetters } from '../../src/stories/warn-of-letters.ts';

const panel = (...texts: string[]): PanelSpec => ({
  prompt: 'the hare runs',
  weight: 'normal',
  characters: [],
  text: texts.map((text) => ({ kind: 'caption', text, drawnBy: 'overlay' })),
});
const warn = (language: string, ...panels: PanelSpec[]) =>
  warnOfLetters({ imaging: { checkLetters } as never }, { language, panels });

describe('letters of a story', () => {
  it('that some font has are no warning', () => {
    expect(warn('en', panel('I ❤ you ☺️', '‽ ⅓ ₴'), panel('夠 啟 鄉 尷 佢哋'))).toEqual([]);
  });

  it('that no font has are named with their panels, before anything is paid', () => {
    const many = Array.from({ length: 12 }, () => panel('\uE000'));
    expect(warn('en', panel('fine'), panel('a\uE001', 'b\uE001'), ...many)).toEqual([
      { code: 'letters_missing', detail: 'no font has “\uE001” (U+E001); it is left out in panel 2' },
      {
        code: 'letters_missing',
        detail: 'no font has “\uE000” (U+E000); it is left out in panel 3, 4, 5, 6, 7, 8, 9, 10 and 4 more',
      },
    ]);
  });

  it('of a script without a font are refused, with the place', () => {
    expect(() => warn('gu', panel('હું'), panel('ok'))).toThrow(
      expect.objectContaining({
        code: 'script_unsupported',
        detail: { errors: [expect.objectContaining({ pointer: '/panels/0/text/0/text' })] },
      }),
    );
    expect(() => warn('gu', panel('હું'))).toThrow('panel 1 is written in Gujarati');
  });

  it('of several scripts without a font are refused together', () => {
    expect(() => warn('en', panel('ሰላም'), panel('ok', 'ਸਤ'), panel('ok'), panel('ਸਤ'))).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('3 texts are written in Ethiopic, Gurmukhi, for which no font is bundled'),
        detail: {
          errors: [
            expect.objectContaining({ pointer: '/panels/0/text/0/text' }),
            expect.objectContaining({ pointer: '/panels/1/text/1/text' }),
            expect.objectContaining({ pointer: '/panels/3/text/0/text' }),
          ],
        },
      }),
    );
  });

  it('that the model draws do not matter', () => {
    const drawn = { ...panel(), text: [{ kind: 'sfx' as const, text: 'હું', drawnBy: 'model' as const }] };
    expect(warn('gu', drawn)).toEqual([]);
  });
});
