import { fontsFor, NextpanelError, type PanelSpec, say, withoutMarks } from '@nextpanel/core';
import type { LetteringFont } from '@nextpanel/imaging';
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
  {
    panels,
    language,
    fonts = [],
  }: {
    readonly panels: readonly Pick<PanelSpec, 'text'>[];
    readonly language: string;
    readonly fonts?: readonly LetteringFont[];
  },
): StoredSpec['warnings'] {
  const panelsByLetter = new Map<string, number[]>();
  const unsupported: Unsupported[] = [];
  const panelsLacking = new Map<string, { readonly letters: Set<string>; readonly panels: Set<number> }>();
  for (const [at, panel] of panels.entries()) {
    for (const [index, { kind, text, drawnBy }] of panel.text.entries()) {
      if (drawnBy !== 'overlay') continue;
      const users = fontsFor(fonts, kind, language);
      const { letters, scripts, lacking } = imaging.checkLetters(
        withoutMarks(text),
        language,
        users.map(({ family }) => family),
      );
      if (lacking.length > 0) {
        const names = users.map(({ name }) => `“${name}”`).join(' and ');
        const found = panelsLacking.get(names) ?? { letters: new Set<string>(), panels: new Set<number>() };
        for (const letter of lacking) found.letters.add(letter);
        found.panels.add(at + 1);
        panelsLacking.set(names, found);
      }
      if (scripts.length > 0) unsupported.push({ scripts, panel: at + 1, pointer: `/panels/${at}/text/${index}/text` });
      for (const letter of letters) {
        const numbers = panelsByLetter.get(letter) ?? [];
        if (numbers.at(-1) !== at + 1) numbers.push(at + 1);
        panelsByLetter.set(letter, numbers);
      }
    }
  }
  refuse(unsupported);
  return [
    ...[...panelsByLetter].map(([letter, numbers]) => ({
      code: 'letters_missing',
      detail: say('letters.missing', { letter, code: `U+${hex(letter)}`, said: describePanels(numbers) }),
    })),
    ...[...panelsLacking].map(([names, lacking]) => ({
      code: 'font_lacks_letters',
      detail: describeLacking(names, [...lacking.letters], describePanels([...lacking.panels])),
    })),
  ];
}

/** Letters named one by one in a warning. */
const lettersNamed = 12;

function describeLacking(both: string, lacking: readonly string[], said: string): string {
  const more = lacking.length - lettersNamed;
  const known = { both, letters: lacking.slice(0, lettersNamed).join(' '), said };
  return more > 0 ? say('letters.lacking.more', { ...known, more }) : say('letters.lacking', known);
}

const hex = (letter: string): string => (letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');

function describePanels(numbers: readonly number[]): string {
  const panels = numbers.slice(0, panelsNamed).join(', ');
  const more = numbers.length - panelsNamed;
  return more > 0 ? say('panels.named.more', { panels, more }) : say('panels.named', { panels });
}

/** A text in a script that no font is bundled for. */
interface Unsupported {
  /** By their names in English. */
  readonly scripts: readonly string[];
  readonly panel: number;
  readonly pointer: string;
}

/** Throws all of them in one error, each with its place. */
function refuse(texts: readonly Unsupported[]): void {
  const errors = texts.map(({ scripts, panel, pointer }) => ({
    pointer,
    detail: `a text of panel ${panel} is written in ${scripts.join(' and ')}, for which no font is bundled`,
  }));
  const [first, ...more] = errors;
  if (first === undefined) return;
  const scripts = [...new Set(texts.flatMap((text) => text.scripts))];
  const message =
    more.length === 0
      ? first.detail
      : `${errors.length} texts are written in ${scripts.join(', ')}, for which no font is bundled; let the model draw them (drawnBy: model), or write them in another script`;
  throw new NextpanelError('script_unsupported', message, { detail: { errors } });
}
