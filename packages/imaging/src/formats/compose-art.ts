import { composeSheet } from '../compose-sheet.ts';
import type { BookPage } from './book-format.ts';

/** A page without its lettering: PNG, RGB, sRGB. */
export async function composeArt({ panels, ...page }: Omit<BookPage, 'png' | 'lettering'>): Promise<Uint8Array> {
  const plan = { ...page, slots: panels.map(({ number, slot }) => ({ panel: number, ...slot })) };
  const frames = await Promise.all(
    panels.map(async ({ number, focus, frame }) => ({
      number,
      frame: await frame(),
      text: [],
      ...(focus && { focus }),
    })),
  );
  const lettering = { version: 1, unit: 'px', width: page.width, height: page.height, size: 1, panels: [] } as const;
  const words = { speakers: {}, language: 'en', readingDirection: 'ltr', lettering } as const;
  return (await composeSheet({ plan, panels: frames, ...words })).png;
}
