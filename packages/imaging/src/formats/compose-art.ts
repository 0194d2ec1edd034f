import type { Sharp } from 'sharp';
import { composeAs } from '../compose-sheet.ts';
import type { BookPage } from './book-format.ts';

/** A page without its lettering, RGB, sRGB, encoded from its pixels. Frames are read when they are drawn, and released after it. */
export function composeArt(
  { panels, ...page }: Omit<BookPage, 'png' | 'lettering'>,
  encode: (picture: Sharp) => Promise<Buffer>,
): Promise<Buffer> {
  const plan = { ...page, slots: panels.map(({ number, slot }) => ({ panel: number, ...slot })) };
  const frames = panels.map(({ number, focus, frame }) => ({ number, frame, text: [], ...(focus && { focus }) }));
  const lettering = { version: 1, unit: 'px', width: page.width, height: page.height, size: 1, panels: [] } as const;
  const words = { speakers: {}, language: 'en', readingDirection: 'ltr', lettering } as const;
  return composeAs({ plan, panels: frames, ...words }, encode);
}
