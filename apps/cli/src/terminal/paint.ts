import { styleText } from 'node:util';
import type { Output } from '../io.ts';

type Style = Parameters<typeof styleText>[0];

/** Colours text on a terminal; leaves it plain elsewhere and under NO_COLOR (https://no-color.org). */
export function paint(
  output: Output,
  env: Readonly<Record<string, string | undefined>>,
  style: Style,
  text: string,
): string {
  if (output.isTTY !== true || env.NO_COLOR || env.TERM === 'dumb') return text;
  return styleText(style, text, { validateStream: false });
}
