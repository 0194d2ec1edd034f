import { hasVisibleLetter, type PixelSize } from '@nextpanel/core';
import type { RenderedText, RenderTextInput } from '../lettering/render-text.ts';
import { renderText } from '../lettering/render-text.ts';
import type { Sharp } from '../load-sharp.ts';

/** Rounds of cutting. Each cuts to the share of the text that fitted, so two are usual. */
const rounds = 6;

/**
 * Draws text wrapped into a box, cut at a word and ended with “…” when it is too long. Null if not even one word fits.
 */
export async function fitCaption(
  sharp: Sharp,
  input: Omit<RenderTextInput, 'lineLength' | 'align'>,
  box: PixelSize,
): Promise<RenderedText | null> {
  const line = input.text.replaceAll(/\s+/g, ' ').trim();
  // More letters than this cannot fit however narrow they are, so a prompt of 8,000 is not drawn in full only to be discarded.
  const most = Math.ceil((box.width / (input.fontSize * 0.28)) * Math.ceil(box.height / input.fontSize));
  let text = cut(line, most);
  for (let round = 0; round < rounds && hasVisibleLetter(text); round++) {
    const drawn = await renderText(sharp, { ...input, text, lineLength: box.width, align: 'start' });
    if (drawn.height <= box.height && drawn.width <= box.width) return drawn;
    text = cut(line, Math.floor(text.length * Math.min(0.9, (box.height / drawn.height) * 0.97)));
  }
  return null;
}

function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const letters = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text.slice(0, length + 8))];
  const whole = letters.filter(({ index, segment }) => index + segment.length < length).map(({ segment }) => segment);
  const kept = whole
    .join('')
    .replace(/\s+\S*$/, '')
    .replace(/[\s,.;:!?…-]+$/, '');
  return kept === '' ? '' : `${kept}…`;
}
