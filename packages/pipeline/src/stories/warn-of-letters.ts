import { NextpanelError, type PanelSpec } from '@nextpanel/core';
import type { StoredSpec } from '@nextpanel/store';
import type { Context } from '../context.ts';

/** Panels named one by one in a warning; of the others only the number is given. */
const panelsNamed = 8;

/**
 * Letters of a story that no font has, before anything is paid. Throws `script_unsupported` for texts in a script for which there is
 * no font at all: they could not be lettered.
 */
export function warnOfLetters(
  { imaging }: Pick<Context, 'imaging'>,
  { panels, language }: { readonly panels: readonly Pick<PanelSpec, 'text'>[]; readonly language: string },
): StoredSpec['warnings'] {
  const panelsByLetter = new Map<string, number[]>();
  for (const [at, panel] of panels.entries()) {
    for (const [index, { text, drawnBy }] of panel.text.entries()) {
      if (drawnBy !== 'overlay') continue;
      const { letters, scripts } = imaging.checkLetters(text, language);
      if (scripts.length > 0)
        throw unsupported(scripts, { panel: at + 1, pointer: `/panels/${at}/text/${index}/text` });
      for (const letter of letters) {
        const numbers = panelsByLetter.get(letter) ?? [];
        if (numbers.at(-1) !== at + 1) numbers.push(at + 1);
        panelsByLetter.set(letter, numbers);
      }
    }
  }
  return [...panelsByLetter].map(([letter, numbers]) => ({
    code: 'letters_missing',
    detail: `no font has “${letter}” (U+${hex(letter)}); it is left out in ${describePanels(numbers)}`,
  }));
}

const hex = (letter: string): string => (letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');

function describePanels(numbers: readonly number[]): string {
  const named = numbers.slice(0, panelsNamed).join(', ');
  const more = numbers.length - panelsNamed;
  return `panel ${named}${more > 0 ? ` and ${more} more` : ''}`;
}

const unsupported = (scripts: readonly string[], { panel, pointer }: { panel: number; pointer: string }) =>
  new NextpanelError(
    'script_unsupported',
    `a text of panel ${panel} is written in ${scripts.join(' and ')}, for which no font is bundled`,
    { detail: { pointer } },
  );
