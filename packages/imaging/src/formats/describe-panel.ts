import type { PagePanel, SpokenText } from './book-format.ts';

/** What readers who cannot see a panel get: what it shows, then its words, in reading order. Punctuation, not words, tells kinds apart. */
export const describePanel = ({ alt, texts }: Pick<PagePanel, 'alt' | 'texts'>): string =>
  [alt, ...texts.map(describeText)].join('\n');

/** `Hare: “Nobody is faster!”`, `Hare: (I am tired.)`, `[CRASH]`, and captions as they are. */
export function describeText({ kind, speaker, text }: SpokenText): string {
  const words = text.replaceAll(/\s*\n\s*/g, ' ');
  if (kind === 'sfx') return `[${words}]`;
  if (kind !== 'speech' && kind !== 'thought') return words;
  const said = kind === 'speech' ? `“${words}”` : `(${words})`;
  return speaker === undefined ? said : `${speaker}: ${said}`;
}
