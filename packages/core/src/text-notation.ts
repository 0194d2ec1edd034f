import type { PanelText } from './story-spec.ts';

/** Kinds of lettering, as story files name them. */
export const textKinds = [
  'caption',
  'speech',
  'thought',
  'sfx',
  'narration',
] as const satisfies readonly PanelText['kind'][];

const line = /^([a-z]+)\s*(?:@([A-Za-z0-9][A-Za-z0-9_-]{0,63})|\[([A-Za-z0-9][A-Za-z0-9_-]{0,63})\])?\s*:\s*(.*)$/s;

/** How a text is written in one line, for people who wrote it another way. */
export const textNotation = 'KIND: WORDS or KIND@SPEAKER: WORDS, such as speech@hare: Hello!';

/** One text of a panel as one line: `speech@hare: Nobody is faster!`. */
export const writeTextLine = ({ kind, speaker, text }: Pick<PanelText, 'kind' | 'speaker' | 'text'>): string =>
  `${kind}${speaker === undefined ? '' : `@${speaker}`}: ${text}`;

/** Reads what `writeTextLine` wrote; null for anything else. The older `speech [hare]: …` is read, too. */
export function readTextLine(source: string): Pick<PanelText, 'kind' | 'speaker' | 'text'> | null {
  const [, name, at, inBrackets, text = ''] = line.exec(source.trim()) ?? [];
  const kind = textKinds.find((it) => it === name);
  if (kind === undefined || text.trim() === '') return null;
  const speaker = at ?? inBrackets;
  return { kind, ...(speaker !== undefined && { speaker }), text: text.trim() };
}
