import type { PanelText } from './story-spec.ts';
import { textStyles } from './text-styles.ts';

/** Kinds of lettering, as story files name them. */
export const textKinds = [
  'caption',
  'speech',
  'thought',
  'sfx',
  'narration',
] as const satisfies readonly PanelText['kind'][];

const line =
  /^([a-z]+)\s*(?:@([A-Za-z0-9][A-Za-z0-9_-]{0,63})|\[([A-Za-z0-9][A-Za-z0-9_-]{0,63})\])?\s*(?:\/\s*([a-z]+))?\s*:\s*(.*)$/s;

/** How a text is written in one line, for people who wrote it another way. */
export const textNotation =
  'KIND: WORDS or KIND@SPEAKER: WORDS, such as speech@hare: Hello! or speech@hare/shout: Hello!';

type TextLine = Pick<PanelText, 'kind' | 'speaker' | 'style' | 'text'>;

/** One text of a panel as one line: `speech@hare: Nobody is faster!`. */
export const writeTextLine = ({ kind, speaker, style, text }: TextLine): string =>
  `${kind}${speaker === undefined ? '' : `@${speaker}`}${style === undefined || style === 'normal' ? '' : `/${style}`}: ${text}`;

/** Reads what `writeTextLine` wrote; null for anything else. The older `speech [hare]: …` is read, too. */
export function readTextLine(source: string): TextLine | null {
  const [, name, at, inBrackets, said, text = ''] = line.exec(source.trim()) ?? [];
  const style = textStyles.find((it) => it === said);
  if (said !== undefined && style === undefined) return null;
  const kind = textKinds.find((it) => it === name);
  if (kind === undefined || text.trim() === '') return null;
  const speaker = at ?? inBrackets;
  return {
    kind,
    ...(speaker !== undefined && { speaker }),
    ...(style !== undefined && style !== 'normal' && { style }),
    text: text.trim(),
  };
}
