import { t } from '@lingui/core/macro';
import type { PanelView } from '@nextpanel/core';
import { readTextLine, writeTextLine } from '@nextpanel/core/text-notation';
import { foreign } from '../../../language/foreign.ts';

type PanelText = PanelView['text'][number];
type Words = readonly PanelText[];

const head = /^#\s*(\d+)\s*$/;

/** One text as one line: `speech@hare/shout: Nobody is faster!`. A line break inside is written `\n`. */
const writeText = ({ kind, speaker, style, text }: PanelText): string =>
  writeTextLine({ kind, speaker, style, text: text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n') });

/** Texts painted by the model are part of the picture; only those set on the sheet can be edited. */
const overlaid = ({ text }: Pick<PanelView, 'text'>): Words => text.filter(({ drawnBy }) => drawnBy === 'overlay');

/** The texts of one panel, one per line. */
export const writeTexts = (panel: Pick<PanelView, 'text'>): string => overlaid(panel).map(writeText).join('\n');

/** The texts of all panels, each below a line with its number. */
export const writeLettering = (panels: readonly Pick<PanelView, 'number' | 'text'>[]): string =>
  panels.map((panel) => `# ${panel.number}\n${writeTexts(panel)}`.trimEnd()).join('\n');

type ReadTexts = { readonly texts: PanelText[] } | { readonly mistake: string };

/** Reads what `writeTexts` wrote; what the model draws is put back in front of it. */
export function readTexts(source: string, panel: Pick<PanelView, 'text'>): ReadTexts {
  const texts = panel.text.filter(({ drawnBy }) => drawnBy === 'model');
  for (const it of source.split('\n')) {
    if (it.trim() === '') continue;
    const found = readTextLine(it);
    if (found === null) {
      const line = foreign(it.trim().slice(0, 60));
      const [plain, spoken] = [foreign('KIND: WORDS'), foreign('KIND@SPEAKER: WORDS')];
      const [one, other] = [foreign('speech@hare: Hello!'), foreign('speech@hare/shout: Hello!')];
      return { mistake: t`“${line}” is not a text; write ${plain} or ${spoken}, such as ${one} or ${other}` };
    }
    const text = found.text.replaceAll(/\\(n|\\)/g, (_, letter) => (letter === 'n' ? '\n' : '\\'));
    texts.push({ ...found, text, drawnBy: 'overlay' });
  }
  return { texts };
}

type ReadLettering =
  | { readonly panels: { readonly number: number; readonly text: PanelText[] }[] }
  | { readonly mistake: string };

/** Reads what `writeLettering` wrote: the panels whose texts changed. */
export function readLettering(source: string, panels: readonly Pick<PanelView, 'number' | 'text'>[]): ReadLettering {
  const sections = new Map<number, string[]>();
  let current: string[] | undefined;
  for (const it of source.split('\n')) {
    const number = Number(head.exec(it)?.[1]);
    if (number > 0) {
      if (sections.has(number)) return { mistake: t`Panel ${number} appears twice` };
      current = [];
      sections.set(number, current);
    } else if (current !== undefined) current.push(it);
    else if (it.trim() !== '') return { mistake: t`Start with the number of a panel, such as # 1` };
  }
  const changed = [];
  for (const [number, lines] of sections) {
    const panel = panels.find((known) => known.number === number);
    if (panel === undefined) return { mistake: t`There is no panel ${number}` };
    const read = readTexts(lines.join('\n'), panel);
    if ('mistake' in read) return { mistake: t`Panel ${number}: ${read.mistake}` };
    if (lines.join('\n').trim() !== writeTexts(panel)) changed.push({ number, text: read.texts });
  }
  return { panels: changed };
}
