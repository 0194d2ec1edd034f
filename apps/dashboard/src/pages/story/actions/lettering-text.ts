import { t } from '@lingui/core/macro';
import type { PanelView } from '@nextpanel/core';
import { readTextLine, writeTextLine } from '@nextpanel/core/text-notation';
import { foreign } from '../../../language/foreign.ts';

type PanelText = PanelView['text'][number];
type Words = readonly PanelText[];

/** One text as one line: `speech@hare/shout: Nobody is faster!`. A line break inside is written `\n`. */
const writeText = ({ kind, speaker, style, text }: PanelText): string =>
  writeTextLine({ kind, speaker, style, text: text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n') });

/** Texts painted by the model are part of the picture; only those set on the sheet can be edited. */
const overlaid = ({ text }: Pick<PanelView, 'text'>): Words => text.filter(({ drawnBy }) => drawnBy === 'overlay');

/** The texts of one panel, one per line. */
export const writeTexts = (panel: Pick<PanelView, 'text'>): string => overlaid(panel).map(writeText).join('\n');

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
