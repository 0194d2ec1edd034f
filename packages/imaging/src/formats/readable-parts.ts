import type { BookPage, PagePanel } from './book-format.ts';

/** A part of a page as readers who cannot see the page get it. */
export interface ReadablePart extends Pick<PagePanel, 'alt' | 'texts' | 'slot'> {
  /** Unique in the book. */
  readonly name: string;
  /** What it is called. */
  readonly label: string;
}

/** The parts of a page in reading order: its panels, or, of a page without any, its words. */
export function readableParts({ panels, matter, width, height }: BookPage): readonly ReadablePart[] {
  if (!matter) return panels.map((panel) => ({ ...panel, name: `panel-${panel.number}`, label: `${panel.number}` }));
  const [shown] = panels;
  const words = matter.words.map((text) => ({ kind: 'caption' as const, drawnBy: 'overlay' as const, text }));
  const [first, ...rest] = shown ? [shown.alt, ...matter.words] : matter.words;
  return [
    {
      name: matter.kind,
      label: matter.label,
      alt: first ?? matter.label,
      texts: shown ? words : words.slice(words.length - rest.length),
      slot: { x: 0, y: 0, width, height },
    },
  ];
}

/** What a page is called in lists of pages. */
export const pageLabel = ({ number, matter }: Pick<BookPage, 'number' | 'matter'>): string =>
  matter?.label ?? String(number);
